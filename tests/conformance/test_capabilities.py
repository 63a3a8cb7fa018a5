"""What is found out of a target before the first case."""

from __future__ import annotations

from typing import Any

import anyio
import msgspec
import pytest

from plugfest.conformance.capabilities import detect
from plugfest.conformance.embedded import configuration
from plugfest.conformance.targets import Account, Capabilities, Profile, load_profile
from plugfest.errors import TargetUnreachable
from plugfest.net.server import serve
from plugfest.protocols.ms_smb2.constants import Cipher, Dialect, SigningAlgorithm

EMBEDDED = load_profile("embedded")


def found(profile: Profile = EMBEDDED, **changes: Any) -> Capabilities:
    """What is found of an embedded server that is configured so."""
    config = configuration(EMBEDDED)
    for name, value in changes.items():
        setattr(config, name, value)

    async def look() -> Capabilities:
        async with serve(config) as host:
            return await detect(msgspec.structs.replace(profile, host=host.host, port=host.port))

    return anyio.run(look)


def test_everything() -> None:
    capabilities = found()
    assert capabilities.dialects == ("2.0.2", "2.1", "3.0", "3.0.2", "3.1.1")
    assert capabilities.logged_on
    assert not capabilities.administrator
    assert set(EMBEDDED.shares.values()) < set(capabilities.shares)


def test_little() -> None:
    capabilities = found(
        dialects=(Dialect.SMB_3_1_1,),
        ciphers=(Cipher.AES_256_CCM,),
        signing_algorithms=(SigningAlgorithm.AES_CMAC,),
        require_message_signing=True,
    )
    assert capabilities.dialects == ("3.1.1",)
    assert capabilities.ciphers == ("AES-256-CCM",)
    assert "AES-CMAC" in capabilities.signing_algorithms
    assert "AES-GMAC" not in capabilities.signing_algorithms
    assert capabilities.signing_required


def test_less() -> None:
    capabilities = found(dialects=(Dialect.SMB_2_0_2,))
    assert (capabilities.dialects, capabilities.ciphers) == (("2.0.2",), ())
    assert capabilities.logged_on


def test_users() -> None:
    nobody = found(msgspec.structs.replace(EMBEDDED, user=None))
    assert (nobody.logged_on, nobody.log_on_problem) == (False, "")
    wrong = found(msgspec.structs.replace(EMBEDDED, user=Account("alice", "wrong")))
    assert "STATUS_LOGON_FAILURE" in wrong.log_on_problem
    operator = EMBEDDED.administrator
    assert found(msgspec.structs.replace(EMBEDDED, user=operator, administrator=None)).administrator
    assert not found(msgspec.structs.replace(EMBEDDED, administrator=None)).administrator


def test_a_share_that_is_not_there() -> None:
    assert not found().share_problem
    assert "STATUS_BAD_NETWORK_NAME" in found(msgspec.structs.replace(EMBEDDED, shares={"disk": "typo"})).share_problem
    assert not found(msgspec.structs.replace(EMBEDDED, shares={})).share_problem


def test_nobody_is_there() -> None:
    with pytest.raises(TargetUnreachable, match="Connection refused"):
        anyio.run(detect, Profile(host="127.0.0.1", port=1))


def test_text_for_the_record() -> None:
    text = Capabilities(dialects=("3.1.1",), signing_required=True, problem="it sings").as_text()
    assert (text["dialects"], text["ciphers"], text["signing_required"]) == ("3.1.1", "none", "yes")
    assert text["problem"] == "it sings"
    assert "log_on_problem" not in text
