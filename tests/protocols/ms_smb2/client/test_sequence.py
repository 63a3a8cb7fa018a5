"""[MS-SMB2] 3.2.4.1.6 and 3.1.5.2: sequence numbers and charges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugfest.errors import LocalProtocolError
from plugfest.protocols.ms_smb2.client.sequence import SequenceWindow, credit_charge
from plugfest.protocols.ms_smb2.ioctl import IoctlRequest
from plugfest.protocols.ms_smb2.read_write import EchoRequest, ReadRequest, WriteRequest


def test_begins_with_zero_and_grows_by_what_is_granted():
    window = SequenceWindow()
    assert window.available == 1
    window.grant(2)
    assert [window.take(), window.take(), window.take()] == [0, 1, 2]
    assert not window.can_take()
    with pytest.raises(LocalProtocolError, match="1 consecutive credits wanted, 0 at hand"):
        window.take()


def test_several_numbers_are_consecutive_and_the_lowest():
    window = SequenceWindow()
    window.grant(7)
    window.use(2)
    assert window.available == 7
    assert window.take(2) == 0
    assert window.take(3) == 3
    assert window.take() == 6
    assert window.available == 1


@given(st.lists(st.tuples(st.sampled_from(["grant", "take", "use"]), st.integers(0, 12), st.integers(1, 4))))
def test_no_number_is_given_twice_nor_before_it_is_granted(steps):
    window, used, granted = SequenceWindow(), set(), 1
    for step, number, count in steps:
        if step == "grant":
            window.grant(count)
            granted += count
        elif step == "use":
            window.use(number, count)
            used |= {n for n in range(number, number + count) if n < granted}
        elif window.can_take(count):
            free = [n for n in range(granted) if not used & set(range(n, n + count)) and n + count <= granted]
            first = window.take(count)
            assert first == free[0]
            used |= set(range(first, first + count))
        assert window.available == granted - len(used)


@pytest.mark.parametrize(
    ("body", "charge"),
    [
        (EchoRequest(), 1),
        (b"anything", 1),
        (ReadRequest(length=0), 1),
        (ReadRequest(length=65536), 1),
        (ReadRequest(length=65537), 2),
        (WriteRequest(buffer=bytes(131072)), 2),
        (IoctlRequest(input=bytes(10), max_output_response=65536 * 3), 3),
        (IoctlRequest(input=bytes(65537), max_output_response=10), 2),
    ],
)
def test_charge(body, charge):
    assert credit_charge(body) == charge
