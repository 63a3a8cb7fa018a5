"""`simulate` all documents of a library, in several processes."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from plugfest.errors import Error
from plugfest.simulate.simulation import Simulation, Simulator
from plugfest.specs import Library, open_library

FEW = 8
"""Documents that are not worth another process."""
Progress = Callable[[str, int, int], None]
"""Called with what was done last, how many are done, and of how many."""

_simulator: Simulator | None = None


def simulate_all(
    library: Library, jobs: int = 0, progress: Progress = lambda _name, _done, _all: None
) -> list[Simulation]:
    """Every document, by name. `jobs`: processes, one a processor where it is 0."""
    simulator = Simulator(library)
    names = simulator.documents()
    jobs = jobs or len(os.sched_getaffinity(0))
    found: dict[str, Simulation] = {}
    if jobs <= 1 or len(names) <= FEW:
        for name in names:
            found[name] = simulator.simulate(name)
            progress(name, len(found), len(names))
        return [found[name] for name in names]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, _open, (library.database.path.parent,)) as pool:
        try:
            for one in pool.map(_simulate, names, chunksize=4):
                found[one.document] = one
                progress(one.document, len(found), len(names))
        except BrokenProcessPool as error:
            raise Error("a process that simulated documents was ended") from error
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [found[name] for name in names]


def _open(folder: Path) -> None:
    global _simulator  # noqa: PLW0603  (what a worker process is given once)
    _simulator = Simulator(open_library(folder))


def _simulate(name: str) -> Simulation:
    assert _simulator
    return _simulator.simulate(name)
