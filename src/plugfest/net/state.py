"""What a server keeps from one start to the next: one file in a folder of its own, replaced as a whole."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from plugfest.errors import InputError

_NAME = "server.json"


class StateFolder:
    """The folder is made where it is not there; only its owner may read it."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._folder = Path(folder)

    def load(self) -> bytes:
        """What was kept; nothing at the first start. Raises InputError."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                return (self._folder / _NAME).read_bytes()
        except OSError as error:
            raise InputError(f"{self._folder}: {error.strerror or error}") from None
        return b""

    def keep(self, data: bytes) -> None:
        """Replace what was kept; a power failure leaves the old or the new. Raises OSError."""
        path, beside = self._folder / _NAME, self._folder / f"{_NAME}.new"
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
