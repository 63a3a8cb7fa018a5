"""[MS-SPNG] SPNEGO (RFC 4178) with Microsoft's extension, both roles, sans-IO; mechanisms plug in."""

from plugfest.protocols.ms_spng.client import SpnegoClient
from plugfest.protocols.ms_spng.mechanism import Mechanism
from plugfest.protocols.ms_spng.server import SpnegoServer
from plugfest.protocols.ms_spng.tokens import (
    HINT_NAME,
    NTLM,
    SPNEGO,
    NegHints,
    NegotiationToken,
    NegState,
    NegTokenInit,
    NegTokenInit2,
    NegTokenResp,
    decode_token,
    hint_token,
)

__all__ = [
    "HINT_NAME",
    "NTLM",
    "SPNEGO",
    "Mechanism",
    "NegHints",
    "NegState",
    "NegTokenInit",
    "NegTokenInit2",
    "NegTokenResp",
    "NegotiationToken",
    "SpnegoClient",
    "SpnegoServer",
    "decode_token",
    "hint_token",
]
