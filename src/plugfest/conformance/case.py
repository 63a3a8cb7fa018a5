"""`@case`: what a test covers, needs and does to a target, declared on the test itself."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest

from plugfest.conformance.needs import Need
from plugfest.errors import LocalProtocolError
from plugfest.records import Case, RequirementId

F = TypeVar("F", bound=Callable[..., Any])

alone = pytest.mark.plugfest_alone
"""`@alone`, or `pytestmark = alone` for a file: no other case runs beside it, because it counts what others make."""

BUILT_IN = Path(__file__).parent / "cases"
"""The suites that come with plugfest."""


class Declaration(msgspec.Struct, frozen=True, kw_only=True):
    """What `@case` said."""

    covers: tuple[str, ...]
    needs: tuple[Need, ...] = ()
    disruptive: bool = False
    malforms: bool = False


def case(
    covers: str | Sequence[str],
    needs: Sequence[Need] = (),
    *,
    disruptive: bool = False,
    malforms: bool = False,
) -> Callable[[F], F]:
    """Declare a test a conformance case that covers these requirements.

    `needs` are conditions on the target, without which it is not applicable; `disruptive` cases change the target
    and run only where that is allowed; those that `malforms` send messages which other decoders will complain about.
    """
    ids = (covers,) if isinstance(covers, str) else tuple(covers)
    if not ids:
        raise LocalProtocolError("a case covers at least one requirement")
    for requirement in ids:
        RequirementId.parse(requirement)
    declaration = Declaration(covers=ids, needs=tuple(needs), disruptive=disruptive, malforms=malforms)

    def declare(function: F) -> F:
        if not inspect.getdoc(function):
            raise LocalProtocolError(f"{function.__name__}: a case says in its docstring what it is about")
        function.__plugfest_case__ = declaration  # type: ignore[attr-defined]
        if inspect.iscoroutinefunction(function):
            pytest.mark.anyio(function)
        return function

    return declare


def declaration_of(item: pytest.Item) -> Declaration | None:
    """What `@case` said about this test; None if it is no case."""
    found = getattr(getattr(item, "function", None), "__plugfest_case__", None)
    return found if isinstance(found, Declaration) else None


def case_id(config: pytest.Config, node_id: str) -> str:
    """`ms_srvs/share_enum.py::test_level_1`: the path below the suite that it belongs to, and the name."""
    file, _, name = node_id.partition("::")
    path = config.rootpath / file
    named = [Path(argument.partition("::")[0]).absolute() for argument in config.args]
    for root in (BUILT_IN, *(one if one.is_dir() else one.parent for one in named)):
        if path.is_relative_to(root) and path != root:
            return f"{path.relative_to(root).as_posix()}::{name}"
    return node_id


def item_id(item: pytest.Item) -> str:
    """The case's id."""
    return case_id(item.config, item.nodeid)


def _beginning(thing: object) -> str:
    """The first paragraph of its docstring."""
    return " ".join((inspect.getdoc(thing) or "").partition("\n\n")[0].split())


def case_of(item: pytest.Item, declaration: Declaration, name: str) -> Case:
    """The record of a case."""
    function: Any = item.function  # type: ignore[attr-defined]
    return Case(
        id=name,
        title=(inspect.getdoc(function) or "").splitlines()[0],
        scenario=_beginning(inspect.getmodule(function)),
        covers=declaration.covers,
        needs=tuple(need.name for need in declaration.needs),
        disruptive=declaration.disruptive,
        alone=item.get_closest_marker(alone.name) is not None,
        malforms=declaration.malforms,
        path=str(item.path),
        line=inspect.unwrap(function).__code__.co_firstlineno,
    )
