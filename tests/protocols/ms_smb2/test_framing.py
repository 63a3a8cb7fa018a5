"""[MS-SMB2] 2.1: frames come as the network cuts them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.errors import WireError
from plugfest.protocols.ms_smb2.framing import PREFIX_SIZE, FrameReader, frame


@given(st.lists(st.binary(max_size=40), max_size=8), st.lists(st.integers(1, 50), max_size=20))
def test_any_cut_gives_the_same_messages(messages: list[bytes], cuts: list[int]) -> None:
    reader = FrameReader()
    stream = b"".join(map(frame, messages))
    whole: list[bytes] = []
    for size in cuts:
        whole += reader.feed(stream[:size])
        stream = stream[size:]
        assert 0 <= reader.waiting < 40 + PREFIX_SIZE
    whole += reader.feed(stream)
    assert whole == messages
    assert reader.waiting == 0


@pytest.mark.parametrize("before", [b"", b"\0\0", frame(b"message")])
@pytest.mark.parametrize(("prefix", "field"), [(b"\x81\0\0\0", "Zero"), (b"\0\0\0\x09", "StreamProtocolLength")])
def test_what_is_no_frame_is_refused(before: bytes, prefix: bytes, field: str) -> None:
    reader = FrameReader(limit=8)
    reader.feed(before)
    with pytest.raises(WireError, match=field):
        reader.feed((b"\0\0" if len(before) == 2 else b"") + prefix)
