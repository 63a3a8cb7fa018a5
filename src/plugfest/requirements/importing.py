"""Import of documents into a library: read, extract, store; one transaction a document, several processes."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import NamedTuple

from plugfest.errors import Error, InputError, SpecError
from plugfest.requirements.extraction import extract
from plugfest.specs.library import Library
from plugfest.specs.markdown import digest_of, read_markdown
from plugfest.specs.schema import Imported
from plugfest.specs.sources import Source, sources

Known = dict[str, tuple[str, str]]
"""Digest → name and revision of what is in the library already."""
FEW = 4
"""So many documents are read faster here than in other processes."""


class Outcome(NamedTuple):
    """What became of one path or document: it was added, is known, or is bad for a reason."""

    origin: str
    name: str = ""
    revision: str = ""
    requirements: int = 0
    added: bool = False
    findings: tuple[str, ...] = ()
    reason: str = ""


def read(data: bytes, origin: str) -> Imported:
    """Read one document and its requirements, ready to be stored."""
    document = read_markdown(data, origin)
    return Imported.of(document, extract(document), origin)


def import_paths(library: Library, paths: Iterable[Path], jobs: int | None = None) -> Iterator[Outcome | int]:
    """Add the documents under some paths. First yields how many there are, then what became of each."""
    work: list[Source] = []
    bad: list[InputError] = []
    for source in sources(paths):
        if isinstance(source, InputError):
            bad.append(source)
        else:
            work.append(source)
    yield len(work) + len(bad)
    for error in bad:
        yield Outcome(origin="", reason=str(error))
    known = library.digests()
    for result in _read_all(work, known, jobs or os.cpu_count() or 1):
        if isinstance(result, Imported):
            library.add(result)
            yield Outcome(
                result.path, result.name, result.revision, len(result.requirements), True, findings=result.findings
            )
        else:
            yield result


def _read_one(source: Source, known: Known) -> Imported | Outcome:
    try:
        data = source.read()
        digest = digest_of(data)
        if digest in known:
            name, revision = known[digest]
            return Outcome(origin=source.origin, name=name, revision=revision)
        return read(data, source.origin)
    except (InputError, SpecError) as error:
        return Outcome(origin=source.origin, reason=str(error))


_known: Known = {}


def _remember(known: Known) -> None:
    global _known  # noqa: PLW0603  (what a worker process is given once)
    _known = known


def _read_in_worker(source: Source) -> Imported | Outcome:
    return _read_one(source, _known)


def _read_all(work: list[Source], known: Known, jobs: int) -> Iterator[Imported | Outcome]:
    if jobs <= 1 or len(work) <= FEW:
        for source in work:
            yield _read_one(source, known)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, _remember, (known,)) as pool:
        try:
            yield from _in_order(pool, work, jobs)
        except BrokenProcessPool as error:
            raise Error(
                "a process that read documents was ended; what was added is kept, add again to go on"
            ) from error
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _in_order(pool: ProcessPoolExecutor, work: list[Source], jobs: int) -> Iterator[Imported | Outcome]:
    """Results in order; only a few wait to be stored, so that memory stays bounded."""
    pending: list[Future[Imported | Outcome]] = []
    for source in work:
        pending.append(pool.submit(_read_in_worker, source))
        if len(pending) >= 4 * jobs:
            yield pending.pop(0).result()
    while pending:
        yield pending.pop(0).result()
