"""Settings for tests: the product's own, over the cluster that is made for tests."""

import os

from tooling import cluster

if "DATABASE_URL" not in os.environ:
    os.environ["COLLEGIUM_CLUSTER"] = "test"
    cluster.ensure("test")

from collegium.settings import *  # noqa: F403 - the address must be known before

# Whitenoise warns of a missing folder, and a warning fails a test.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
