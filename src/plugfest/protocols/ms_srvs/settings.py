"""[MS-SRVS] 2.2.4.43 and 2.2.4.46: the members of ServerConfiguration: what they may be, and what is done with them.

Beside each member stand its number (2.2.2.12), its range, and its requirements.
"""

from __future__ import annotations

from enum import Enum, auto

import msgspec

_MOST = 0xFFFFFFFF


class Handling(Enum):
    """What the server does with a member that a client gives to NetrServerSetInfo."""

    STORED = auto()
    VALIDATED = auto()
    """It has to be valid, and is forgotten."""
    IGNORED = auto()


class Setting(msgspec.Struct, frozen=True):
    """One member."""

    parameter: int
    low: int = 0
    high: int = _MOST
    range_rule: str = ""
    handling: Handling = Handling.STORED
    rule: str = ""
    """The requirement to validate, or to ignore it."""

    def is_valid(self, value: object) -> bool:
        """Is it in its range? Numbers count without their sign, and text has no range."""
        return not isinstance(value, int) or self.low <= value & _MOST <= self.high


def _ignored(parameter: int, rule: str, low: int = 0, high: int = _MOST, range_rule: str = "") -> Setting:
    return Setting(parameter, low, high, range_rule, Handling.IGNORED, rule)


def _validated(parameter: int, rule: str, low: int, high: int, range_rule: str) -> Setting:
    return Setting(parameter, low, high, range_rule, Handling.VALIDATED, rule)


SERVER_INFO_103_SETTINGS: dict[str, Setting] = {
    "comment": Setting(5),
    "users": Setting(107, 1, _MOST, "MS-SRVS:2.2.4.43:e194ff9f57"),
    "disc": Setting(10, 1, _MOST, "MS-SRVS:2.2.4.43:af2a7ec05b"),
    "hidden": Setting(16, 0, 1, "MS-SRVS:2.2.4.43:b0f220a7f4"),
    "announce": Setting(17, 1, 65535, "MS-SRVS:2.2.4.43:d596efeb20"),
    "anndelta": Setting(18, 0, 65535, "MS-SRVS:2.2.4.43:ec077c2281"),
    "userpath": Setting(112),
}
"""Those of ServerInfo103 that a client may change."""
SERVER_INFO_103_IGNORED = {
    "platform_id": "MS-SRVS:2.2.4.43:68b294f374",
    "name": "MS-SRVS:2.2.4.43:cd8642bfdf",
    "version_major": "MS-SRVS:2.2.4.43:b7e14cf376",
    "version_minor": "MS-SRVS:2.2.4.43:f3ef281048",
    "type": "MS-SRVS:2.2.4.43:b0643b6b82",
    "licenses": "MS-SRVS:2.2.4.43:67a3a0bec5",
}
"""The others of levels 101 and 102 → the requirement to ignore them."""

SERVER_INFO_599_SETTINGS: dict[str, Setting] = {
    "sessopens": Setting(501, 1, 16384, "MS-SRVS:2.2.4.46:0b8ad3864e"),
    "sessvcs": Setting(502, 1, 1, "MS-SRVS:2.2.4.46:a0ee6f5b32"),
    "opensearch": Setting(503, 1, 2048, "MS-SRVS:2.2.4.46:fb69c515cb"),
    "sizreqbuf": _ignored(504, "MS-SRVS:2.2.4.46:9d4159671c", 1024, 65535, "MS-SRVS:2.2.4.46:7046bd9053"),
    "initworkitems": _ignored(505, "MS-SRVS:2.2.4.46:8d827f7781", 1, 512, "MS-SRVS:2.2.4.46:a4a862873c"),
    "maxworkitems": Setting(506, 1, 65535, "MS-SRVS:2.2.4.46:7461d17198"),
    "rawworkitems": _ignored(507, "MS-SRVS:2.2.4.46:311642096b", 1, 512, "MS-SRVS:2.2.4.46:be04c81dc5"),
    "irpstacksize": _ignored(508, "MS-SRVS:2.2.4.46:49c5bdfc79", 11, 50, "MS-SRVS:2.2.4.46:fce18962e0"),
    "maxrawbuflen": _validated(509, "MS-SRVS:2.2.4.46:a02b43f53a", 65535, 65535, "MS-SRVS:2.2.4.46:5181c0e1ea"),
    "sessusers": Setting(510, 1, 2048, "MS-SRVS:2.2.4.46:ac46358650"),
    "sessconns": Setting(511, 1, 2048, "MS-SRVS:2.2.4.46:196bbb4aa0"),
    "maxnonpagedmemoryusage": Setting(512, 0x00400000, _MOST, "MS-SRVS:2.2.4.46:c3b2971f09"),
    "maxpagedmemoryusage": Setting(513, 0x00400000, _MOST, "MS-SRVS:2.2.4.46:54629152b5"),
    "enablesoftcompat": Setting(514, 0, 1, "MS-SRVS:2.2.4.46:3b6d91b57b"),
    "enableforcedlogoff": Setting(515, 0, 1, "MS-SRVS:2.2.4.46:98d69cadbf"),
    "timesource": Setting(516, 0, 1),
    "acceptdownlevelapis": _ignored(517, "MS-SRVS:2.2.4.46:42fc386737", 0, 1, "MS-SRVS:2.2.4.46:b14fa5e79c"),
    "lmannounce": Setting(518, 0, 1),
    "domain": _ignored(519, ""),
    "maxcopyreadlen": Setting(520, handling=Handling.VALIDATED),
    "maxcopywritelen": Setting(521, handling=Handling.VALIDATED),
    "minkeepsearch": _validated(522, "MS-SRVS:2.2.4.46:4ae6f9d967", 5, 5000, "MS-SRVS:2.2.4.46:02bb4d8e05"),
    "maxkeepsearch": Setting(523, 10, 10000, "MS-SRVS:2.2.4.46:6a88ded2da"),
    "minkeepcomplsearch": _validated(524, "MS-SRVS:2.2.4.46:61338fd82e", 1, 1000, "MS-SRVS:2.2.4.46:fe3a4ac4ee"),
    "maxkeepcomplsearch": _validated(525, "MS-SRVS:2.2.4.46:08ac1d133a", 2, 10000, "MS-SRVS:2.2.4.46:7ae3ff0da8"),
    "threadcountadd": _ignored(526, "MS-SRVS:2.2.4.46:e7310adeec"),
    "numblockthreads": _ignored(527, "MS-SRVS:2.2.4.46:9e12a27f84"),
    "scavtimeout": Setting(528, 1, 300, "MS-SRVS:2.2.4.46:2bfbe67bb0"),
    "minrcvqueue": Setting(529, 0, 10, "MS-SRVS:2.2.4.46:6759662462"),
    "minfreeworkitems": Setting(530, 0, 10, "MS-SRVS:2.2.4.46:95004f65c4"),
    "xactmemsize": _ignored(531, "MS-SRVS:2.2.4.46:94c9419655", 0x10000, 0x1000000, "MS-SRVS:2.2.4.46:0ec35f49cc"),
    "threadpriority": _ignored(532, "MS-SRVS:2.2.4.46:936701a4da", 0, 15, "MS-SRVS:2.2.4.46:71124f7653"),
    "maxmpxct": Setting(533, 1, 65535, "MS-SRVS:2.2.4.46:19e5dd364c"),
    "oplockbreakwait": Setting(534, 10, 180, "MS-SRVS:2.2.4.46:838768a747"),
    "oplockbreakresponsewait": Setting(535, 10, 180, "MS-SRVS:2.2.4.46:796df5bcb8"),
    "enableoplocks": Setting(536, 0, 1, "MS-SRVS:2.2.4.46:f572539ef6"),
    "enableoplockforceclose": _ignored(537, "MS-SRVS:2.2.4.46:d79ceba9c8"),
    "enablefcbopens": Setting(538, 0, 1, "MS-SRVS:2.2.4.46:911847806c"),
    "enableraw": Setting(539, 0, 1, "MS-SRVS:2.2.4.46:36f5c8f59e"),
    "enablesharednetdrives": Setting(540, 0, 1),
    "minfreeconnections": Setting(541, 2, 1024, "MS-SRVS:2.2.4.46:92c952bb11"),
    "maxfreeconnections": Setting(542, 2, 16384, "MS-SRVS:2.2.4.46:2a1400d887"),
    "initsesstable": Setting(543, 1, 64, "MS-SRVS:2.2.4.46:366576454b"),
    "initconntable": Setting(544, 1, 128, "MS-SRVS:2.2.4.46:7773313ae4"),
    "initfiletable": Setting(545, 1, 256, "MS-SRVS:2.2.4.46:3678ded6d5"),
    "initsearchtable": Setting(546, 1, 2048, "MS-SRVS:2.2.4.46:108f8c12e5"),
    "alertschedule": Setting(547, 1, 65535, "MS-SRVS:2.2.4.46:c053b30cef"),
    "errorthreshold": Setting(548, 1, 65535, "MS-SRVS:2.2.4.46:bdf4e227a7"),
    "networkerrorthreshold": Setting(549, 1, 100, "MS-SRVS:2.2.4.46:70e50f1ca3"),
    "diskspacethreshold": Setting(550, 0, 99, "MS-SRVS:2.2.4.46:133e26cd6e"),
    "reserved": Setting(0, 0, 0, "MS-SRVS:2.2.4.46:fda729ad0d", Handling.VALIDATED),
    "maxlinkdelay": Setting(552, 0, 0x10000000, "MS-SRVS:2.2.4.46:e9919a7064"),
    "minlinkthroughput": Setting(553),
    "linkinfovalidtime": Setting(554, 0, 0x10000000, "MS-SRVS:2.2.4.46:148387453b"),
    "scavqosinfoupdatetime": Setting(555, 0, 0x10000000, "MS-SRVS:2.2.4.46:5280f7a48a"),
    "maxworkitemidletime": Setting(556, 10, 1800, "MS-SRVS:2.2.4.46:45ea87b90d"),
}
"""All of ServerInfo599."""

SET_LEVELS: dict[int, str] = {
    101: "MS-SRVS:3.1.4.18:f651bcb427",
    102: "MS-SRVS:3.1.4.18:126c8dc849",
    502: "MS-SRVS:3.1.4.18:52973a763d",
    503: "MS-SRVS:3.1.4.18:5d63901cc9",
    599: "MS-SRVS:3.1.4.18:9c8f60121d",
    1005: "MS-SRVS:3.1.4.18:24766903f2",
    1107: "MS-SRVS:3.1.4.18:cd38655a67",
    1010: "",
    1016: "MS-SRVS:3.1.4.18:cc115bc62b",
    1017: "MS-SRVS:3.1.4.18:191ce15031",
    1018: "MS-SRVS:3.1.4.18:24d183fda9",
    1501: "MS-SRVS:3.1.4.18:f79c9b9a60",
    1502: "MS-SRVS:3.1.4.18:385d3aaa06",
    1503: "MS-SRVS:3.1.4.18:3afd4293bd",
    1506: "MS-SRVS:3.1.4.18:61bff8d061",
    1510: "MS-SRVS:3.1.4.18:9be2d6b462",
    1511: "MS-SRVS:3.1.4.18:7c7c504733",
    1512: "MS-SRVS:3.1.4.18:25d0fa071d",
    1513: "MS-SRVS:3.1.4.18:69fd86721f",
    1514: "MS-SRVS:3.1.4.18:9200831ea9",
    1515: "MS-SRVS:3.1.4.18:1304eb5208",
    1516: "MS-SRVS:3.1.4.18:12539e07af",
    1518: "MS-SRVS:3.1.4.18:2d179a9818",
    1523: "MS-SRVS:3.1.4.18:0910d8682e",
    1528: "MS-SRVS:3.1.4.18:362c719720",
    1529: "MS-SRVS:3.1.4.18:01ed172710",
    1530: "MS-SRVS:3.1.4.18:994a11bc0b",
    1533: "MS-SRVS:3.1.4.18:7147a1ae2b",
    1534: "MS-SRVS:3.1.4.18:62db198267",
    1535: "MS-SRVS:3.1.4.18:ef61f7bb83",
    1536: "MS-SRVS:3.1.4.18:d2a5612716",
    1538: "MS-SRVS:3.1.4.18:fa09e1a69b",
    1539: "MS-SRVS:3.1.4.18:5c3049c3c3",
    1540: "MS-SRVS:3.1.4.18:68e2280d98",
    1541: "MS-SRVS:3.1.4.18:bd87756fff",
    1542: "MS-SRVS:3.1.4.18:283db55d56",
    1543: "MS-SRVS:3.1.4.18:21e8c859a6",
    1544: "MS-SRVS:3.1.4.18:9a4802e03b",
    1545: "MS-SRVS:3.1.4.18:58bba3cd8c",
    1546: "MS-SRVS:3.1.4.18:8e86d0b452",
    1547: "MS-SRVS:3.1.4.18:77e5c1711c",
    1548: "MS-SRVS:3.1.4.18:163643324a",
    1549: "MS-SRVS:3.1.4.18:3daa16afab",
    1550: "MS-SRVS:3.1.4.18:2f9771ef5f",
    1552: "MS-SRVS:3.1.4.18:1d8e9c6f1b",
    1553: "MS-SRVS:3.1.4.18:a706b7979d",
    1554: "MS-SRVS:3.1.4.18:c4ee1faed2",
    1555: "MS-SRVS:3.1.4.18:fccc13da06",
    1556: "MS-SRVS:3.1.4.18:16fe0d8563",
}
"""Level of NetrServerSetInfo → the requirement to take over what it bears; 1010 stands in the table only."""
