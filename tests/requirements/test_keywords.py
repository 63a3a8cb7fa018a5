"""Levels and actors of sentences."""

from __future__ import annotations

import pytest

from plugfest.records.requirements import Actor, Level
from plugfest.requirements.keywords import section_actor, strongest, subject


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("It MUST be so.", Level.MUST),
        ("It SHALL be so.", Level.MUST),
        ("It MUST NOT be so.", Level.MUST_NOT),
        ("It MUST not be so.", Level.MUST_NOT),
        ("It SHALL NOT be so.", Level.MUST_NOT),
        ("It SHOULD be so.", Level.SHOULD),
        ("It SHOULD NOT be so.", Level.SHOULD_NOT),
        ("It MAY be so.", Level.MAY),
        ("It is REQUIRED.", Level.MUST),
        ("It is NOT RECOMMENDED.", Level.SHOULD_NOT),
        ("It is OPTIONAL.", Level.MAY),
        ("It MAY be so, and it MUST be told.", Level.MUST),
        ("It SHOULD be so, and MUST NOT be else, and MUST be told.", Level.MUST_NOT),
        ("It must be so.", None),
        ("SMB2_SIGNING_REQUIRED is set.", None),
        ('The term "MUST" is meant so.', None),
        ("All statements of optional behavior use either MAY, SHOULD, or SHOULD NOT.", None),
        ("MUST-have fields", None),
    ],
)
def test_levels(text: str, level: Level | None) -> None:
    assert strongest(text) == level


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The server MUST do it.", Actor.SERVER),
        ("Clients MUST do it.", Actor.CLIENT),
        ("If the server is full, the client MUST wait.", Actor.CLIENT),
        ("If the client asks, it MUST be told.", None),
        ("The client and the server MUST agree.", Actor.BOTH),
        ("Both the client and server MUST agree.", Actor.BOTH),
        ("The message sent to the server MUST be short.", None),
        ("The client's name MUST be short.", None),
        ("This field MUST be ignored by the server.", Actor.SERVER),
        ("It MUST be set to zero by the client.", Actor.CLIENT),
        ("The field MUST be zero.", None),
        ("No keyword for the server.", None),
    ],
)
def test_subjects(text: str, actor: Actor | None) -> None:
    assert subject(text) == actor


@pytest.mark.parametrize(
    ("titles", "actor"),
    [
        (("Protocol Details", "Server Details", "Receiving a Message from the Client"), Actor.SERVER),
        (("Protocol Details", "Client Details", "Application Asks the Server"), Actor.CLIENT),
        (("Protocol Details", "Client and Server Details"), Actor.BOTH),
        (("Protocol Details", "Common Details", "Timers"), Actor.BOTH),
        (("Messages", "TOY Request"), Actor.CLIENT),
        (("Messages", "TOY Response", "Fields"), Actor.SERVER),
        (("Messages", "Request and Response"), Actor.BOTH),
        ((), Actor.BOTH),
    ],
)
def test_sections(titles: tuple[str, ...], actor: Actor) -> None:
    assert section_actor(titles) == actor
