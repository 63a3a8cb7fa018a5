"""The key derivation of NIST SP 800-108 in counter mode with HMAC-SHA256, as [MS-SMB2] 3.1.4.2 uses it."""

from __future__ import annotations

import hmac


def sp800_108_counter(key: bytes, label: bytes, context: bytes, bits: int) -> bytes:
    """`bits` of key material; the counter `i` and the length `L` are 32-bit big-endian, one zero byte divides.

    `label` and `context` are used as they are: where the document counts a terminating NUL, pass it.
    """
    if bits <= 0 or bits % 8:
        raise ValueError("a whole, positive number of bytes is derived")
    fixed = label + b"\0" + context + bits.to_bytes(4, "big")
    blocks = -(-bits // 256)
    material = b"".join(hmac.digest(key, i.to_bytes(4, "big") + fixed, "sha256") for i in range(1, blocks + 1))
    return material[: bits // 8]
