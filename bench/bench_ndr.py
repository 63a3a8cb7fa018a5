"""A NetrShareEnum response decoded and encoded: our NDR beside impacket and Samba's C bindings, in one run, in turn.

Samba's bindings (Debian's python3-samba) run in the system's Python. They unpack into C structures and make Python
objects of members only when these are read, so both are shown: unpacking, and unpacking with every member read.
Impacket is in the extra `bench`.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from plugfest.protocols.ms_srvs.types import (
    SHARE_ENUM_STRUCT,
    SHARE_INFO_1,
    SHARE_INFO_1_CONTAINER,
    SHARE_INFO_502_CONTAINER,
    SHARE_INFO_502_I,
    NetrShareEnumResponse,
)

ROUNDS = 5
SECONDS = 0.2
"""How long each one is measured in a round."""
AIM_IMPACKET = 20.0
AIM_SAMBA = 0.4
SYSTEM_PYTHON = "/usr/bin/python3"
SAMBA = """
import json, sys, time
from samba.dcerpc import srvsvc
def measure(run, seconds):
    count, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        for _ in range(20): run()
        count += 20
    return (time.perf_counter() - began) / count
def reader(data):
    def unpack():
        call = srvsvc.NetShareEnumAll()
        call.__ndr_unpack_out__(data)
        return call
    def read():
        array = unpack().out_info_ctr.ctr.array
        names = [name for name in dir(array[0]) if not name.startswith("_")]
        names = [name for name in names if not callable(getattr(array[0], name))]
        def all_read():
            return [[getattr(share, name) for name in names] for share in unpack().out_info_ctr.ctr.array]
        return all_read
    return unpack, read()
found = {}
for path in sys.argv[2:]:
    with open(path, "rb") as file: data = file.read()
    found[path] = [measure(run, float(sys.argv[1])) for run in reader(data)]
print(json.dumps(found))
"""


def response(level: int, count: int) -> NetrShareEnumResponse:
    """An answer with so many shares."""
    names = [f"share{number}" for number in range(count)]
    container: SHARE_INFO_1_CONTAINER | SHARE_INFO_502_CONTAINER
    if level == 1:
        container = SHARE_INFO_1_CONTAINER(Buffer=tuple(SHARE_INFO_1(name, 0, "a remark on it") for name in names))
    else:
        sd = bytes.fromhex("0100048000000000000000000000000014000000") + bytes(28)
        container = SHARE_INFO_502_CONTAINER(
            Buffer=tuple(
                SHARE_INFO_502_I(name, 0, "a remark on it", 0, 0xFFFFFFFF, 1, f"C:\\srv\\{name}", "", None, sd)
                for name in names
            )
        )
    return NetrShareEnumResponse(SHARE_ENUM_STRUCT(level, container), count, None, 0)


def measure(run: Callable[[], object]) -> float:
    """Seconds of one run."""
    runs, began = 0, time.perf_counter()
    while time.perf_counter() - began < SECONDS:
        for _ in range(5):
            run()
        runs += 5
    return (time.perf_counter() - began) / runs


def sambas(paths: list[str]) -> dict[str, list[float]]:
    """Path of a stub → seconds to unpack it, and to unpack and read it; empty where there are no bindings."""
    command = [SYSTEM_PYTHON, "-c", SAMBA, str(SECONDS), *paths]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return {}
    found: dict[str, list[float]] = json.loads(done.stdout)
    return found


def main() -> int:
    """Print the medians and the ratios; exit 1 where an aim is missed."""
    try:
        from impacket.dcerpc.v5 import srvs
    except ImportError:
        print("skipped: impacket is not installed (extra `bench`)")
        return 0
    missed = False
    print(f"{'microseconds':26}{'plugfest':>10}{'impacket':>10}{'Samba C':>10}{'C, read':>10}{'encode':>10}")
    for level in (1, 502):
        for count in (4, 50):
            value = response(level, count)
            stub = value.encode()
            ours, theirs, unpacked, read, encoded = [], [], [], [], []
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder, "stub")
                path.write_bytes(stub)
                for _ in range(ROUNDS):
                    ours.append(measure(lambda stub=stub: NetrShareEnumResponse.decode(stub)))  # type: ignore[misc]
                    theirs.append(measure(lambda stub=stub: srvs.NetrShareEnumResponse(stub)))  # type: ignore[misc]
                    encoded.append(measure(value.encode))
                    for times in sambas([str(path)]).values():
                        unpacked.append(times[0])
                        read.append(times[1])
            columns = [ours, theirs, unpacked, read, encoded]
            medians = [statistics.median(column) * 1e6 if column else float("nan") for column in columns]
            name = f"level {level}, {count} shares"
            print(f"{name:26}" + "".join(f"{median:10.1f}" for median in medians))
            ratio, samba = medians[1] / medians[0], medians[2] / medians[0]
            print(f"  {ratio:.0f} × impacket (aim {AIM_IMPACKET:.0f}), {samba:.2f} × Samba C (aim {AIM_SAMBA})")
            missed |= ratio < AIM_IMPACKET or samba < AIM_SAMBA  # no number where there are no bindings
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
