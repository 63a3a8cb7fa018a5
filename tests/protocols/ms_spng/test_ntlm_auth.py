"""Samba's ntlm_auth (package winbind) as a peer in both roles; with a password of its own it needs no daemon."""

from __future__ import annotations

import base64
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from plugfest.protocols.ms_nlmp import Credentials, local_accounts
from plugfest.protocols.ms_spng import SpnegoClient, SpnegoServer
from tests.protocols.ms_nlmp.helpers import client, server

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(shutil.which("ntlm_auth") is None, reason="ntlm_auth is not installed"),
]
ACCOUNTS = local_accounts({"alice": "secret"})
ALICE = Credentials("alice", "secret", "DOM")


class Helper:
    """One conversation in ntlm_auth's line protocol: a code and base64 tokens."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def say(self, code: str, token: bytes | None = None) -> tuple[str, bytes]:
        """(code, token) of the answer."""
        assert self._process.stdin
        assert self._process.stdout
        line = code if token is None else f"{code} {base64.b64encode(token).decode()}"
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        answer, _, rest = self._process.stdout.readline().strip().partition(" ")
        first = rest.partition(" ")[0]
        if answer == "AF" and "\\" in first:  # the server's last word: who it was
            return answer, b""
        return answer, base64.b64decode(first) if first not in ("", "*") else b""


@contextmanager
def ntlm_auth(protocol: str, password: str = "secret") -> Iterator[Helper]:
    command = ["ntlm_auth", "--configfile=/dev/null", f"--helper-protocol={protocol}"]
    command += ["--username=alice", f"--password={password}", "--domain=DOM"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Helper(process)
        assert process.stdin
        process.stdin.close()


def test_its_ntlm_client_and_our_server() -> None:
    with ntlm_auth("ntlmssp-client-1") as peer:
        acceptor = server(accounts=ACCOUNTS)
        _, negotiate = peer.say("YR")
        _, authenticate = peer.say("TT", acceptor.step(negotiate))
        assert acceptor.step(authenticate) is None
        assert acceptor.identity.user == "alice"
        assert peer.say("GK") == ("GK", acceptor.session_key)


def test_our_client_and_its_ntlm_server() -> None:
    with ntlm_auth("squid-2.5-ntlmssp") as peer:
        initiator = client(ALICE)
        _, challenge = peer.say("YR", initiator.step(None))
        assert peer.say("KK", initiator.step(challenge))[0] == "AF"
        assert initiator.mic_sent
        assert peer.say("GK") == ("GK", initiator.session_key)


def test_its_spnego_client_and_our_server() -> None:
    with ntlm_auth("gss-spnego-client") as peer:
        acceptor = SpnegoServer([server(accounts=ACCOUNTS)])
        _, token = peer.say("YR")
        answer, _ = acceptor.step(token)
        _, token = peer.say("TT", answer)
        answer, _ = acceptor.step(token)
        assert acceptor.complete
        assert peer.say("TT", answer)[0] == "AF"


def test_our_spnego_client_and_its_server() -> None:
    """Its server checks our mechListMIC; we check its own."""
    with ntlm_auth("gss-spnego") as peer:
        initiator = SpnegoClient([client(ALICE)])
        code, token = peer.say("YR", initiator.step(None)[0])
        assert code == "TT"
        code, token = peer.say("KK", initiator.step(token)[0])
        assert code == "AF"
        initiator.step(token)
        assert initiator.complete


def test_a_wrong_password_is_refused() -> None:
    with ntlm_auth("gss-spnego", password="other") as peer:
        initiator = SpnegoClient([client(ALICE)])
        _, token = peer.say("YR", initiator.step(None)[0])
        assert peer.say("KK", initiator.step(token)[0])[0] == "NA"
