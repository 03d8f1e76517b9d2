"""Settings for tests: the product's own, over the cluster that is made for tests."""

import os

from tooling import cluster

if "DATABASE_URL" not in os.environ:
    os.environ["COLLEGIUM_CLUSTER"] = "test"
    cluster.ensure("test")

from collegium.settings import *  # noqa: F403 - the address must be known before

# Not where make run collects files: what lies there may be older than the code under test.
STATIC_ROOT = VAR_DIR / "static-test"  # noqa: F405 - from the settings above
# Whitenoise warns of a missing folder, and a warning fails a test.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
