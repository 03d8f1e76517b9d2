"""Run by a test in a process of its own: reads one file, prints bytes and the refusal."""

import json
import re
import sys
from pathlib import Path

from collegium.curricula.plx import PlxError, read_plx

PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
MEMORY = re.compile(r"VmRSS:\s+(\d+) kB")


def memory(pattern: re.Pattern[str]) -> int:
    found = pattern.search(Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) * 1024


def main() -> None:
    data = Path(sys.argv[1]).read_bytes()
    # The kernel's record of the peak begins anew, so that it measures the reading alone.
    Path("/proc/self/clear_refs").write_text("5")
    before, code = memory(MEMORY), ""
    try:
        read_plx(data)
    except PlxError as error:
        code = error.code
    print(json.dumps({"code": code, "bytes": memory(PEAK) - before}))


main()
