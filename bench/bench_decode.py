"""`plugfest decode --json` beside `tshark -T ek`: the largest SMB2 capture of the test data, start-up included.

Both read the same file and their output is thrown away; they take turns, and the medians of five count. The captures
are found through PLUGFEST_TEST_DATA.
"""

from __future__ import annotations

import gzip
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 5


def unpacked(path: Path) -> int:
    """The size of a capture; gzip keeps that of the content in the last four bytes."""
    with path.open("rb") as file:
        if file.read(2) != b"\x1f\x8b":
            return path.stat().st_size
    with gzip.open(path) as content:
        return sum(len(piece) for piece in iter(lambda: content.read(1 << 20), b""))


def has_smb2(path: Path) -> bool:
    """Is there an SMB2 message in the capture?"""
    ours = [sys.executable, "-m", "plugfest", "decode", "--only", "SMB2", path]
    return bool(subprocess.run(ours, capture_output=True, check=False).stdout)


def largest(folder: Path) -> Path | None:
    """The largest capture that has SMB2 in it."""
    captures = sorted(folder.rglob("*.pcap*"), key=unpacked, reverse=True)
    return next(filter(has_smb2, captures), None)


def seconds(*command: str | Path) -> float:
    """How long a command takes."""
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def main() -> int:
    """Print both medians; exit 1 where ours is not the smaller."""
    given = os.environ.get("PLUGFEST_TEST_DATA")
    tshark = shutil.which("tshark")
    path = largest(Path(given, "captures")) if given else None
    if tshark is None or path is None:
        print("skipped: tshark is not installed" if path else "skipped: PLUGFEST_TEST_DATA names no captures")
        return 0
    times: dict[str, list[float]] = {"plugfest": [], "tshark": []}
    for _ in range(RUNS):
        times["plugfest"].append(seconds(sys.executable, "-m", "plugfest", "decode", "--json", path))
        times["tshark"].append(seconds(tshark, "-n", "-r", path, "-T", "ek"))
    ours, theirs = (statistics.median(times[name]) for name in ("plugfest", "tshark"))
    size = f"{path.name}, {unpacked(path) / 1e6:.1f} MB"
    print(f"{size}: plugfest {ours:.2f} s, tshark {theirs:.2f} s, {theirs / ours:.1f} ×")
    return int(ours >= theirs)


if __name__ == "__main__":
    sys.exit(main())
