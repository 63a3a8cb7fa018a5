"""libsmbclient driven over standard input and output: one JSON list a line, name of the operation first.

Run by Debian's Python, not by ours: python3-smbc is built for that one. Arguments: the share's URL, user, password.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import smbc

BASE, USER, PASSWORD = sys.argv[1:]
SIZE = 1024 * 1024
CONTEXT = smbc.Context(auth_fn=lambda *_: ("WORKGROUP", USER, PASSWORD))


def url(name: str) -> str:
    """The URL of a path of the share."""
    return f"{BASE}/{quote(name)}"


def put(local: str, name: str) -> None:
    """Copy a local file to the share."""
    with open(local, "rb") as source:
        target = CONTEXT.open(url(name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        shutil.copyfileobj(source, target, SIZE)
        target.close()


def get(name: str, local: str) -> None:
    """Copy a file of the share to a local one."""
    with open(local, "wb") as target:
        source = CONTEXT.open(url(name), os.O_RDONLY)
        while data := source.read(SIZE):
            target.write(data)
        source.close()


def names(folder: str) -> list[str]:
    """The names in a folder."""
    return [entry.name for entry in CONTEXT.opendir(url(folder)).getdents() if entry.name not in {".", ".."}]


OPERATIONS: dict[str, Callable[..., Any]] = {
    "put": put,
    "get": get,
    "list": names,
    "rename": lambda old, new: CONTEXT.rename(url(old), url(new)),
    "delete": lambda name: CONTEXT.unlink(url(name)),
    "mkdir": lambda name: CONTEXT.mkdir(url(name), 0o755),
    "rmdir": lambda name: CONTEXT.rmdir(url(name)),
}

for line in sys.stdin:
    operation, *arguments = json.loads(line)
    try:
        answer = [OPERATIONS[operation](*arguments), None]
    except Exception as error:  # noqa: BLE001 - reported to the test
        answer = [None, repr(error)]
    print(json.dumps(answer), flush=True)
