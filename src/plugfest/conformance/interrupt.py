"""Ctrl-C while cases run: one line, and the end soon, wherever the program was.

A KeyboardInterrupt may come out anywhere: in a task of the event loop, which keeps it to itself, in a callback, which
drops it, in a group of exceptions, which looks like a case that fails. So it is remembered, and raised again between
cases; what is cut off is not heard any more; and if all that takes long, the process ends.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

STATUS = 130
"""The exit status: 128 and the signal's number, as shells have it."""
_SECONDS = 1.5
"""For the summary and the clean-up."""


class _Interrupt:
    """What SIGINT does."""

    def __init__(self) -> None:
        self.pending = False

    def __call__(self, *_: object) -> None:
        if self.pending:
            os._exit(STATUS)
        self.pending = True
        clear = b"\r\x1b[2K" if os.isatty(2) else b""  # a line of progress
        os.write(2, clear + b"plugfest: interrupted\n")
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # each task and thread that is cut off would tell its traceback
        watchdog = threading.Timer(_SECONDS, os._exit, (STATUS,))
        watchdog.daemon = True
        watchdog.start()
        raise KeyboardInterrupt


_INTERRUPT = _Interrupt()


@contextmanager
def promptly() -> Iterator[None]:
    """In this block Ctrl-C ends the process, within two seconds; raises KeyboardInterrupt meanwhile.

    Where SIGINT is not Python's own (it is ignored in the background, or an embedding program's), nothing changes.
    """
    ours = (
        threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    )
    if ours:
        signal.signal(signal.SIGINT, _INTERRUPT)
    try:
        yield
    except BaseException:  # whatever it became on its way here
        again()
        raise
    finally:
        if ours and not pending():
            signal.signal(signal.SIGINT, signal.default_int_handler)
    again()


def pending() -> bool:
    """Whether there was one."""
    return _INTERRUPT.pending


def again() -> None:
    """Raise KeyboardInterrupt if there was one: somebody may have swallowed it."""
    if pending():
        raise KeyboardInterrupt


def silently() -> None:
    """In a worker, Ctrl-C ends the process without a word: the controller speaks."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(STATUS))
