"""What a test run keeps of the wire: the capture as it was, a decrypted view of it, and the keys."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from types import TracebackType
from typing import Self

from plugfest.capture.pcapng import PcapngWriter, enhanced_packet
from plugfest.capture.tcp import Conversation

_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")


def case_capture(folder: Path, case_id: str) -> Path:
    """Where the capture of a case goes below a run's folder: a folder of its own, which holds the keys as well.

    `ms_srvs/share_enum.py::test_level_1` → `captures/ms_srvs.share_enum.test_level_1/test_level_1.pcapng`.
    """
    module, _, name = case_id.rpartition("::")
    name = _UNSAFE.sub("-", name).strip("-.")[:80] or "case"
    module = _UNSAFE.sub("-", module.removesuffix(".py").replace("/", ".")).strip("-.")
    return folder / "captures" / (f"{module}.{name}" if module else name) / f"{name}.pcapng"


class CaptureWriter:
    """Writes what the connections of a case carried, as pcapng that any tool decodes; whole whenever we die.

    Nothing is on disk before something happens. A second file beside it, the decrypted view, begins with the first
    message that was encrypted: the same conversations with the plain messages. `keys.txt` holds the session keys.
    """

    def __init__(self, path: Path, *, began: float = 0.0) -> None:
        """Capture to `path`; the times given later are seconds after `began` (Unix time)."""
        self._path = path
        self._began = began
        self._last = 0.0
        self._wire: _View | None = None
        self._decrypted: _View | None = None
        self._keys: list[tuple[int, bytes]] = []

    @property
    def wire(self) -> Path | None:
        """The capture; None if nothing happened."""
        return self._path if self._wire else None

    @property
    def decrypted(self) -> Path | None:
        """The decrypted view; None if nothing was encrypted."""
        return self._path.with_suffix(".decrypted.pcapng") if self._decrypted else None

    @property
    def keys(self) -> Path | None:
        """The session keys; None if there are none."""
        return self._path.with_name("keys.txt") if self._keys else None

    def open(self, connection: int, time: float | None = None) -> None:
        """A connection was made. A message on an unknown one implies it."""
        for view in self._views():
            view.open(connection, self._time(time))

    def message(
        self,
        connection: int,
        sent: bool,
        time: float,
        data: bytes,
        *,
        plaintext: bytes | None = None,
        comment: str = "",
    ) -> None:
        """One message, with its 4-byte transport header, as it was on the wire.

        `plaintext` is the SMB2 message that was encrypted in it, without a transport header; `comment` is shown with
        the packet.
        """
        when = self._time(time)
        wire = self._views()[0]
        if plaintext is not None and self._decrypted is None:
            self._decrypted = wire.fork(self._path.with_suffix(".decrypted.pcapng"))
        wire.message(connection, sent, when, data, comment)
        if self._decrypted:
            if plaintext is not None:
                data = len(plaintext).to_bytes(4, "big") + plaintext
            self._decrypted.message(connection, sent, when, data, comment)

    def key(self, session_id: int, session_key: bytes) -> None:
        """The Session.SessionKey of a session ([MS-SMB2] 3.2.1.3), with which tshark decrypts the capture."""
        if (session_id, session_key) in self._keys:
            return
        self._keys.append((session_id, session_key))
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.with_name("keys.txt").write_text(keys_text(self._path.name, self._keys), encoding="ascii")

    def close(self, connection: int, time: float | None = None, *, by_peer: bool = False, reset: bool = False) -> None:
        """A connection ended, by us or `by_peer`; with RST instead of FIN if `reset`. A second end is ignored."""
        if self._wire:
            for view in self._views():
                view.close(connection, self._time(time), by_client=not by_peer, reset=reset)

    def finish(self) -> None:
        """Close what is still open, and the files."""
        if self._wire:
            for view in self._views():
                view.finish(self._time(None))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.finish()

    def _views(self) -> list[_View]:
        if self._wire is None:
            self._wire = _View(PcapngWriter(self._path, interface="wire"), self._path, {})
        return [self._wire, self._decrypted] if self._decrypted else [self._wire]

    def _time(self, time: float | None) -> int:
        when = self._last if time is None else time
        self._last = max(self._last, when)
        return round((self._began + when) * 1_000_000_000)


class _View:
    """One file and the state of the conversations in it."""

    __slots__ = ("_conversations", "_file", "_path")

    def __init__(self, file: PcapngWriter, path: Path, conversations: dict[int, Conversation]) -> None:
        self._file = file
        self._path = path
        self._conversations = conversations

    def fork(self, path: Path) -> _View:
        """A second file that begins with everything in this one."""
        shutil.copyfile(self._path, path)
        copies = {number: one.copy() for number, one in self._conversations.items()}
        return _View(PcapngWriter(path, append=True), path, copies)

    def open(self, connection: int, time: int) -> Conversation:
        conversation = self._conversations.get(connection)
        if conversation is None:
            conversation = self._conversations[connection] = Conversation(connection)
            self._write(time, conversation.open())
        return conversation

    def message(self, connection: int, sent: bool, time: int, data: bytes, comment: str) -> None:
        self._write(time, self.open(connection, time).message(sent, data), comment)

    def close(self, connection: int, time: int, *, by_client: bool, reset: bool) -> None:
        if conversation := self._conversations.get(connection):
            self._write(time, conversation.close(by_client, reset))

    def finish(self, time: int) -> None:
        for conversation in self._conversations.values():
            self._write(time, conversation.close(by_client=True))
        self._file.close()

    def _write(self, time: int, frames: list[bytes], comment: str = "") -> None:
        last = len(frames) - 1
        self._file.packets([enhanced_packet(time, f, comment if i == last else "") for i, f in enumerate(frames)])


def keys_text(capture: str, keys: list[tuple[int, bytes]]) -> str:
    """The contents of keys.txt: the tshark command, then a session's id and key a line, in hexadecimal.

    tshark wants the id as its eight bytes stand in the header, and the two derived keys as empty strings.
    """
    pairs = [(session_id.to_bytes(8, "little").hex(), key.hex()) for session_id, key in keys]
    options = " ".join(f'-o \'uat:smb2_seskey_list:{session_id},{key},"",""\'' for session_id, key in pairs)
    lines = [
        f"# tshark -r {capture} {options} -Y smb2",
        "# SessionId as on the wire, Session.SessionKey",
        *(f"{session_id} {key}" for session_id, key in pairs),
    ]
    return "\n".join(lines) + "\n"
