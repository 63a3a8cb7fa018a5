"""What a server says it can do before anybody logs on, asked by many NEGOTIATEs ([MS-SMB2] 2.2.3, 2.2.4)."""

from __future__ import annotations

from typing import Any

import msgspec

from plugfest.errors import Error, LocalProtocolError, TargetUnreachable, WireError
from plugfest.net.client import Connection
from plugfest.protocols.ms_smb2.client import ClientSettings, Reply
from plugfest.protocols.ms_smb2.constants import DIALECTS, Capabilities, Cipher, ContextType, Dialect, SigningAlgorithm
from plugfest.protocols.ms_smb2.negotiate import CompressionCapabilities, NegotiateContext, NegotiateResponse

DEADLINE = 5.0
EVERYTHING = Capabilities(0x7F)
"""Said of ourselves, so that the server has no reason to hide what it can do."""
_COMPRESSION = {1: "LZNT1", 2: "LZ77", 3: "LZ77+Huffman", 4: "Pattern_V1", 5: "LZ4"}
"""[MS-SMB2] 2.2.3.1.3 CompressionAlgorithms."""


class Negotiated(msgspec.Struct, frozen=True):
    """What one NEGOTIATE has come to."""

    response: NegotiateResponse
    cipher: Cipher | None
    signing_algorithm: SigningAlgorithm | None


class Door(msgspec.Struct, frozen=True):
    """Where a server listens, as one asks it."""

    host: str
    port: int
    deadline: float = DEADLINE

    async def open(self, **settings: Any) -> Connection:
        """A connection with these ClientSettings that writes down what breaks a rule. Raises TargetUnreachable."""
        return await Connection.open(
            self.host, self.port, settings=ClientSettings(strict=False, **settings), deadline=self.deadline
        )

    async def negotiate(self, *contexts: NegotiateContext, **settings: Any) -> Negotiated | None:
        """What is agreed on with these settings, and more contexts; None where the server refuses."""
        try:
            connection = await self.open(**settings)
        except TargetUnreachable:
            return None
        try:
            reply: Reply = await connection.negotiate(**_and(connection, contexts))
        except LocalProtocolError:
            raise
        except Error:
            return None
        finally:
            await connection.close()
        if reply.status or not isinstance(reply.body, NegotiateResponse):
            return None
        signs = connection.state.signing_algorithm_id
        algorithm = None if signs is None else SigningAlgorithm(signs)
        return Negotiated(reply.body, connection.state.cipher_id, algorithm)

    async def dialects(self) -> dict[Dialect, Negotiated]:
        """Each dialect that the server agrees to when it is the only one."""
        found = {}
        for dialect in DIALECTS:
            capabilities = EVERYTHING if dialect >= Dialect.SMB_3_0 else Capabilities(0)
            agreed = await self.negotiate(dialects=(dialect,), capabilities=capabilities)
            if agreed and agreed.response.dialect_revision is dialect:
                found[dialect] = agreed
        return found

    async def ciphers(self) -> list[Cipher]:
        """Each cipher that the server takes in 3.1.1 when it is the only one."""
        newest = {"dialects": (Dialect.SMB_3_1_1,)}
        asked = [(one, await self.negotiate(**newest, ciphers=(one,))) for one in Cipher]
        return [cipher for cipher, agreed in asked if agreed and agreed.cipher is cipher]

    async def signing_algorithms(self) -> list[SigningAlgorithm]:
        """Each algorithm that the server takes in 3.1.1 when it is the only one."""
        newest = {"dialects": (Dialect.SMB_3_1_1,)}
        asked = [(one, await self.negotiate(**newest, signing_algorithms=(one,))) for one in SigningAlgorithm]
        return [algorithm for algorithm, agreed in asked if agreed and agreed.signing_algorithm is algorithm]

    async def contexts(self) -> tuple[list[ContextType], list[str]]:
        """The negotiate contexts of its 3.1.1 response, and the compression algorithms in them."""
        offer = CompressionCapabilities(flags=1, compression_algorithms=tuple(_COMPRESSION))
        context = NegotiateContext(ContextType.SMB2_COMPRESSION_CAPABILITIES, data=offer.encode())
        agreed = await self.negotiate(context, dialects=(Dialect.SMB_3_1_1,))
        if agreed is None:
            return [], []
        listed = agreed.response.negotiate_context_list
        compression: list[str] = []
        for each in listed:
            if each.context_type == ContextType.SMB2_COMPRESSION_CAPABILITIES:
                compression += _algorithms(each.data)
        return [each.context_type for each in listed], compression


def _and(connection: Connection, contexts: tuple[NegotiateContext, ...]) -> dict[str, Any]:
    if not contexts:
        return {}
    return {"negotiate_context_list": connection.state.negotiate_request().negotiate_context_list + contexts}


def _algorithms(data: bytes) -> list[str]:
    try:
        algorithms = CompressionCapabilities.decode(data).compression_algorithms
    except WireError:
        return []
    return [_COMPRESSION.get(one, f"0x{one:04X}") for one in algorithms if one]
