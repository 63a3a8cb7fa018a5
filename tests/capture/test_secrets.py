"""What users give to open a capture."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugfest.capture import CaptureWriter
from plugfest.capture.secrets import Secrets, read_keys
from plugfest.errors import InputError


def test_keys_are_read_as_a_capture_writer_leaves_them(tmp_path: Path) -> None:
    with CaptureWriter(tmp_path / "case.pcapng") as writer:
        writer.key(0x1122334455667788, b"k" * 16)
    assert writer.keys is not None
    assert read_keys(writer.keys) == {0x1122334455667788: b"k" * 16}


@pytest.mark.parametrize("line", ["12", "zz zz", "0011223344556677", "00112233445566 00", "0011223344556677 00 11"])
def test_a_line_that_is_no_key(tmp_path: Path, line: str) -> None:
    path = tmp_path / "keys.txt"
    path.write_text(f"# first\n{line}\n")
    with pytest.raises(InputError, match=r"keys\.txt, line 2: "):
        read_keys(path)


def test_no_keys_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        read_keys(tmp_path / "keys.txt")
    (tmp_path / "keys.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="no file of session keys"):
        read_keys(tmp_path / "keys.txt")


@pytest.mark.parametrize("text", ["", "12", "x" * 32, "00" * 17])
def test_no_nt_hash(text: str) -> None:
    with pytest.raises(InputError, match="32 hexadecimal digits"):
        Secrets.of(nt_hash=text)


def test_secrets_are_not_printed() -> None:
    assert "secret" not in repr(Secrets.of("secret"))
    assert "8846f7" not in repr(Secrets.of(nt_hash="8846f7eaee8fb117ad06bdd830b7586c"))
