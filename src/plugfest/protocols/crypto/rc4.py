"""RC4: the stream cipher of [MS-NLMP] 3.1.5.1. RC4K is `rc4`, RC4Init and RC4 are the class `RC4`."""

from __future__ import annotations


class RC4:
    """A key stream that keeps its place between calls. `copy` saves the place ([MS-SPNG] 3.2.5.1, OriginalHandle)."""

    __slots__ = ("_i", "_j", "_state")

    def __init__(self, key: bytes) -> None:
        if not key:
            raise ValueError("an RC4 key has at least one byte")
        state = list(range(256))
        j, size = 0, len(key)
        for i, value in enumerate(state):
            j = (j + value + key[i % size]) & 0xFF
            state[i], state[j] = state[j], value
        self._state, self._i, self._j = state, 0, 0

    def process(self, data: bytes) -> bytes:
        """Encrypt or decrypt the next `len(data)` bytes of the stream."""
        state, i, j = self._state, self._i, self._j
        stream = bytearray(len(data))
        for n in range(len(data)):
            i = (i + 1) & 0xFF
            a = state[i]
            j = (j + a) & 0xFF
            b = state[j]
            state[i], state[j] = b, a
            stream[n] = state[(a + b) & 0xFF]
        self._i, self._j = i, j
        return (int.from_bytes(data, "little") ^ int.from_bytes(stream, "little")).to_bytes(len(data), "little")

    def copy(self) -> RC4:
        twin = object.__new__(RC4)
        twin._state, twin._i, twin._j = self._state.copy(), self._i, self._j
        return twin


def rc4(key: bytes, data: bytes) -> bytes:
    """RC4K: one message under a key of its own."""
    return RC4(key).process(data)
