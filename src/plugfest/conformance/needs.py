"""What a case needs of a target. What is absent makes it not applicable, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from plugfest.conformance.targets import Target


class Need(NamedTuple):
    """A condition on the target: `absent` gives the reason where it is not met, an empty string where it is."""

    name: str
    absent: Callable[[Target], str]


def dialect(name: str) -> Need:
    """The target speaks this dialect."""
    return Need(
        f"dialect {name}",
        lambda target: "" if name in target.capabilities.dialects else f"the target does not speak dialect {name}",
    )


def any_dialect(*names: str) -> Need:
    """The target speaks one of these dialects."""
    text = " or ".join(names)
    return Need(
        f"dialect {text}",
        lambda target: "" if set(names) & set(target.capabilities.dialects) else f"the target does not speak {text}",
    )


def cipher(name: str) -> Need:
    """The target encrypts with this cipher."""
    return Need(
        f"cipher {name}",
        lambda target: "" if name in target.capabilities.ciphers else f"the target does not encrypt with {name}",
    )


def signing_algorithm(name: str) -> Need:
    """The target signs with this algorithm when it is negotiated."""
    return Need(
        f"signing algorithm {name}",
        lambda target: (
            "" if name in target.capabilities.signing_algorithms else f"the target does not sign with {name}"
        ),
    )


def share(purpose: str) -> Need:
    """The profile names a share for this purpose."""
    return Need(
        f"{purpose} share",
        lambda target: "" if target.profile.shares.get(purpose) else f"the profile names no {purpose} share",
    )


def _account(role: str) -> Callable[[Target], str]:
    words = role.replace("_", " ")
    return lambda target: "" if getattr(target.profile, role) else f"the profile names no {words}"


def _administrator(target: Target) -> str:
    if target.profile.administrator or target.capabilities.administrator or target.capabilities.log_on_problem:
        return ""  # (of a user who cannot log on nobody knows whether it is one)
    return "the profile names no administrator, and its user is none"


def _not_administrator(target: Target) -> str:
    if target.profile.user is None:
        return "the profile names no user"
    return "the profile's user is an administrator" if target.capabilities.administrator else ""


encryption = Need("encryption", lambda target: "" if target.capabilities.ciphers else "the target does not encrypt")
signing_not_required = Need(
    "signing not required",
    lambda target: "the target requires signing" if target.capabilities.signing_required else "",
)
signing_required = Need(
    "signing required",
    lambda target: "" if target.capabilities.signing_required else "the target does not require signing",
)
log_on = Need("user", _account("user"))
administrator = Need("administrator", _administrator)
second_user = Need("second user", _account("second_user"))
not_administrator = Need("user who is no administrator", _not_administrator)
disk_share = share("disk")
encrypted_share = share("encrypted")


def undecided(needs: Collection[Need], target: Target) -> str:
    """Why nothing can be known of a case with these needs: its user cannot log on, its share is not there; or empty."""
    found, profile = target.capabilities, target.profile
    users = (log_on, not_administrator) if profile.administrator else (log_on, not_administrator, administrator)
    if found.log_on_problem and any(need in users for need in needs):
        return f"the user cannot log on: {found.log_on_problem}"
    if found.share_problem and disk_share in needs:
        return f"the share {profile.shares['disk']} is not there: {found.share_problem}"
    return ""
