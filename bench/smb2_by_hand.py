"""What a careful person writes by hand for bench_smb2: precompiled structs, slices, named tuples, bounds checked."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

HEADER = 64
_NEGOTIATE = struct.Struct("<HHHHI16sIHH")
_NEGOTIATE_CONTEXT = struct.Struct("<HHI")
_CREATE = struct.Struct("<HBBIQQIIIIIHHII")
_CREATE_CONTEXT = struct.Struct("<IHHHHI")
_READ = struct.Struct("<HBBIII")


class NegotiateContext(NamedTuple):
    context_type: int
    data: bytes


class Negotiate(NamedTuple):
    security_mode: int
    capabilities: int
    client_guid: UUID
    dialects: tuple[int, ...]
    contexts: list[NegotiateContext]


def decode_negotiate(data: bytes) -> Negotiate:
    if len(data) < HEADER + 36:
        raise ValueError("short")
    _, count, mode, _, capabilities, guid, offset, contexts_count, _ = _NEGOTIATE.unpack_from(data, HEADER)
    if HEADER + 36 + 2 * count > len(data):
        raise ValueError("dialects")
    dialects = struct.unpack_from(f"<{count}H", data, HEADER + 36)
    contexts = []
    if 0x0311 in dialects:
        position = offset
        for _ in range(contexts_count):
            position += -position % 8
            if position + 8 > len(data):
                raise ValueError("context")
            kind, length, _ = _NEGOTIATE_CONTEXT.unpack_from(data, position)
            position += 8
            if position + length > len(data):
                raise ValueError("context data")
            contexts.append(NegotiateContext(kind, data[position : position + length]))
            position += length
    return Negotiate(mode, capabilities, UUID(bytes_le=guid), dialects, contexts)


def encode_negotiate(value: Negotiate) -> bytes:
    count = len(value.dialects)
    offset = HEADER + 36 + 2 * count
    offset += -offset % 8
    parts = [
        _NEGOTIATE.pack(
            36, count, value.security_mode, 0, value.capabilities, value.client_guid.bytes_le, offset,
            len(value.contexts), 0,
        ),
        struct.pack(f"<{count}H", *value.dialects),
    ]  # fmt: skip
    position = HEADER + 36 + 2 * count
    for context in value.contexts:
        pad = -position % 8
        parts += (bytes(pad), _NEGOTIATE_CONTEXT.pack(context.context_type, len(context.data), 0), context.data)
        position += pad + 8 + len(context.data)
    return b"".join(parts)


class CreateContext(NamedTuple):
    name: bytes
    data: bytes


class Create(NamedTuple):
    security_flags: int
    oplock_level: int
    impersonation_level: int
    create_flags: int
    desired_access: int
    file_attributes: int
    share_access: int
    create_disposition: int
    create_options: int
    name: str
    contexts: list[CreateContext]


def decode_create(data: bytes) -> Create:
    size = len(data)
    if size < HEADER + 56:
        raise ValueError("short")
    (
        _, security, oplock, impersonation, flags, _, access, attributes, share, disposition, options,
        name_offset, name_length, offset, length,
    ) = _CREATE.unpack_from(data, HEADER)  # fmt: skip
    if name_offset + name_length > size or offset + length > size:
        raise ValueError("outside")
    name = data[name_offset : name_offset + name_length].decode("utf-16-le")
    contexts = []
    if length:
        position, end = offset, offset + length
        while True:
            if position + 16 > end:
                raise ValueError("context")
            step, at, name_size, _, data_at, data_size = _CREATE_CONTEXT.unpack_from(data, position)
            stop = position + step if step else end
            if stop > end or position + at + name_size > stop or position + data_at + data_size > stop:
                raise ValueError("context outside")
            contexts.append(
                CreateContext(
                    data[position + at : position + at + name_size],
                    data[position + data_at : position + data_at + data_size],
                )
            )
            if not step:
                break
            position = stop
    return Create(
        security, oplock, impersonation, flags, access, attributes, share, disposition, options, name, contexts
    )


def encode_create(value: Create) -> bytes:
    name = value.name.encode("utf-16-le")
    offset = 0
    parts = []
    if value.contexts:
        offset = HEADER + 56 + len(name)
        pad = -offset % 8
        offset += pad
        parts.append(bytes(pad))
        last = len(value.contexts) - 1
        for index, context in enumerate(value.contexts):
            data_at = 16 + len(context.name) + -len(context.name) % 8 if context.data else 0
            part = context.name
            if context.data:
                part = part.ljust(data_at - 16, b"\0") + context.data
            if index < last:
                part = part.ljust(len(part) + -len(part) % 8, b"\0")
            step = 16 + len(part) if index < last else 0
            parts.append(_CREATE_CONTEXT.pack(step, 16, len(context.name), 0, data_at, len(context.data)) + part)
    contexts = b"".join(parts)
    fixed = _CREATE.pack(
        57, value.security_flags, value.oplock_level, value.impersonation_level, value.create_flags, 0,
        value.desired_access, value.file_attributes, value.share_access, value.create_disposition,
        value.create_options, HEADER + 56, len(name), offset, len(contexts) - len(parts[0]) if parts else 0,
    )  # fmt: skip
    return fixed + name + contexts


class Read(NamedTuple):
    remaining: int
    flags: int
    data: bytes


def decode_read(data: bytes) -> Read:
    if len(data) < HEADER + 16:
        raise ValueError("short")
    _, offset, _, length, remaining, flags = _READ.unpack_from(data, HEADER)
    if offset + length > len(data):
        raise ValueError("outside")
    return Read(remaining, flags, data[offset : offset + length])


def encode_read(value: Read) -> bytes:
    return _READ.pack(17, HEADER + 16, 0, len(value.data), value.remaining, value.flags) + value.data


CODECS: dict[str, tuple[Callable[[bytes], Any], Callable[[Any], bytes]]] = {
    "NEGOTIATE request": (decode_negotiate, encode_negotiate),
    "CREATE request": (decode_create, encode_create),
    "READ response": (decode_read, encode_read),
}
