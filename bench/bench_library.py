"""The library: import of all given documents, the same again, search and the commands.

Run by `make bench`; needs documents: `PLUGFEST_TEST_DATA` names a folder with `specs/` in it. Aims are in brackets.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from plugfest.specs import open_library
from plugfest.specs.search import search

QUERIES = (
    "SMB2_FLAGS_SIGNED",
    "0xC000000D",
    "NetrShareEnum",
    "named pipe does not exist",
    "preauthentication integrity",
    "kind:requirement tree connect",
    "kind:constant compression",
    "server",
    "server client",
    "kind:requirement server",
    "section:3.3.5 server",
    "doc:MS-SMB2 lease break",
)
COMMANDS = {
    "plugfest --help": (["--help"], 0.150),
    "docs search": (["docs", "search", "SMB2_FLAGS_SIGNED"], 0.300),
    "docs show": (["docs", "show", "MS-SMB2", "3.3.5.7"], 0.300),
    "docs define": (["docs", "define", "STATUS_ACCESS_DENIED"], 0.300),
}


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def run(arguments: list[str]) -> str:
    """Run the command line as a user does; its standard output."""
    command = [sys.executable, "-m", "plugfest", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def peak(arguments: list[str]) -> tuple[float, float]:
    """Seconds, and megabytes of the largest process, of a command."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "plugfest", *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(arguments)} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main() -> None:
    """Print one line a measurement."""
    given = os.environ.get("PLUGFEST_TEST_DATA")
    if not given:
        print("skipped: PLUGFEST_TEST_DATA is not set, so there are no documents to import")
        return
    specs = Path(given) / "specs"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PLUGFEST_LIBRARY"] = folder
        elapsed, megabytes = peak(["docs", "add", str(specs)])
        count = len(list(specs.glob("*.md")))
        print(
            f"import of {count} documents  {elapsed:7.1f} s [120 for 366]  {megabytes:.0f} MB a process [1000 in all]"
        )
        print(f"the same again             {seconds(lambda: run(['docs', 'add', str(specs)])):7.2f} s [5]")
        with open_library() as library:
            for query in QUERIES:
                search(library, query)
                times = [seconds(lambda query=query: search(library, query)) for _ in range(9)]
                print(f"search {query:32} {statistics.median(times) * 1000:7.1f} ms [20]")
        for name, (arguments, aim) in COMMANDS.items():
            median = statistics.median(seconds(lambda arguments=arguments: run(arguments)) for _ in range(7))
            print(f"{name:26} {median * 1000:7.0f} ms [{aim * 1000:.0f}]")


if __name__ == "__main__":
    main()
