"""Files of `plugfest serve` used by clients that nobody here wrote: signed and encrypted, in memory and on disk."""

from __future__ import annotations

import hashlib
import random
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from tests.net.clients import CLIENTS, FAST, UNENCRYPTED, Client, Place, Smbclient

pytestmark = pytest.mark.integration

MIB = 1024 * 1024
SIZES = {"1 byte": 1, "1 MiB + 1": MIB + 1}
LARGE = 300 * MIB
MANY = 5000
NAMES = ["Größe – Ωμέγα 漢字 😀.txt", "a" * 250 + ".long", "no-dot"]
NUMBERS = count()
ALL = [(protection, storage) for protection in ("signed", "encrypted") for storage in ("memory", "disk")]
SOME = [("signed", "disk"), ("encrypted", "memory")]


@dataclass(frozen=True)
class Running:
    """A server of a process of its own; `folders` are the shares' folders on disk."""

    port: int
    folders: dict[str, Path]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Requires signatures; the shares that end in -encrypted require encryption."""
    folders = {name: tmp_path_factory.mktemp(name) for name in ("disk-signed", "disk-encrypted")}
    command = [sys.executable, "-m", "plugfest", "serve", "--listen", "127.0.0.1:0", "--require-signing"]
    command += ["--user", "alice:secret", "--share", "memory-signed", "--share", "memory-encrypted,encrypt"]
    command += ["--share", f"disk-signed={folders['disk-signed']}"]
    command += ["--share", f"disk-encrypted={folders['disk-encrypted']},encrypt"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r":(\d+)$", line.strip())
    assert found, line
    yield Running(int(found[1]), folders)
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    process.stdout.close()


def combinations(names: list[str], shares: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Each client with each protection that it has."""
    return [
        (name, protection, storage)
        for name in names
        for protection, storage in shares
        if protection == "signed" or name not in UNENCRYPTED
    ]


@pytest.fixture
def place(server: Running, protection: str, storage: str, tmp_path: Path) -> Place:
    """The share for this storage and protection."""
    return Place(server.port, f"{storage}-{protection}", protection == "encrypted", tmp_path)


@pytest.fixture
def client(name: str, place: Place) -> Iterator[Client]:
    """A client that is logged on."""
    opened = CLIENTS[name](place)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def many(server: Running) -> set[str]:
    """A folder `many` of 5,000 files: on disk made by others than the server, in memory by smbclient."""
    names = {f"entry number {number:05}.txt" for number in range(MANY)}
    folder = server.folders["disk-signed"] / "many"
    folder.mkdir()
    for name in names:
        (folder / name).touch()
    smbclient = Smbclient(Place(server.port, "memory-encrypted", True, folder), "SMB3_11")
    smbclient.mkdir("many")
    smbclient.put_all(folder, "many")
    return names


def digest(path: Path) -> str:
    """The hash of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sample(path: Path, size: int) -> Path:
    """A file of random bytes, the same ones for a size."""
    piece = random.Random(size).randbytes(min(size, 16 * MIB - 1))
    with path.open("wb") as file:
        left = size
        while left:
            left -= file.write(piece[:left])
    return path


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A local file of 300 MiB."""
    path = sample(tmp_path_factory.mktemp("large") / "file", LARGE)
    yield path
    path.unlink()


def on_disk(server: Running, place: Place, name: str) -> Path | None:
    """Where a file of the share lies, if it lies on disk."""
    folder = server.folders.get(place.share)
    return folder / name if folder is not None else None


def there_and_back(server: Running, place: Place, client: Client, name: str, local: Path) -> None:
    """Put, look at the disk, get: the content is the same all the way."""
    wanted = digest(local)
    client.put(local, name)
    stored = on_disk(server, place, name)
    assert stored is None or digest(stored) == wanted
    back = place.scratch / "back"
    client.get(name, back)
    assert digest(back) == wanted
    back.unlink()


@pytest.mark.parametrize(("name", "protection", "storage"), combinations(list(CLIENTS), ALL))
def test_files(server: Running, place: Place, client: Client) -> None:
    folder = f"folder {next(NUMBERS)}"
    client.mkdir(folder)
    for name, size in SIZES.items():
        there_and_back(server, place, client, f"{folder}/{name}", sample(place.scratch / "local", size))
    assert client.list(folder) == set(SIZES)
    last = "1 byte"
    if client.renames:
        client.rename(f"{folder}/{last}", f"{folder}/renamed")
        last = "renamed"
        assert client.list(folder) == {"1 MiB + 1", "renamed"}
        stored = on_disk(server, place, f"{folder}/renamed")
        assert stored is None or stored.stat().st_size == 1
    client.delete(f"{folder}/1 MiB + 1")
    assert client.list(folder) == {last}
    client.delete(f"{folder}/{last}")
    client.rmdir(folder)
    stored = on_disk(server, place, folder)
    assert stored is None or not stored.exists()


@pytest.mark.parametrize(("name", "protection", "storage"), combinations(list(CLIENTS), SOME))
def test_names(server: Running, place: Place, client: Client) -> None:
    folder = f"names – {next(NUMBERS)}"
    client.mkdir(folder)
    for name in NAMES:
        client.put(sample(place.scratch / "local", len(name)), f"{folder}/{name}")
    assert client.list(folder) == set(NAMES)
    stored = on_disk(server, place, folder)
    assert stored is None or {file.name for file in stored.iterdir()} == set(NAMES)
    for name in NAMES:
        client.get(f"{folder}/{name}", place.scratch / "back")
        assert (place.scratch / "back").stat().st_size == len(name)
        client.delete(f"{folder}/{name}")
    client.rmdir(folder)


@pytest.mark.parametrize(("name", "protection", "storage"), combinations(list(CLIENTS), SOME))
def test_a_folder_of_5000_names(many: set[str], client: Client) -> None:
    assert client.list("many") == many


@pytest.mark.parametrize(("name", "protection", "storage"), combinations(FAST, SOME))
def test_a_large_file(server: Running, place: Place, client: Client, large: Path) -> None:
    name = f"large {next(NUMBERS)}"
    there_and_back(server, place, client, name, large)
    client.delete(name)
