"""A private Samba server on loopback: a target that runs beside nothing else and leaves nothing behind."""

from __future__ import annotations

import grp
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from plugfest.conformance.targets import Account, Profile, load_profile
from plugfest.errors import Error

_FOLDERS = ("share", "private", "lock", "state", "cache", "pid", "ncalrpc", "log")
_ACCOUNTS = ("games", "news", "mail", "proxy", "backup", "list", "www-data", "daemon", "nobody")
"""System accounts that Debian always has: Samba wants a Unix user behind each of its own."""
_PROGRAMS = (b"smbd", b"samba", b"rpcd")
_START, _STOP = 20.0, 5.0

_GLOBAL = {
    "workgroup": "WORKGROUP",
    "netbios name": "PRIVATESMBD",
    "server role": "standalone server",
    "server string": "private smbd",
    "interfaces": "lo 127.0.0.1/8",
    "bind interfaces only": "yes",
    "disable netbios": "yes",
    "server min protocol": "SMB2_02",
    "server max protocol": "SMB3_11",
    "max log size": "50000",
    "log level": "0",
    "map to guest": "never",
    "restrict anonymous": "0",
    "load printers": "no",
    "printing": "bsd",
    "printcap name": "/dev/null",
    "disable spoolss": "yes",
    "usershare max shares": "0",
    "rpc start on demand helpers": "yes",
    "registry shares": "yes",
    "rpcd_classic:num_workers": "1",  # several would not all learn at once of what one of them changes
}


class SmbdUnavailable(Error):
    """There can be no private smbd here; the message says why."""


class Smbd(msgspec.Struct, frozen=True, kw_only=True):
    """A running server, its users and its shares."""

    host: str
    port: int
    user: str
    password: str
    user2: str
    password2: str
    administrator: str
    """A member of BUILTIN\\Administrators, who may add and delete shares."""
    administrator_password: str
    folder: Path
    pid: int
    share: str = "share"
    encrypted_share: str = "enc"
    """The same folder as `share`; the server insists on encryption."""
    hidden_share: str = "hidden$"
    closed_share: str = "closed"
    """Only the administrator may use it."""

    @property
    def files(self) -> Path:
        """The folder behind its shares."""
        return self.folder / "share"

    def url(self, share: str = "share") -> str:
        """`smb://user:password@host:port/share`."""
        return f"smb://{self.user}:{self.password}@{self.host}:{self.port}/{share}"

    @property
    def profile(self) -> Profile:
        """As a target, with all its accounts."""
        return msgspec.structs.replace(
            load_profile("samba-4.17"),
            host=self.host,
            port=self.port,
            may_change=True,
            user=Account(self.user, self.password),
            second_user=Account(self.user2, self.password2),
            administrator=Account(self.administrator, self.administrator_password),
        )

    def log(self) -> str:
        """What it has logged."""
        return "".join(
            path.read_text(errors="replace") for path in sorted((self.folder / "log").glob("*")) if path.is_file()
        )


@contextmanager
def private_smbd(
    folder: Path | None = None, *, settings: Mapping[str, str] | None = None, also_port: int | None = None
) -> Iterator[Smbd]:
    """Run smbd on a free port of 127.0.0.1 until the block ends; `settings` go into [global].

    `also_port`: one more port, for clients that know only 445.

    `folder` must be empty and its path short (Unix sockets lie in it); None: a temporary one, removed afterwards.
    Raises SmbdUnavailable.
    """
    for program, package in (("smbd", "samba"), ("pdbedit", "samba"), ("net", "samba-common-bin")):
        if shutil.which(program, path=_path()) is None:
            raise SmbdUnavailable(f"{program} is not installed (Debian package {package})")
    if os.geteuid() != 0:
        raise SmbdUnavailable("smbd needs root to act as its users")
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="pf-smbd-", dir="/tmp", ignore_cleanup_errors=True) as made:
            os.chmod(made, 0o755)
            with _running(Path(made), settings or {}, also_port) as smbd:
                yield smbd
    else:
        with _running(folder, settings or {}, also_port) as smbd:
            yield smbd


def _path() -> str:
    return f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"


@contextmanager
def _running(folder: Path, settings: Mapping[str, str], also_port: int | None) -> Iterator[Smbd]:
    for name in _FOLDERS:
        (folder / name).mkdir()
    (folder / "share").chmod(0o777)
    _write_share_commands(folder)
    users = _accounts()
    passwords = [secrets.token_urlsafe(9) for _ in users]
    port = int(settings["smb ports"].split()[0]) if "smb ports" in settings else _free_port()
    configuration = folder / "smb.conf"
    more = {"smb ports": f"{port} {also_port}"} if also_port else {}
    configuration.write_text(_configuration(folder, port, users, more | dict(settings)))
    for user, password in zip(users, passwords, strict=True):
        _add_user(configuration, user, password)
    _make_administrator(configuration, users[2])
    with (folder / "log" / "stdout").open("wb") as output:
        process = subprocess.Popen(
            ["smbd", "-F", "--no-process-group", "-s", configuration],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, "PATH": _path()},
        )
    try:
        smbd = Smbd(
            host="127.0.0.1",
            port=port,
            user=users[0],
            password=passwords[0],
            user2=users[1],
            password2=passwords[1],
            administrator=users[2],
            administrator_password=passwords[2],
            folder=folder,
            pid=process.pid,
        )
        _await_port(process, smbd)
        yield smbd
    finally:
        _end(process, folder)


def _accounts() -> list[str]:
    known = {entry.pw_name for entry in pwd.getpwall()}
    found = [name for name in _ACCOUNTS if name in known][:3]
    if len(found) < 3:
        raise SmbdUnavailable(f"three of the system accounts {', '.join(_ACCOUNTS)} are needed")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _configuration(folder: Path, port: int, users: list[str], settings: Mapping[str, str]) -> str:
    private = {
        "smb ports": str(port),
        "private dir": f"{folder}/private",
        "lock directory": f"{folder}/lock",
        "state directory": f"{folder}/state",
        "cache directory": f"{folder}/cache",
        "pid directory": f"{folder}/pid",
        "ncalrpc dir": f"{folder}/ncalrpc",
        "log file": f"{folder}/log/log.%m",
        "passdb backend": f"tdbsam:{folder}/private/passdb.tdb",
        "add share command": f"{folder}/share-command add",
        "change share command": f"{folder}/share-command change",
        "delete share command": f"{folder}/share-command delete",
    }
    files = {
        "path": f"{folder}/share",
        "read only": "no",
        "create mask": "0666",
        "directory mask": "0777",
        "valid users": " ".join(users),
    }
    sections = {
        "global": _GLOBAL | private | dict(settings),
        "share": {"comment": "files", **files},
        "enc": {"comment": "encrypted files", "smb encrypt": "required", **files},
        "hidden$": {"comment": "hidden files", **files},
        "closed": {"comment": "files of the administrator", **files, "valid users": users[2]},
    }
    lines = []
    for name, values in sections.items():
        lines += [f"[{name}]", *(f"   {key} = {value}" for key, value in values.items()), ""]
    return "\n".join(lines)


def _add_user(configuration: Path, user: str, password: str) -> None:
    done = subprocess.run(
        ["pdbedit", "-s", configuration, "-a", "-t", "-u", user],
        input=f"{password}\n{password}\n",
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": _path()},
    )
    if done.returncode:
        raise SmbdUnavailable(f"pdbedit could not add {user}: {_line(done.stderr or done.stdout)}")


def _make_administrator(configuration: Path, user: str) -> None:
    """A member of BUILTIN\\Administrators and of Domain Admins, who may end sessions and change shares."""
    group = grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name
    for words in (
        "groupmap add sid=S-1-5-32-544 unixgroup=root type=builtin",
        f"groupmap add rid=512 unixgroup={group} type=domain",
        f"sam addmem BUILTIN\\Administrators {user}",
        f"sam rights grant {user} SeDiskOperatorPrivilege",
    ):
        command = ["net", "-s", str(configuration), *words.split()]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PATH": _path()})
        if done.returncode:
            raise SmbdUnavailable(f"net {words}: {_line(done.stderr or done.stdout)}")


_SHARE_COMMAND = r"""#!/bin/sh
# add|change|delete CONFIGURATION NAME [PATH COMMENT MAXIMUM POLICY]: what NetrShareAdd, SetInfo and Del come to.
# The shares lie in this server's registry, where each of its processes finds them at once.
set -e
action=$1 configuration=$2 share=$3 path=$4 comment=$5 maximum=${6:-0} policy=${7:-manual}
conf() { net -s "$configuration" conf "$@"; }
test -n "$share"
if [ "$action" = delete ]; then conf delshare "$share"; exit; fi
{
  printf '[%s]\n' "$share"
  printf 'read only = no\npath = %s\ncomment = %s\n' "$path" "$comment"
  printf 'max connections = %s\ncsc policy = %s\n' "$maximum" "$policy"
} > "$configuration.$share"
conf import "$configuration.$share" "$share"
rm "$configuration.$share"
"""


def _write_share_commands(folder: Path) -> None:
    """The script that the server runs where a share is added, changed or deleted."""
    script = folder / "share-command"
    script.write_text(_SHARE_COMMAND)
    script.chmod(0o755)


def _line(text: str) -> str:
    return " ".join(text.split())


def _await_port(process: subprocess.Popen[bytes], smbd: Smbd) -> None:
    end = time.monotonic() + _START
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SmbdUnavailable(f"smbd ended at once ({process.returncode}): {_line(smbd.log())}")
        with socket.socket() as probe:
            if probe.connect_ex((smbd.host, smbd.port)) == 0:
                return
        time.sleep(0.05)
    raise SmbdUnavailable(f"smbd does not listen after {_START:g} s: {_line(smbd.log())}")


def _end(process: subprocess.Popen[bytes], folder: Path) -> None:
    """End what we started: smbd, its children, and the daemon of its RPC services, which left our session."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        end = time.monotonic() + _STOP
        while left := _processes(folder):
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, number)
            if time.monotonic() > end:
                break
            time.sleep(0.02)
    process.wait(_STOP)


def _processes(folder: Path) -> list[int]:
    """The processes of this server: Samba's programs that were given its configuration file. Zombies do not count."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            program, *arguments = path.read_bytes().split(b"\0")
            configuration = os.fsencode(folder / "smb.conf")
            if os.path.basename(program).startswith(_PROGRAMS) and any(configuration in each for each in arguments):
                found.append(int(path.parent.name))
    return found
