"""impacket, smbprotocol and scapy for bench_smb2: what each needs to take a message apart and to put it together."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

Codecs = dict[str, tuple[Callable[[bytes], Any], Callable[[Any], bytes]]]
NAMES = ("NEGOTIATE request", "CREATE request", "READ response")


def installed() -> dict[str, Codecs]:
    """Library → its codecs; those that are not installed are left out."""
    found = {}
    for name, make in (("impacket", _impacket), ("smbprotocol", _smbprotocol), ("scapy", _scapy)):
        try:
            found[name] = make()
        except ImportError:
            continue
    return found


def _impacket() -> Codecs:
    from impacket import smb3structs as smb3

    def take_negotiate(body: bytes) -> Any:
        request = smb3.SMB2Negotiate(body)
        request["Dialects"] = request["Dialects"][: request["DialectCount"]]  # it takes all up to the end
        place = smb3.SMB311ContextData(request["ClientStartTime"])
        contexts, position = [], place["NegotiateContextOffset"] - 64
        for _ in range(place["NegotiateContextCount"]):
            position += -position % 8
            context = smb3.SMB2NegotiateContext(body[position:])
            position += 8 + context["DataLength"]
            contexts.append(context)
        return request, contexts

    def give_negotiate(held: Any) -> bytes:
        request, contexts = held
        parts = [context.getData() for context in contexts]
        padded = [part.ljust(len(part) + -len(part) % 8, b"\0") for part in parts[:-1]] + parts[-1:]
        request["Padding"] = bytes(-(36 + 2 * len(request["Dialects"])) % 8)
        request["NegotiateContextList"] = b"".join(padded)
        return bytes(request.getData())

    def take_create(body: bytes) -> Any:
        request = smb3.SMB2Create(body)
        contexts, position = [], request["CreateContextsOffset"] - 64
        while True:
            context = smb3.SMB2CreateContext(body[position:])
            stop = position + context["Next"] if context["Next"] else len(body)
            context["Buffer"] = body[position + 16 : stop]  # its own is cut short by what lies before the data
            contexts.append(context)
            if not context["Next"]:
                return request, contexts
            position += context["Next"]

    def give_create(held: Any) -> bytes:
        request, contexts = held
        parts = [context.getData() for context in contexts]
        name = request["Buffer"][: request["NameLength"]]
        pad = bytes(request["CreateContextsOffset"] - request["NameOffset"] - len(name))
        request["Buffer"] = name + pad + b"".join(parts)
        return bytes(request.getData())

    return {
        "NEGOTIATE request": (take_negotiate, give_negotiate),
        "CREATE request": (take_create, give_create),
        "READ response": (smb3.SMB2Read_Response, lambda held: bytes(held.getData())),
    }


def _smbprotocol() -> Codecs:
    from smbprotocol.connection import SMB2NegotiateContextRequest, SMB3NegotiateRequest
    from smbprotocol.create_contexts import SMB2CreateContextRequest
    from smbprotocol.open import SMB2CreateRequest, SMB2ReadResponse

    def taking(kind: Any) -> Callable[[bytes], Any]:
        def take(body: bytes) -> Any:
            value = kind()
            value.unpack(body)
            return value

        return take

    def giving(build: Callable[[Any], Any], give: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
        """Encodes what is built from the first message that is taken apart; building is done once."""
        built: list[Any] = []

        def once(held: Any) -> bytes:
            if not built:
                built.append(build(held))
            return give(built[0])

        return once

    def built_negotiate(taken: Any) -> Any:
        """The same message made anew: what was unpacked is not packed again where contexts have padding."""
        request = SMB3NegotiateRequest()
        for name in ("security_mode", "capabilities", "client_guid", "dialects"):
            request[name] = taken[name].get_value()
        contexts = []
        for old in taken["negotiate_context_list"].get_value():
            context = SMB2NegotiateContextRequest()
            context["context_type"] = old["context_type"].get_value()
            context["data"] = old["data"].get_value()
            contexts.append(context)
        request["negotiate_context_list"] = contexts
        return request

    def built_create(taken: Any) -> Any:
        request = SMB2CreateRequest()
        for name in (
            "impersonation_level", "desired_access", "file_attributes", "share_access", "create_disposition",
            "create_options", "buffer_path",
        ):  # fmt: skip
            request[name] = taken[name].get_value()
        contexts = []
        for old in taken["buffer_contexts"].get_value():
            context = SMB2CreateContextRequest()
            context["buffer_name"] = old["buffer_name"].get_value()
            if len(old["buffer_data"]):
                context["buffer_data"] = old["buffer_data"].get_value()
            contexts.append(context)
        return request, contexts

    def give_create(held: Any) -> bytes:
        request, contexts = held
        request["buffer_contexts"] = SMB2CreateContextRequest.pack_multiple(contexts)
        return bytes(request.pack())

    return {
        NAMES[0]: (taking(SMB3NegotiateRequest), giving(built_negotiate, lambda held: bytes(held.pack()))),
        NAMES[1]: (taking(SMB2CreateRequest), giving(built_create, give_create)),
        NAMES[2]: (taking(SMB2ReadResponse), lambda held: bytes(held.pack())),
    }


def _scapy() -> Codecs:
    logging.getLogger("scapy").setLevel(logging.ERROR)
    from scapy.layers import smb2

    def give(held: Any) -> bytes:
        held.clear_cache()  # or it gives back the bytes that it came from
        return bytes(held)

    kinds = (smb2.SMB2_Negotiate_Protocol_Request, smb2.SMB2_Create_Request, smb2.SMB2_Read_Response)
    return {name: (kind, give) for name, kind in zip(NAMES, kinds, strict=True)}
