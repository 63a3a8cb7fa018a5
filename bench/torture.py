"""smbtorture against `plugfest serve`: how many tests of the file suites it passes, and where Samba differs.

The judge and Samba's own results come with the test data (PLUGFEST_TEST_DATA); without it, or without Debian's
samba-testsuite, this says so and does nothing. `--only SUITE,…` narrows it; everything else goes to the judge.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

NEXT_STEP = (
    *("lock", "oplock", "kernel-oplocks", "lease", "notify", "notify-inotify", "change_notify_disabled"),
    *("replay", "multichannel", "bench", "aio_delay", "compound_async", "twrp"),
)
"""Suites of what the server does not do yet; and all that begin with durable-."""


def file_suites(results: Path) -> list[str]:
    """The suites of the judge's list that are about files and sessions."""
    with results.open() as lines:
        suites = {".".join(row["test"].split(".")[:2]) for row in csv.DictReader(lines)}
    names = {suite: suite.removeprefix("smb2.") for suite in suites}
    return sorted(s for s, name in names.items() if name not in NEXT_STEP and not name.startswith("durable-"))


def main() -> int:
    """Serve, judge, stop."""
    data = os.environ.get("PLUGFEST_TEST_DATA", "")
    judge = Path(data, "tools", "smbtorture.py")
    if not data or not judge.exists() or not shutil.which("smbtorture"):
        print("skipped: it takes PLUGFEST_TEST_DATA, with tools/smbtorture.py in it, and smbtorture (samba-testsuite)")
        return 0
    command = [sys.executable, "-m", "plugfest", "serve", "--listen", "127.0.0.1:0", "--share", "torture"]
    command += ["--user", "alice:secret", "--user", "bob:hidden"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        found = re.search(r":(\d+)$", server.stdout.readline().strip())
        if found is None:
            print("the server did not start")
            return 1
        arguments = ["--port", found[1], "--share", "torture", "--user", "alice%secret", "--user2", "bob%hidden"]
        if "--only" not in sys.argv:
            suites = file_suites(Path(data, "reference", "smbtorture_results.csv"))
            arguments += ["--only", ",".join(suites)]
        return subprocess.call([sys.executable, str(judge), *arguments, *sys.argv[1:]])
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(10)


if __name__ == "__main__":
    sys.exit(main())
