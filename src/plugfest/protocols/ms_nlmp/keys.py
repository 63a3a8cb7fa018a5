"""Responses and keys of NTLM v2: [MS-NLMP] 3.3.2 and 3.4.5. NTLM v1 and LM responses are not computed here."""

from __future__ import annotations

import hashlib
import hmac

from plugfest.protocols.crypto import md4
from plugfest.protocols.ms_nlmp.constants import NegotiateFlags
from plugfest.protocols.ms_nlmp.messages import NTLMv2ClientChallenge

Z16 = bytes(16)


def hmac_md5(key: bytes, data: bytes) -> bytes:
    """[MS-NLMP] 6."""
    return hmac.digest(key, data, "md5")


def nt_owf_v1(password: str) -> bytes:
    """[MS-NLMP] 3.3.1, NTOWFv1: the NT hash, which is what account databases keep."""
    return md4(password.encode("utf-16-le", "surrogatepass"))


def nt_owf_v2(nt_hash: bytes, user: str, user_dom: str) -> bytes:
    """[MS-NLMP] 3.3.2, NTOWFv2 from the NT hash; ResponseKeyNT and ResponseKeyLM alike."""
    return hmac_md5(nt_hash, (user.upper() + user_dom).encode("utf-16-le", "surrogatepass"))


def nt_proof_str(response_key_nt: bytes, server_challenge: bytes, temp: bytes) -> bytes:
    """[MS-NLMP] 3.3.2, ComputeResponse: NTProofStr."""
    return hmac_md5(response_key_nt, server_challenge + temp)


def compute_response(
    response_key: bytes, server_challenge: bytes, client_challenge: bytes, time: int, server_name: bytes
) -> tuple[bytes, bytes, bytes]:
    """[MS-NLMP] 3.3.2, ComputeResponse: (NtChallengeResponse, LmChallengeResponse, SessionBaseKey)."""
    challenge = NTLMv2ClientChallenge(
        time_stamp=time, challenge_from_client=client_challenge, av_pairs=server_name + bytes(4)
    )
    temp = challenge.encode()
    proof = nt_proof_str(response_key, server_challenge, temp)
    lm = hmac_md5(response_key, server_challenge + client_challenge) + client_challenge
    return proof + temp, lm, hmac_md5(response_key, proof)


def sign_key(flags: NegotiateFlags, exported_session_key: bytes, mode: str) -> bytes | None:
    """[MS-NLMP] 3.4.5.2, SIGNKEY; `mode` is Client or Server."""
    if NegotiateFlags.NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY not in flags:
        return None
    return _magic(exported_session_key, mode, b"signing")


def seal_key(flags: NegotiateFlags, exported_session_key: bytes, mode: str) -> bytes | None:
    """[MS-NLMP] 3.4.5.3, SEALKEY with extended session security; the older forms are not spoken."""
    if NegotiateFlags.NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY not in flags:
        return None
    if NegotiateFlags.NTLMSSP_NEGOTIATE_128 in flags:
        strength = 16
    elif NegotiateFlags.NTLMSSP_NEGOTIATE_56 in flags:
        strength = 7
    else:
        strength = 5
    return _magic(exported_session_key[:strength], mode, b"sealing")


def _magic(key: bytes, mode: str, purpose: bytes) -> bytes:
    direction = {"Client": b"client-to-server", "Server": b"server-to-client"}[mode]
    constant = b"session key to " + direction + b" " + purpose + b" key magic constant\0"
    return hashlib.md5(key + constant, usedforsecurity=False).digest()
