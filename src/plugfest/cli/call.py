"""`plugfest call`: any method of any RPC interface, with no code written for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from plugfest.cli.output import print_json
from plugfest.errors import InputError

if TYPE_CHECKING:
    from plugfest.cli.rpc_names import Methods
    from plugfest.net.rpc import RpcClient
    from plugfest.net.rpc_tcp import TcpRpcClient
    from plugfest.simulate.model import InterfaceModel
    from plugfest.wire.ndr import Interface

_NEXT = "+"
_TCP = "tcp"


@click.command()
@click.argument("target", metavar="TARGET")
@click.argument("calls", metavar="DOC:METHOD [NAME=VALUE]... [+ METHOD ...]", nargs=-1, required=True)
@click.option("--pipe", default="", help="The named pipe, where the document names none or another.")
@click.option(
    "--level",
    type=click.Choice(["connect", "integrity", "privacy"]),
    default="privacy",
    show_default=True,
    help="Authentication level at a tcp:// target with a user.",
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def call(target: str, calls: tuple[str, ...], pipe: str, level: str, as_json: bool) -> None:
    """Call a method at TARGET: smb://user:password@host[:port] (named pipe) or tcp://[user:password@]host[:port].

    Without a port the endpoint mapper of a tcp:// target tells it. Values are JSON or short forms: null, 100, 0x20,
    text; bytes are hexadecimal digits. After `+` comes another call on the same connection; `@Name` is a member of
    an answer that came before, a context handle for example.
    """
    from plugfest.cli.rpc_names import Methods
    from plugfest.simulate.simulation import Simulator
    from plugfest.specs import open_library

    first = calls[0].split(":")
    if len(first) != 2:
        raise InputError(f"{calls[0]}: the form is DOC:METHOD")
    with open_library() as library:
        methods = Methods(Simulator(library))
        document = library.document(first[0]).name
        steps = [_step(words) for words in _split(calls)]
        answers = asyncio.run(_run(target, pipe, level, methods, document, steps))
    if as_json:
        print_json(answers if len(answers) > 1 else answers[0])
        return
    for answer in answers:
        for line in _lines(answer["answer"], ""):
            click.echo(line)


def _split(words: tuple[str, ...]) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for word in words:
        if word == _NEXT:
            found.append([])
        else:
            found[-1].append(word)
    return [one for one in found if one]


def _step(words: list[str]) -> tuple[str, dict[str, str]]:
    """The method and its arguments as they were typed."""
    arguments: dict[str, str] = {}
    for word in words[1:]:
        name, separator, value = word.partition("=")
        if not separator:
            raise InputError(f"{word}: the form is NAME=VALUE")
        if name in arguments:
            raise InputError(f"{name} is given twice: {arguments[name]} and {value}")
        arguments[name] = value
    return words[0].rpartition(":")[2], arguments


async def _run(
    target: str, pipe: str, level: str, methods: Methods, document: str, steps: list[tuple[str, dict[str, str]]]
) -> list[dict[str, Any]]:
    from plugfest.simulate.values import argument, build, tree

    model, interface, _ = methods.find(document, steps[0][0])
    prefix = f"{model.name}."
    prepared = [methods.find(document, name if "." in name else prefix + name)[2] for name, _ in steps]
    answers: list[dict[str, Any]] = []
    known: dict[str, Any] = {}
    async with _opened(target, pipe or model.pipe, level, model, interface) as client:
        for method, (_, given) in zip(prepared, steps, strict=True):
            values = {
                name: _known(text, known) if text.startswith("@") else argument(text) for name, text in given.items()
            }
            response = await client.call(build(method, values))
            answer = tree(response)
            known.update(answer)
            answers.append({"method": method.__name__, "answer": answer})
    return answers


def _known(text: str, known: dict[str, Any]) -> Any:
    """`@Name` or `@Name.Member[0]` of an answer before."""
    value: Any = known
    for part in text[1:].replace("]", "").replace("[", ".").split("."):
        try:
            value = value[int(part)] if isinstance(value, list) else value[part]
        except (KeyError, IndexError, ValueError, TypeError):
            raise InputError(f"{text}: no answer so far has it") from None
    return value


@asynccontextmanager
async def _opened(
    target: str, pipe: str, level: str, model: InterfaceModel, interface: Interface
) -> AsyncIterator[RpcClient | TcpRpcClient]:
    """A client that is bound to the interface."""
    if urlsplit(target).scheme.lower() == _TCP:
        async with await _tcp(target, level, interface) as client:
            yield client
        return
    if not pipe:
        raise InputError(f"[{model.document}] names no pipe for {model.name}: say --pipe")
    import msgspec

    from plugfest.net import connect, parse_url
    from plugfest.net.rpc import open_rpc

    address = msgspec.structs.replace(parse_url(target), share="IPC$")
    async with connect(address) as tree, await open_rpc(tree, pipe, interface) as client:
        yield client


async def _tcp(target: str, level: str, interface: Interface) -> TcpRpcClient:
    from plugfest.net import parse_url
    from plugfest.net.rpc_tcp import LEVELS, open_tcp

    address = parse_url(target, (_TCP,))
    whose = address.credentials if address.credentials.user else None
    return await open_tcp(address.host, urlsplit(target).port, interface, whose, LEVELS[level])


def _lines(value: Any, indent: str) -> list[str]:
    """A tree as indented lines."""
    found: list[str] = []
    items = value.items() if isinstance(value, dict) else ((f"[{index}]", one) for index, one in enumerate(value))
    for name, one in items:
        if isinstance(one, dict | list) and one:
            found.append(f"{indent}{name}:")
            found += _lines(one, indent + "  ")
        else:
            shown = {None: "NULL"}.get(one, one) if not isinstance(one, dict | list) else "empty"
            found.append(f"{indent}{name}: {shown}")
    return found
