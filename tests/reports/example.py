"""A run with every kind of verdict, as a run against a file server gives them."""

from __future__ import annotations

from plugfest.records import Exchange, FieldValue, Message, Run, Verdict, VerdictKind

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>'\"&\x00\x1b\ud800\ufffe"

RUN = Run(
    id="2026-11-20-1",
    target="smb://alice@127.0.0.1:4455/share",
    started="2026-11-20T09:41:07Z",
    duration=12.4,
    version="0.1.0",
    profile="samba-4.17",
    capabilities={
        "dialects": "2.0.2, 2.1, 3.0, 3.0.2, 3.1.1",
        "ciphers": "AES-128-GCM, AES-128-CCM, AES-256-GCM, AES-256-CCM",
        "signing": "AES-128-GMAC, AES-128-CMAC; required",
        "leasing": "yes",
        "srvsvc": "NDR, levels 0 1 2 501 502 503",
    },
    revisions={"MS-SRVS": "36.0", "MS-SMB2": "81.0"},
)


def negotiate(connection: int = 1) -> tuple[Message, Message]:
    """The two messages that every exchange begins with."""
    request = bytes.fromhex("fe534d42400000000000000000001f00") + bytes(48)
    request += (
        bytes.fromhex("24000500010000007f000000")
        + b"plugfest-client!"
        + bytes.fromhex("700000000200000002021002000302031103")
    )
    response = bytes.fromhex("fe534d42400000000000000000000100010000") + bytes(45)
    response += (
        bytes.fromhex("4100030011030200") + b"private-smbd-fs1" + bytes.fromhex("7f00000000008000000080000000800000")
    )
    return (
        Message(
            number=1,
            time=0.0011,
            sent=True,
            connection=connection,
            name="SMB2 NEGOTIATE Request",
            section="MS-SMB2 2.2.3",
            data=request,
            fields=(
                FieldValue("header.ProtocolId", "0xFE 'S' 'M' 'B'", 0),
                FieldValue("header.StructureSize", "64", 4),
                FieldValue("header.CreditCharge", "0", 6),
                FieldValue("header.Command", "SMB2 NEGOTIATE (0x0000)", 12),
                FieldValue("header.CreditRequest", "31", 14),
                FieldValue("header.MessageId", "0", 24),
                FieldValue("StructureSize", "36", 64),
                FieldValue("DialectCount", "5", 66),
                FieldValue("SecurityMode", "SMB2_NEGOTIATE_SIGNING_ENABLED (0x0001)", 68),
                FieldValue("Capabilities", "0x0000007F", 72),
                FieldValue("ClientGuid", "706c7567-6665-7374-2d63-6c69656e7421", 76),
                FieldValue("Dialects", "2.0.2, 2.1, 3.0, 3.0.2, 3.1.1", 100),
            ),
            summary="dialects 2.0.2 to 3.1.1",
        ),
        Message(
            number=2,
            time=0.0042,
            sent=False,
            connection=connection,
            name="SMB2 NEGOTIATE Response",
            section="MS-SMB2 2.2.4",
            data=response,
            fields=(
                FieldValue("header.Status", "STATUS_SUCCESS (0x00000000)", 8),
                FieldValue("header.Command", "SMB2 NEGOTIATE (0x0000)", 12),
                FieldValue("StructureSize", "65", 64),
                FieldValue("SecurityMode", "SIGNING_ENABLED | SIGNING_REQUIRED (0x0003)", 66),
                FieldValue("DialectRevision", "3.1.1 (0x0311)", 68),
                FieldValue("ServerGuid", "70726976-6174-652d-736d-62642d667331", 72),
                FieldValue("Capabilities", "DFS | LEASING | LARGE_MTU (0x0000007F)", 88),
            ),
            summary="STATUS_SUCCESS, 3.1.1",
        ),
    )


def share_enum(level: int, status: str) -> tuple[Message, Message]:
    """A call of NetrShareEnum and its answer."""
    stub = bytes(range(0, 250, 2)) * 2
    return (
        Message(
            number=3,
            time=0.0412,
            sent=True,
            connection=1,
            name="NetrShareEnum request",
            section="MS-SRVS 3.1.4.8",
            data=stub[:120],
            encrypted=True,
            fields=(
                FieldValue("ServerName", r"'\\127.0.0.1'", 0),
                FieldValue("InfoStruct.Level", str(level), 40),
                FieldValue("InfoStruct.ShareInfo", f"SHARE_INFO_{level}_CONTAINER", 44),
                FieldValue("PreferedMaximumLength", "4294967295", 60),
                FieldValue("ResumeHandle", "NULL", 64),
            ),
            summary=f"level {level}",
        ),
        Message(
            number=4,
            time=0.0489,
            sent=False,
            connection=1,
            name="NetrShareEnum response",
            section="MS-SRVS 3.1.4.8",
            data=stub * 30,
            encrypted=True,
            fields=(
                FieldValue("InfoStruct.Level", str(level), 0),
                FieldValue("InfoStruct.ShareInfo.EntriesRead", "3", 12),
                FieldValue("InfoStruct.ShareInfo.Buffer[0].shi1_netname", "'share'", 40),
                FieldValue("InfoStruct.ShareInfo.Buffer[0].shi1_type", "STYPE_DISKTREE (0x00000000)", 44),
                FieldValue("TotalEntries", "3", 200),
                FieldValue("return", status, 208),
            ),
            summary=status,
        ),
    )


def exchange(*more: Message, folder: str = "captures/ms_srvs.share_enum.x", sealed: bool = False) -> Exchange:
    """An exchange with a negotiation and what follows."""
    return Exchange(
        messages=(*negotiate(), *more),
        capture=f"{folder}/x.pcapng",
        decrypted=f"{folder}/x.decrypted.pcapng" if sealed else "",
        keys=f"{folder}/keys.txt" if sealed else "",
    )


MUST = "MS-SRVS:3.1.4.8:00a1b2c3d4"
SHOULD = "MS-SRVS:3.1.4.8:11a1b2c3d4"
TREE = "MS-SMB2:3.3.5.7:22a1b2c3d4"
STATEMENTS = {
    MUST: "A made-up statement that a server MUST refuse a level it does not know.",
    TREE: "A made-up statement that a server MUST disconnect who sends this unsigned.",
}
LEVELS = {MUST: "MUST", SHOULD: "SHOULD", TREE: "MUST"}

VERDICTS = [
    Verdict(
        case="ms_srvs/share_enum.py::test_level_1",
        kind=VerdictKind.PASS,
        title="Level 1 lists name, type and remark of every share",
        covers=(MUST,),
        duration=0.061,
        exchange=exchange(*share_enum(1, "NERR_Success"), sealed=True),
    ),
    Verdict(
        case="ms_srvs/share_enum.py::test_unknown_level",
        kind=VerdictKind.FAIL,
        title="A level that does not exist is refused",
        covers=(MUST, SHOULD),
        requirement=MUST,
        expected="ERROR_INVALID_LEVEL (0x0000007C)",
        actual="nca_s_fault_invalid_tag (0x1C000006)",
        reason="the server answered an RPC fault where an error code of the method is due",
        duration=0.058,
        exchange=exchange(*share_enum(9, "fault nca_s_fault_invalid_tag"), sealed=True),
    ),
    Verdict(
        case="ms_srvs/share_enum.py::test_resume_handle_is_ignored_when_null",
        kind=VerdictKind.DEVIATION,
        title="A NULL ResumeHandle begins at the first share",
        covers=(SHOULD,),
        expected="3 entries",
        actual="0 entries",
        reason="the list is empty",
        known="Samba returns the whole list whatever the length is; its documentation says so",
        duration=0.05,
        exchange=exchange(*share_enum(2, "NERR_Success")),
    ),
    Verdict(
        case="ms_smb2/tree_connect.py::test_unsigned_is_disconnected",
        kind=VerdictKind.DEVIATION,
        title="An unsigned, unencrypted TREE_CONNECT ends the connection",
        covers=(SHOULD,),
        expected="disconnected",
        actual=f"SMB2 TREE_CONNECT Response {HOSTILE}",
        reason=f"the connection is still open {HOSTILE}",
        malforms=True,
        duration=0.31,
        exchange=exchange(),
    ),
    Verdict(
        case="ms_smb2/negotiate.py::test_no_common_dialect",
        kind=VerdictKind.INCONCLUSIVE,
        title="Without a common dialect the request is refused",
        covers=(TREE,),
        reason="the peer closed the connection before the first message",
        duration=0.01,
    ),
    Verdict(
        case="ms_smb2/tree_connect.py::test_share_of_another_node",
        kind=VerdictKind.NOT_APPLICABLE,
        title="A share that moved is redirected",
        covers=(TREE,),
        reason="the target has no SMB2_SHAREFLAG_… cluster share",
    ),
    Verdict(
        case="ms_smb2/session_setup.py::test_reauthentication",
        kind=VerdictKind.ERROR,
        title="A session may be authenticated again",
        covers=(TREE,),
        reason="AttributeError: 'NoneType' object has no attribute 'key'",
        detail='Traceback (most recent call last):\n  File "session.py", line 3, in step\nAttributeError: <none>',
        duration=0.02,
        exchange=exchange(),
    ),
    Verdict(
        case="ms_srvs/remote_tod.py::test_time",
        kind=VerdictKind.PASS,
        title="NetrRemoteTOD gives the time of day",
        covers=(SHOULD,),
        unexpected_pass=True,
        duration=0.04,
        exchange=exchange(),
    ),
]
