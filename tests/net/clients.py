"""Clients that nobody here wrote, behind one small set of operations; one adapter a client.

Paths are relative to the share, with `/`. The server decides how a client is protected: it requires signatures of all,
and encryption where the share does.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.peers import absent, need, run

USER, PASSWORD = "alice", "secret"
LIBSMBCLIENT = Path(__file__).with_name("libsmbclient_child.py")


@dataclass(frozen=True)
class Place:
    """Where a client shall work: a share of a server, and a folder for what it has to leave somewhere."""

    port: int
    share: str
    encrypted: bool
    scratch: Path


class Client(Protocol):
    """What a client must be able to do."""

    renames: bool
    """False where its library has no way to rename."""

    def put(self, local: Path, name: str) -> None:
        """Copy a local file to the share."""

    def get(self, name: str, local: Path) -> None:
        """Copy a file of the share to a local one."""

    def list(self, folder: str) -> set[str]:
        """The names in a folder, without `.` and `..`."""

    def rename(self, old: str, new: str) -> None:
        """Give a file another name."""

    def delete(self, name: str) -> None:
        """Delete a file."""

    def mkdir(self, name: str) -> None:
        """Make a folder."""

    def rmdir(self, name: str) -> None:
        """Delete an empty folder."""

    def close(self) -> None:
        """Log off."""


def _backslashes(name: str) -> str:
    return name.replace("/", "\\")


class Smbclient:
    """Samba's smbclient at one dialect; each operation is a process and a log-on of its own."""

    renames = True

    def __init__(self, place: Place, dialect: str) -> None:
        self._command = [need("smbclient", "smbclient"), f"//127.0.0.1/{place.share}", "-p", str(place.port)]
        self._command += ["-U", f"{USER}%{PASSWORD}", "-m", dialect, f"--option=client min protocol={dialect}"]
        self._command += [f"--client-protection={'encrypt' if place.encrypted else 'sign'}"]

    def _run(self, *steps: str) -> str:
        return run(*self._command, "-c", ";".join(steps))

    def put(self, local: Path, name: str) -> None:
        self._run(f'put "{local}" "{_backslashes(name)}"')

    def put_all(self, local: Path, folder: str) -> None:
        """Copy all files of a local folder."""
        self._run("prompt OFF", f'lcd "{local}"', f'cd "{_backslashes(folder)}"', "mput *")

    def get(self, name: str, local: Path) -> None:
        self._run(f'get "{_backslashes(name)}" "{local}"')

    def list(self, folder: str) -> set[str]:
        lines = self._run(f'cd "{_backslashes(folder)}"', "ls").splitlines()
        entries = [line[2:] for line in lines if line.startswith("  ")]
        # name, attributes, size and a date of five words; names of these tests have no two spaces
        return {entry.split("  ")[0].strip() for entry in entries} - {".", ".."}

    def rename(self, old: str, new: str) -> None:
        self._run(f'rename "{_backslashes(old)}" "{_backslashes(new)}"')

    def delete(self, name: str) -> None:
        self._run(f'del "{_backslashes(name)}"')

    def mkdir(self, name: str) -> None:
        self._run(f'mkdir "{_backslashes(name)}"')

    def rmdir(self, name: str) -> None:
        self._run(f'rmdir "{_backslashes(name)}"')

    def close(self) -> None:
        pass


class Libsmbclient:
    """Samba's library by Debian's python3-smbc, in Debian's Python, which it is built for."""

    renames = True

    def __init__(self, place: Place) -> None:
        python = need("/usr/bin/python3", "python3-smbc")
        if subprocess.run([python, "-c", "import smbc"], capture_output=True, check=False).returncode:
            absent("libsmbclient's Python module is not installed (Debian package python3-smbc)")
        settings = place.scratch / ".smb" / "smb.conf"
        settings.parent.mkdir(exist_ok=True)
        settings.write_text(
            "[global]\nclient signing = required\n" + ("client smb encrypt = required\n" if place.encrypted else "")
        )
        base = f"smb://127.0.0.1:{place.port}/{place.share}"
        self._child = subprocess.Popen(
            [python, str(LIBSMBCLIENT), base, USER, PASSWORD],
            env={**os.environ, "HOME": str(place.scratch)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def _call(self, *arguments: str) -> Any:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        print(json.dumps(arguments), file=self._child.stdin, flush=True)
        result, error = json.loads(self._child.stdout.readline())
        assert error is None, f"{arguments[0]}: {error}"
        return result

    def put(self, local: Path, name: str) -> None:
        self._call("put", str(local), name)

    def get(self, name: str, local: Path) -> None:
        self._call("get", name, str(local))

    def list(self, folder: str) -> set[str]:
        return set(self._call("list", folder))

    def rename(self, old: str, new: str) -> None:
        self._call("rename", old, new)

    def delete(self, name: str) -> None:
        self._call("delete", name)

    def mkdir(self, name: str) -> None:
        self._call("mkdir", name)

    def rmdir(self, name: str) -> None:
        self._call("rmdir", name)

    def close(self) -> None:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.close()
        assert self._child.wait(10) == 0
        self._child.stdout.close()


class Rclone:
    """rclone's smb backend, which came with 1.60."""

    renames = True

    def __init__(self, place: Place) -> None:
        self._rclone = need("rclone", "rclone")
        if "\n  smb " not in run(self._rclone, "help", "backends"):
            pytest.skip("this rclone has no smb backend (it came with 1.60)")
        settings = place.scratch / "rclone.conf"
        secret = run(self._rclone, "obscure", PASSWORD).strip()
        settings.write_text(
            f"[server]\ntype = smb\nhost = 127.0.0.1\nport = {place.port}\nuser = {USER}\npass = {secret}\n"
        )
        self._options = ["--config", str(settings), "--retries", "1", "--low-level-retries", "1"]
        self._root = f"server:{place.share}/"

    def _run(self, *command: str) -> str:
        return run(self._rclone, *command, *self._options)

    def put(self, local: Path, name: str) -> None:
        self._run("copyto", str(local), self._root + name)

    def get(self, name: str, local: Path) -> None:
        self._run("copyto", self._root + name, str(local))

    def list(self, folder: str) -> set[str]:
        return {line.rstrip("/") for line in self._run("lsf", self._root + folder).splitlines()}

    def rename(self, old: str, new: str) -> None:
        self._run("moveto", self._root + old, self._root + new)

    def delete(self, name: str) -> None:
        self._run("deletefile", self._root + name)

    def mkdir(self, name: str) -> None:
        self._run("mkdir", self._root + name)

    def rmdir(self, name: str) -> None:
        self._run("rmdir", self._root + name)

    def close(self) -> None:
        pass


class Smbprotocol:
    """smbprotocol by its package `smbclient`."""

    renames = True

    def __init__(self, place: Place) -> None:
        scripts = Path(sys.executable).parent  # impacket has a script of that name there, which pytest would find first
        sys.path[:] = [entry for entry in sys.path if Path(entry) != scripts]
        self._library = pytest.importorskip("smbclient")
        self._cache: dict[str, Any] = {}
        self._options = {"port": place.port, "connection_cache": self._cache}
        self._library.register_session(
            "127.0.0.1", USER, PASSWORD, encrypt=place.encrypted, auth_protocol="ntlm", **self._options
        )
        self._root = rf"\\127.0.0.1\{place.share}" + "\\"

    def _path(self, name: str) -> str:
        return self._root + _backslashes(name)

    def put(self, local: Path, name: str) -> None:
        with self._library.open_file(self._path(name), mode="wb", **self._options) as file:
            file.write(local.read_bytes())

    def get(self, name: str, local: Path) -> None:
        with self._library.open_file(self._path(name), mode="rb", **self._options) as file:
            local.write_bytes(file.read())

    def list(self, folder: str) -> set[str]:
        return set(self._library.listdir(self._path(folder), **self._options))

    def rename(self, old: str, new: str) -> None:
        self._library.rename(self._path(old), self._path(new), **self._options)

    def delete(self, name: str) -> None:
        self._library.remove(self._path(name), **self._options)

    def mkdir(self, name: str) -> None:
        self._library.mkdir(self._path(name), **self._options)

    def rmdir(self, name: str) -> None:
        self._library.rmdir(self._path(name), **self._options)

    def close(self) -> None:
        self._library.reset_connection_cache(connection_cache=self._cache)


class Impacket:
    """impacket's SMBConnection."""

    renames = True

    def __init__(self, place: Place) -> None:
        library = pytest.importorskip("impacket.smbconnection")
        self._connection = library.SMBConnection("127.0.0.1", "127.0.0.1", sess_port=place.port)
        self._connection.login(USER, PASSWORD)
        self._share = place.share

    def put(self, local: Path, name: str) -> None:
        with local.open("rb") as file:
            self._connection.putFile(self._share, _backslashes(name), file.read)

    def get(self, name: str, local: Path) -> None:
        with local.open("wb") as file:
            self._connection.getFile(self._share, _backslashes(name), file.write)

    def list(self, folder: str) -> set[str]:
        entries = self._connection.listPath(self._share, _backslashes(folder) + "\\*")
        return {entry.get_longname() for entry in entries} - {".", ".."}

    def rename(self, old: str, new: str) -> None:
        self._connection.rename(self._share, _backslashes(old), _backslashes(new))

    def delete(self, name: str) -> None:
        self._connection.deleteFile(self._share, _backslashes(name))

    def mkdir(self, name: str) -> None:
        self._connection.createDirectory(self._share, _backslashes(name))

    def rmdir(self, name: str) -> None:
        self._connection.deleteDirectory(self._share, _backslashes(name))

    def close(self) -> None:
        self._connection.close()


class Pysmb:
    """pysmb, which ends at dialect 2.1 and so cannot encrypt."""

    renames = True

    def __init__(self, place: Place) -> None:
        library = pytest.importorskip("smb.SMBConnection")
        self._connection = library.SMBConnection(USER, PASSWORD, "tests", "127.0.0.1", is_direct_tcp=True)
        assert self._connection.connect("127.0.0.1", place.port)
        self._share = place.share

    def put(self, local: Path, name: str) -> None:
        with local.open("rb") as file:
            self._connection.storeFile(self._share, name, file)

    def get(self, name: str, local: Path) -> None:
        with local.open("wb") as file:
            self._connection.retrieveFile(self._share, name, file)

    def list(self, folder: str) -> set[str]:
        return {entry.filename for entry in self._connection.listPath(self._share, folder)} - {".", ".."}

    def rename(self, old: str, new: str) -> None:
        self._connection.rename(self._share, old, new)

    def delete(self, name: str) -> None:
        self._connection.deleteFiles(self._share, name)

    def mkdir(self, name: str) -> None:
        self._connection.createDirectory(self._share, name)

    def rmdir(self, name: str) -> None:
        self._connection.deleteDirectory(self._share, name)

    def close(self) -> None:
        self._connection.close()


class Aiosmb:
    """aiosmb; each operation is a loop and a connection of its own. It has no way to rename."""

    renames = False

    def __init__(self, place: Place) -> None:
        pytest.importorskip("aiosmb")
        self._place = place

    def _run(self, operation: Callable[[Any], Coroutine[Any, Any, Any]]) -> Any:
        from aiosmb.commons.connection.factory import SMBConnectionFactory
        from aiosmb.commons.connection.target import SMBConnectionDialect

        async def connected() -> Any:
            factory = SMBConnectionFactory.from_components("127.0.0.1", USER, PASSWORD, port=self._place.port)
            factory.target.update_dialect(SMBConnectionDialect.SMB3)
            async with factory.get_connection() as connection:
                connection.encryption_required = self._place.encrypted
                _good(await connection.login())
                return await operation(connection)

        return asyncio.run(connected())

    def _unc(self, name: str) -> str:
        return rf"\\127.0.0.1\{self._place.share}" + "\\" + _backslashes(name)

    def put(self, local: Path, name: str) -> None:
        from aiosmb.commons.interfaces.file import SMBFile

        async def operation(connection: Any) -> None:
            file = SMBFile.from_uncpath(self._unc(name))
            _good(await file.open(connection, "w"))
            with local.open("rb") as source:
                _good(await file.write_buffer(source))
            await file.close()

        self._run(operation)

    def get(self, name: str, local: Path) -> None:
        from aiosmb.commons.interfaces.file import SMBFile

        self._run(lambda connection: _checked(SMBFile.from_uncpath(self._unc(name)).download(connection, str(local))))

    def list(self, folder: str) -> set[str]:
        from aiosmb.commons.interfaces.directory import SMBDirectory

        async def operation(connection: Any) -> set[str]:
            entries = SMBDirectory.from_uncpath(self._unc(folder)).list_gen(connection)
            return {_good((entry, error)).name async for entry, _, error in entries}

        names: set[str] = self._run(operation)
        return names

    def delete(self, name: str) -> None:
        from aiosmb.commons.interfaces.file import SMBFile

        self._run(lambda connection: _checked(SMBFile.delete_unc(connection, self._unc(name))))

    def rename(self, old: str, new: str) -> None:
        raise NotImplementedError

    def mkdir(self, name: str) -> None:
        from aiosmb.commons.interfaces.directory import SMBDirectory

        remote = f"\\{self._place.share}\\{_backslashes(name)}"
        self._run(lambda connection: _checked(SMBDirectory.create_remote(connection, remote)))

    def rmdir(self, name: str) -> None:
        from aiosmb.commons.interfaces.directory import SMBDirectory

        self._run(lambda connection: _checked(SMBDirectory.delete_unc(connection, self._unc(name))))

    def close(self) -> None:
        pass


def _good(outcome: tuple[Any, Exception | None]) -> Any:
    """What aiosmb returned, or its exception raised."""
    result, error = outcome
    if error is not None:
        raise error
    return result


async def _checked(call: Coroutine[Any, Any, tuple[Any, Exception | None]]) -> Any:
    return _good(await call)


DIALECTS = ["SMB2_02", "SMB2_10", "SMB3_00", "SMB3_02", "SMB3_11"]
CLIENTS: dict[str, Callable[[Place], Client]] = {
    **{f"smbclient-{dialect}": lambda place, dialect=dialect: Smbclient(place, dialect) for dialect in DIALECTS},
    "libsmbclient": Libsmbclient,
    "rclone": Rclone,
    "smbprotocol": Smbprotocol,
    "impacket": Impacket,
    "pysmb": Pysmb,
    "aiosmb": Aiosmb,
}
UNENCRYPTED = {"smbclient-SMB2_02", "smbclient-SMB2_10", "pysmb"}
"""Clients of dialects before 3.0, which have no encryption."""
FAST = ["smbclient-SMB3_11", "libsmbclient", "rclone"]
