"""smbtorture's tests of the server service, rpc.srvsvc and rpc.samba3.srvsvc, against `plugfest serve`.

It takes Debian's samba-testsuite; without it, this says so and does nothing. docs/smbtorture.md explains what fails.
"""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys

SUITES = ("rpc.srvsvc", "rpc.samba3.srvsvc")
_RESULT = re.compile(r"^(success|failure|error|skip): (.*?)(?: \[)?$", re.MULTILINE)


def run(port: int, suite: str) -> list[tuple[str, str]]:
    """Test and result, in the order in which they ran."""
    command = ["smbtorture", "//127.0.0.1/torture", "-p", str(port), "-U", "root%secret"]
    done = subprocess.run([*command, suite], capture_output=True, text=True, timeout=120, check=False)
    return [(name, result) for result, name in _RESULT.findall(done.stdout)]


def main() -> int:
    """Serve, judge, stop."""
    if not shutil.which("smbtorture"):
        print("skipped: it takes smbtorture (samba-testsuite)")
        return 0
    command = [sys.executable, "-m", "plugfest", "serve", "--listen", "127.0.0.1:0", "--share", "torture"]
    command += ["--user", "root:secret:Administrators", "--allow-anonymous"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        found = re.search(r":(\d+)$", server.stdout.readline().strip())
        if found is None:
            print("the server did not start")
            return 1
        for suite in SUITES:
            results = run(int(found[1]), suite)
            for name, result in results:
                print(f"{result:8} {suite}: {name}")
            print(f"{suite}: {sum(result == 'success' for _, result in results)} of {len(results)}")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)
    return 0


if __name__ == "__main__":
    sys.exit(main())
