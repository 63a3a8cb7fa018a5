"""From the text of one declaration to nodes, with the grammar in `idl.lark`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError

from plugfest.simulate.nodes import (
    Arm,
    Array,
    Attribute,
    Constant,
    Declaration,
    Enum,
    Function,
    Header,
    Import,
    Member,
    Method,
    Named,
    Pipe,
    Pointer,
    SafeArray,
    Struct,
    Tagged,
    Typedef,
    TypeNode,
    Union,
)


class IdlSyntaxError(Exception):
    """Text that is no IDL: the line in the text given, from 1, and the token that did not fit."""

    def __init__(self, line: int, token: str) -> None:
        super().__init__(f"line {line}: unexpected {token}")
        self.line = line
        self.token = token


class _Text(NamedTuple):
    """An expression, and whether it dereferences a pointer."""

    text: str
    star: bool = False


Wrap = Callable[[TypeNode], TypeNode]


class _Declarator(NamedTuple):
    """A name and what its declarator makes of the type before it."""

    name: str
    wrap: Wrap
    line: int


def _same(node: TypeNode) -> TypeNode:
    return node


_PYTHON = {"/": "//", "&&": "and", "||": "or", "!": "not "}


@v_args(inline=True)
class _Nodes(Transformer[Token, Any]):
    """Nodes bottom up, while the parser reduces."""

    # --- expressions

    def name(self, token: Token) -> _Text:
        return _Text(str(token))

    def number(self, token: Token) -> _Text:
        digits = token.rstrip("uUlL").lower()
        octal = len(digits) > 1 and digits[0] == "0" and digits.isdigit()
        return _Text(str(int(digits, 8)) if octal and not set(digits) & set("89") else digits.lstrip("0") or "0"
                     if digits.isdigit() else digits)  # fmt: skip

    def string(self, *tokens: Token) -> _Text:
        return _Text(" ".join(token.removeprefix("L") for token in tokens))

    def character(self, token: Token) -> _Text:
        return _Text(f"ord({token.removeprefix('L')})")

    def part(self, value: _Text, *name: Token) -> _Text:
        return _Text(f"{value.text}.{name[-1]}", value.star)

    def group(self, value: _Text) -> _Text:
        simple = value.text.isidentifier() or value.text.isdigit()
        return value if simple else _Text(f"({value.text})", value.star)

    def binary(self, left: _Text, *rest: Any) -> _Text:
        operator = str(rest[0]) if len(rest) == 2 else ""
        right = rest[-1]
        return _Text(f"{left.text} {_PYTHON.get(operator, operator)} {right.text}", left.star or right.star)

    def unary(self, operator: Token, value: _Text) -> _Text:
        if operator in ("*", "&"):
            return _Text(value.text, operator == "*")
        return _Text(f"{_PYTHON.get(str(operator), str(operator))}{value.text}", value.star)

    def cast(self, *parts: Any) -> _Text:
        value: _Text = parts[-1]
        return value

    def sizeof(self, kind: TypeNode, pointer: Any = None) -> _Text:
        return _Text("sizeof(pointer)" if pointer else f"sizeof({getattr(kind, 'name', '?').replace(' ', '_')})")

    def conditional(self, test: _Text, yes: _Text, no: _Text) -> _Text:
        return _Text(f"{yes.text} if {test.text} else {no.text}", test.star or yes.star or no.star)

    # --- attributes

    def argument(self, *found: Any) -> _Text | None:
        value = found[-1] if found else None
        if isinstance(value, Token):
            return _Text(str(value))
        if isinstance(value, Named):
            return _Text(value.name)
        return value

    def arguments(self, *found: _Text | None) -> tuple[_Text | None, ...]:
        return found

    def attribute(self, name: Token, arguments: tuple[_Text | None, ...] | None = None) -> Attribute:
        given = arguments or ()
        return Attribute(str(name), tuple(g and g.text for g in given), tuple(bool(g and g.star) for g in given))

    def attribute_list(self, *found: Attribute | None) -> tuple[Attribute, ...]:
        return tuple(one for one in found if one is not None)

    def attributes(self, *lists: tuple[Attribute, ...]) -> list[Attribute]:
        return [one for found in lists for one in found]

    # --- types

    def base(self, *words: Token) -> Named:
        kinds = [str(word) for word in words if word != "signed" or words[-1] == "char"]
        if "unsigned" in kinds:
            kinds = ["unsigned", *(kind for kind in kinds if kind != "unsigned")]
        return Named(" ".join(kinds) or "int")

    def named(self, *name: Token) -> Named:
        return Named(str(name[-1]))

    def spec(self, *found: Any) -> TypeNode:
        kind: TypeNode = next(one for one in found if not isinstance(one, Token))
        return kind

    def pipe(self, element: TypeNode) -> Pipe:
        return Pipe(element)

    def safearray(self, _: Token, element: TypeNode, pointer: Any = None) -> SafeArray:
        return SafeArray(element)

    def struct_tag(self, tag: Token) -> Named:
        return Named(f"struct {tag}")

    def union_tag(self, tag: Token) -> Named:
        return Named(f"union {tag}")

    def enum_tag(self, tag: Token) -> Named:
        return Named(f"enum {tag}")

    def struct(self, tag: Token | None, *members: list[Member]) -> Struct:
        line = getattr(tag, "line", 0)
        return Struct(str(tag or ""), tuple(one for found in members for one in found), line)

    def member(self, *parts: Any) -> list[Member]:
        attributes, kind, declarators = _sorted(parts)
        if not declarators:
            return [Member("", kind, attributes)]
        return [Member(d.name, d.wrap(kind), attributes, d.line) for d in declarators]

    def union(self, tag: Token | None, *arms: list[Arm]) -> Union:
        return Union(str(tag or ""), tuple(one for found in arms for one in found), line=getattr(tag, "line", 0))

    def encapsulated(
        self, tag: Token | None, kind: TypeNode, name: Token, arms_name: Token | None, *arms: list[Arm]
    ) -> Union:
        switch = Member(str(name), kind, (), name.line or 0)
        found = tuple(one for some in arms for one in some)
        return Union(str(tag or ""), found, switch, str(arms_name or "tagged_union"), name.line or 0)

    def case(self, *values: _Text) -> tuple[str, ...]:
        return tuple(value.text for value in values)

    def default(self) -> tuple[str, ...]:
        return ()

    def arm(self, *parts: Any) -> list[Arm]:
        written = [part for part in parts if isinstance(part, tuple) and not isinstance(part, _Declarator)]
        attributes, kind, declarators = _sorted([p for p in parts if p not in written])
        labels = [label for part in written for label in part]
        labels += [str(value) for one in attributes if one.name == "case" for value in one.arguments]
        default = () in written or any(one.name == "default" for one in attributes)
        rest = tuple(one for one in attributes if one.name not in ("case", "default"))
        member = None
        if kind is not None:
            declarator = declarators[0] if declarators else _Declarator("", _same, 0)
            member = Member(declarator.name, declarator.wrap(kind), rest, declarator.line)
        return [Arm(tuple(labels), member, default)]

    def enumerator(self, *parts: Any) -> tuple[str, str | None]:
        parts = tuple(part for part in parts if not isinstance(part, list))
        return str(parts[0]), parts[1].text if len(parts) > 1 and parts[1] else None

    def enum(self, tag: Token | None, *members: tuple[str, str | None] | None) -> Enum:
        return Enum(str(tag or ""), tuple(one for one in members if one), getattr(tag, "line", 0))

    # --- declarators

    def pointer(self, *stars: Token) -> int:
        return sum(token == "*" for token in stars)

    def bound(self, first: _Text, last: _Text | None = None) -> str:
        return first.text if last is None else f"{last.text} - {first.text} + 1"

    def any_bound(self, *_: Token) -> str:
        return "*"

    def direct_name(self, name: Token) -> _Declarator:
        return _Declarator(str(name), _same, name.line or 0)

    def direct_group(self, inside: _Declarator) -> _Declarator:
        return inside

    def direct_array(self, inside: _Declarator, bound: str | None) -> _Declarator:
        size = None if bound in (None, "*") else bound
        return inside._replace(wrap=lambda node: inside.wrap(Array(node, size)))

    def direct_function(self, inside: _Declarator, parameters: tuple[Member, ...] | None) -> _Declarator:
        return inside._replace(wrap=lambda node: inside.wrap(Function(node, parameters or ())))

    def direct_bits(self, inside: _Declarator, bits: Token) -> _Declarator:
        return inside

    def declarator(self, *parts: Any) -> _Declarator:
        pointers, inside = parts if len(parts) == 2 else (0, parts[0])
        return inside._replace(wrap=lambda node: inside.wrap(_pointed(node, pointers)))  # type: ignore[no-any-return]

    def declarators(self, *found: _Declarator) -> list[_Declarator]:
        return list(found)

    def abstract(self, *parts: Any) -> _Declarator:
        pointers = parts[0] if parts and isinstance(parts[0], int) else 0
        bounds = [part for part in parts if not isinstance(part, int)]

        def wrap(node: TypeNode) -> TypeNode:
            node = _pointed(node, pointers)
            for bound in reversed(bounds):
                node = Array(node, None if bound in (None, "*") else bound)
            return node

        return _Declarator("", wrap, 0)

    def parameter(self, *parts: Any) -> Member:
        attributes, kind, declarators = _sorted([[part] if isinstance(part, _Declarator) else part for part in parts])
        declarator = declarators[0] if declarators else _Declarator("", _same, 0)
        return Member(declarator.name, declarator.wrap(kind), attributes, declarator.line)

    def parameters(self, *found: Member) -> tuple[Member, ...]:
        if len(found) == 1 and not found[0].name and found[0].type in (Named("void"), Named("VOID")):
            return ()
        return found

    # --- declarations

    def imports(self, *names: Token) -> list[Declaration]:
        return [Import(tuple(name.strip('"') for name in names), names[0].line or 0)]

    def typedef(self, *parts: Any) -> list[Declaration]:
        attributes, kind, declarators = _sorted(parts)
        if not declarators:
            return [Tagged(kind, attributes)]
        made: list[Declaration] = []
        if isinstance(kind, Struct | Union | Enum):  # its body stands once, under the first plain name
            plain = next((d for d in declarators if d.wrap(kind) is kind), None)
            if plain is None and kind.tag:
                made.append(Tagged(kind, attributes, kind.line))
                kind = Named(f"{type(kind).__name__.lower()} {kind.tag}")
            elif plain is not None:
                made.append(Typedef(plain.name, kind, attributes, plain.line))
                declarators = [d for d in declarators if d is not plain]
                kind = Named(plain.name)
        return made + [Typedef(d.name, d.wrap(kind), attributes, d.line) for d in declarators]

    def initial(self, declarator: _Declarator, value: _Text | None = None) -> tuple[_Declarator, _Text | None]:
        return declarator, value

    def initialised(self, *found: tuple[_Declarator, _Text | None]) -> Any:
        return dict(found)

    def declared(self, *parts: Any) -> list[Declaration]:
        initialised = next((part for part in parts if isinstance(part, dict)), {})
        attributes, kind, _ = _sorted([part for part in parts if not isinstance(part, dict)])
        if not initialised:
            return [Tagged(kind, attributes)]
        made: list[Declaration] = []
        for declarator, value in initialised.items():
            node = declarator.wrap(kind)
            if isinstance(node, Function):
                made.append(Method(declarator.name, node.result, node.parameters, attributes, declarator.line))
            elif value is not None:
                made.append(Constant(declarator.name, value.text, declarator.line))
        return made

    def interface(self, *parts: Any) -> Header:
        attributes = tuple(parts[0]) if isinstance(parts[0], list) else ()
        name, base = parts[-2:]
        return Header(str(name), str(base or ""), attributes, name.line)

    def other(self, *parts: Any) -> Header:
        return Header(str(parts[-2]), kind="other")


def _pointed(node: TypeNode, times: int) -> TypeNode:
    for _ in range(times):
        node = Pointer(node)
    return node


def _sorted(parts: Any) -> tuple[tuple[Attribute, ...], Any, list[_Declarator]]:
    """Attributes, the type, and the declarators, wherever they stand."""
    attributes: list[Attribute] = []
    declarators: list[_Declarator] = []
    kind: Any = None
    for part in parts:
        if isinstance(part, list):
            for one in part:
                (declarators if isinstance(one, _Declarator) else attributes).append(one)
        elif part is not None:
            kind = part
    return tuple(attributes), kind, declarators


@cache
def _parser() -> Lark:
    grammar = files(__package__).joinpath("idl.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", start=["declaration", "header"], transformer=_Nodes(), maybe_placeholders=True)


def parse(text: str, start: str = "declaration") -> Any:
    """Parse one declaration (a list of nodes) or the head of an interface. Raises IdlSyntaxError."""
    try:
        return _parser().parse(text, start=start)
    except UnexpectedCharacters as error:
        raise IdlSyntaxError(error.line, repr(text.split("\n")[error.line - 1][error.column - 1])) from error
    except UnexpectedToken as error:
        line = error.line if error.line > 0 else text.count("\n") + 1
        raise IdlSyntaxError(line, "end" if error.token.type == "$END" else repr(str(error.token))) from error
    except (UnexpectedInput, VisitError) as error:
        raise IdlSyntaxError(1, str(error)) from error
