"""[MS-NLMP] NT LAN Manager authentication: NTLM v2, both roles, connection-oriented, sans-IO.

Left out on purpose: NTLM v1 and LM responses (the server refuses them, the client never sends them), connectionless
mode (no product since Windows Vista has it), session security without extended session security. The server does not
enforce MaxLifetime: products do that only through Windows Server 2008 R2 (note <69>).
"""

from plugfest.protocols.ms_nlmp.av_pairs import AvPair, join_av_pairs, split_av_pairs
from plugfest.protocols.ms_nlmp.client import CLIENT_CONFIG_FLAGS, NtlmClient, Rewrite
from plugfest.protocols.ms_nlmp.constants import SIGNATURE, AvFlags, AvId, MessageType, NegotiateFlags
from plugfest.protocols.ms_nlmp.credentials import Accounts, Credentials, local_accounts
from plugfest.protocols.ms_nlmp.errors import AuthenticationError
from plugfest.protocols.ms_nlmp.keys import nt_owf_v1
from plugfest.protocols.ms_nlmp.messages import (
    AuthenticateMessage,
    ChallengeMessage,
    Message,
    MessageSignature,
    NegotiateMessage,
    NTLMv2ClientChallenge,
    NTLMv2Response,
    PayloadFields,
    Version,
    decode_message,
)
from plugfest.protocols.ms_nlmp.server import CFG_FLG, Identity, NtlmServer, Target
from plugfest.protocols.ms_nlmp.session_security import SessionSecurity

__all__ = [
    "CFG_FLG",
    "CLIENT_CONFIG_FLAGS",
    "SIGNATURE",
    "Accounts",
    "AuthenticateMessage",
    "AuthenticationError",
    "AvFlags",
    "AvId",
    "AvPair",
    "ChallengeMessage",
    "Credentials",
    "Identity",
    "Message",
    "MessageSignature",
    "MessageType",
    "NTLMv2ClientChallenge",
    "NTLMv2Response",
    "NegotiateFlags",
    "NegotiateMessage",
    "NtlmClient",
    "NtlmServer",
    "PayloadFields",
    "Rewrite",
    "SessionSecurity",
    "Target",
    "Version",
    "decode_message",
    "join_av_pairs",
    "local_accounts",
    "nt_owf_v1",
    "split_av_pairs",
]
