"""What the receiver ignores and refuses."""

from __future__ import annotations

import pytest

from plugfest.records.requirements import Actor
from plugfest.simulate.rules import model as m
from tests.simulate.rules.helpers import refused, rules, statements


@pytest.mark.parametrize(
    "sentence",
    [
        "This field MUST be ignored on receipt.",
        "MUST be ignored.",
        "The server MUST ignore this field.",
        "Values in this field MUST be ignored.",
        "This field MUST NOT be used and MUST be reserved.",
        "Can be set to any value when sent, and MUST be ignored when received.",
        "The content of this field MUST be ignored by the receiver.",
    ],
)
def test_ignored(sentence: str) -> None:
    found = statements(sentence)
    assert {one.use for one in found} == {m.Use.IGNORED}
    assert all(one.predicate is None for one in found)


def test_zero_and_ignored_is_one_of_each() -> None:
    sent, ignored = statements("The client MUST set it to 0, and the server MUST ignore it.")
    assert (sent.use, sent.actor) == (m.Use.SENT, Actor.CLIENT)
    assert (ignored.use, ignored.actor) == (m.Use.IGNORED, Actor.SERVER)
    assert rules("MUST be set to zero when sent and ignored on receipt.") == ["equal((Wings), 0)", "ignored"]


def test_a_request_fails_with_some_error_and_success_is_no_failure() -> None:
    assert rules("If Wings is 1, the server MUST fail the request.") == ["refused if equal((Wings), 1) an error"]
    assert rules("If Wings is 1, the server MUST discard the message.") == ["refused if equal((Wings), 1) discarded"]
    assert refused("If Wings is 1, the server MUST return STATUS_SUCCESS.") is m.Reason.PROCESSING


def test_refused_with_a_status() -> None:
    assert rules("If Wings is 1, the server MUST fail the request with STATUS_INVALID_PARAMETER.") == [
        "refused if equal((Wings), 1) STATUS_INVALID_PARAMETER"
    ]
    assert rules("If Wings is 1, the message MUST be discarded.") == ["refused if equal((Wings), 1) discarded"]
    assert rules("If Wings is 1, the server MUST disconnect the connection.") == [
        "refused if equal((Wings), 1) disconnected"
    ]


def test_what_else_a_receiver_does_is_processing() -> None:
    assert refused("The server MUST feed the pigeon.") is m.Reason.PROCESSING


def test_another_field_is_ignored() -> None:
    [one] = statements("If Wings is 0, the server MUST ignore the Colour field.")
    assert (one.use, one.field) == (m.Use.IGNORED, "Colour")
    [own] = statements("The server MUST ignore the Wings field.")
    assert own.field == ""
