"""What a `plugfest serve` of its own process keeps: after many connects, for idle connections, while it lists.

Connects are negotiate, log on, tree connect, all taken back again, CONCURRENT at a time. Aims: after 10,000 of them
resident memory within 2 MB of that after 1,000 and as many descriptors; an idle logged-on connection under 40 KB; a
folder of 100,000 names listed with less than 30 MB of growth at the peak. Exit status 1 where one is missed. Linux.
"""

from __future__ import annotations

import asyncio
import re
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from plugfest.net import connect

CONCURRENT = 20
EARLY, LATE = 1_000, 10_000
IDLE = 1_000
ENTRIES = 100_000
MB = 1_000_000


@dataclass(frozen=True)
class Running:
    """A server and what the system says of it."""

    process: subprocess.Popen[str]
    port: int

    def url(self, share: str = "memory") -> str:
        """The address of a share of it."""
        return f"smb://alice:secret@127.0.0.1:{self.port}/{share}"

    def memory(self, field: str = "VmRSS") -> int:
        """Bytes: resident now, or at the peak (VmHWM)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split(f"{field}:")[1].split()[0]) * 1024

    def forget_peak(self) -> None:
        """The peak is counted from here."""
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def descriptors(self) -> int:
        """Files and sockets that are open."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    async def settled(self) -> int:
        """Descriptors, once those of connections that were closed are gone."""
        count = self.descriptors()
        for _ in range(50):
            await asyncio.sleep(0.1)
            before, count = count, self.descriptors()
            if count == before:
                break
        return count


@contextmanager
def server(folder: str) -> Iterator[Running]:
    """Started, and ended by its pid."""
    command = [sys.executable, "-m", "plugfest", "serve", "--listen", "127.0.0.1:0", "--user", "alice:secret"]
    process = subprocess.Popen([*command, "--share", "memory", "--share", f"disk={folder}"], stdout=-1, text=True)
    assert process.stdout is not None
    try:
        found = re.search(r":(\d+)$", process.stdout.readline().strip())
        assert found is not None, "the server did not start"
        yield Running(process, int(found[1]))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


async def connects(running: Running, count: int) -> None:
    """That many connects, a few at a time."""
    numbers = iter(range(count))

    async def worker() -> None:
        for _ in numbers:
            async with connect(running.url()):
                pass

    await asyncio.gather(*(worker() for _ in range(CONCURRENT)))


async def soak(running: Running) -> bool:
    """Memory and descriptors after few and after many connects."""
    await connects(running, EARLY)
    descriptors, memory = await running.settled(), running.memory()
    await connects(running, LATE - EARLY)
    late, growth = await running.settled(), running.memory() - memory
    print(f"{EARLY} connects: {memory / MB:.1f} MB resident, {descriptors} descriptors")
    print(f"{LATE} connects: {growth / MB:+.2f} MB, {late} descriptors")
    return growth <= 2 * MB and late == descriptors


async def idle(running: Running) -> bool:
    """Memory for connections that are logged on and do nothing."""
    before = running.memory()
    async with AsyncExitStack() as stack:
        for _ in range(IDLE):
            await stack.enter_async_context(connect(running.url()))
        each = (running.memory() - before) / IDLE
    print(f"{IDLE} idle connections: {each / 1000:.1f} KB each")
    return each < 40_000


async def listing(running: Running) -> bool:
    """The peak of memory while a large folder on disk is listed."""
    running.forget_peak()
    before = running.memory()
    async with connect(running.url("disk")) as tree:
        count = 0
        async for _ in tree.list("many"):
            count += 1
    growth = running.memory("VmHWM") - before
    print(f"{count} entries listed: {growth / MB:+.1f} MB at the peak")
    return count == ENTRIES and growth < 30 * MB


def fill(folder: Path) -> None:
    """Many empty files."""
    folder.mkdir()
    for number in range(ENTRIES):
        (folder / f"entry number {number:06}").touch()


async def main() -> int:
    """Print what was measured."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(limit, 8192), limit))
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder, "many"))
        with server(folder) as running:
            good = [await measured(running) for measured in (soak, idle, listing)]
    print("all aims met" if all(good) else "an aim is missed")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
