"""The whole suite against a private smbd, three times, and its report; then every mutant of the reference server.

It takes smbd, and root to run it as its users; without, this says so and does nothing. `make suites`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from plugfest.conformance.smbd import Smbd, SmbdUnavailable, private_smbd

TIMES = 3
AIM_SUITE, AIM_PROVE = 180.0, 480.0
AIM_REPORT = 3e6

_PROFILE = """base = "samba-4.17"
name = "smbd"
host = "{0.host}"
port = {0.port}
[user]
name = "{0.user}"
password = "{0.password}"
[second_user]
name = "{0.user2}"
password = "{0.password2}"
[administrator]
name = "{0.administrator}"
password = "{0.administrator_password}"
"""


def plugfest(*arguments: str) -> tuple[int, float]:
    """Exit status and seconds of a command."""
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "plugfest", *arguments], check=False)
    return done.returncode, time.perf_counter() - began


def against(smbd: Smbd, folder: Path) -> bool:
    """Whether nothing new failed, three runs agreed and all took as long as they may."""
    profile = folder / "smbd.toml"
    profile.write_text(_PROFILE.format(smbd))
    wanted = ["test", "--profile", str(profile), "--allow-disruptive", "-n", "2"]
    status, seconds = plugfest(*wanted)
    again, _ = plugfest(*wanted, "--repeat", str(TIMES))
    report = folder / "report.html"
    plugfest("report", "last", "-o", str(report))
    size = report.stat().st_size
    print(f"exit status {status}, {seconds:.0f} s (aim {AIM_SUITE:.0f}); {TIMES} runs: exit status {again}")
    print(f"report {size / 1e6:.1f} MB (aim {AIM_REPORT / 1e6:.0f})")
    return status == 0 and again == 0 and seconds <= AIM_SUITE and size <= AIM_REPORT


def main() -> int:
    """Print what was seen; exit 1 where an aim is missed."""
    try:
        with private_smbd() as smbd, tempfile.TemporaryDirectory() as folder:
            held = against(smbd, Path(folder))
    except SmbdUnavailable as error:
        print(f"skipped: {error}")
        return 0
    status, seconds = plugfest("cases", "prove")
    print(f"prove: exit status {status}, {seconds:.0f} s (aim {AIM_PROVE:.0f})")
    return int(not held or status != 0 or seconds > AIM_PROVE)


if __name__ == "__main__":
    sys.exit(main())
