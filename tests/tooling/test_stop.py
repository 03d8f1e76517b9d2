import subprocess

import pytest

from tooling.paths import ROOT
from tooling.stop import stop_server


@pytest.mark.parametrize(("folder", "stopped"), [(ROOT, True), ("/", False)])
def test_only_a_process_of_this_checkout_is_stopped(tmp_path, folder, stopped):
    pid_file = tmp_path / "server.pid"
    with subprocess.Popen(["sleep", "60"], cwd=folder) as process:
        pid_file.write_text(str(process.pid))
        assert stop_server(pid_file) is stopped
        assert (process.poll() is None) is not stopped
        process.kill()
    assert not pid_file.exists()


def test_a_server_that_is_not_there_needs_no_stopping(tmp_path):
    assert not stop_server(tmp_path / "server.pid")
