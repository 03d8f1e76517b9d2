import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tooling import cluster
from tooling.cluster_home import locate


@pytest.fixture
def var():
    """A checkout's var/ that the database's account can reach; its servers are stopped after."""
    folder = Path(tempfile.mkdtemp(prefix="collegium-test-", dir="/var/tmp"))
    folder.chmod(0o711)
    yield folder
    discard(folder)


def discard(var):
    for kind in cluster.KINDS:
        cluster.stop(kind, var=var)
        made = locate(kind, var)
        if made and not made.home.is_relative_to(var):
            shutil.rmtree(made.home.parent)
    shutil.rmtree(var)


@pytest.fixture
def app(tmp_path):
    """An app of the product with one template and one module, not translated yet."""
    folder = tmp_path / "collegium" / "library"
    (folder / "templates" / "library").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "views.py").write_text('title = _("Books")\n')
    (folder / "templates" / "library" / "book_list.html").write_text(
        "{% blocktranslate count n=n %}{{ n }} book{% plural %}{{ n }} books{% endblocktranslate %}"
        '{% translate "Return" %}'
    )
    return folder


as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
