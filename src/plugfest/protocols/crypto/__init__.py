"""Primitives that several documents share: MD4, RC4, AES-CMAC, AES-GMAC, AES-CCM, AES-GCM and the SP 800-108 KDF.

MD4 and RC4 are ours because no maintained fast library offers them; both touch only a few bytes per log-on. The rest
are thin doors to `cryptography`, in the shape that [MS-SMB2] needs: the tag apart from the ciphertext.
"""

from plugfest.protocols.crypto.aead import AesCcm, AesGcm, InvalidTag
from plugfest.protocols.crypto.kdf import sp800_108_counter
from plugfest.protocols.crypto.mac import LARGE, AesCmac, AesGmac, Buffer, aes_cmac
from plugfest.protocols.crypto.md4 import md4
from plugfest.protocols.crypto.rc4 import RC4, rc4

__all__ = [
    "LARGE",
    "RC4",
    "AesCcm",
    "AesCmac",
    "AesGcm",
    "AesGmac",
    "Buffer",
    "InvalidTag",
    "aes_cmac",
    "md4",
    "rc4",
    "sp800_108_counter",
]
