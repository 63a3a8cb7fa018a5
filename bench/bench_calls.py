"""NetrShareEnum calls a second over SMB against one smbd: our client beside impacket, in turn, signed alike.

Both open srvsvc once and then call one after the other. Needs Debian's samba and the extra `bench`.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Callable

from plugfest.conformance.smbd import Smbd, SmbdUnavailable, private_smbd
from plugfest.net import connect, open_rpc
from plugfest.protocols.ms_smb2.client import ClientSettings
from plugfest.protocols.ms_srvs.client import entries, share_enum
from plugfest.protocols.ms_srvs.types import SRVSVC

CALLS = 300
ROUNDS = 5


def ours(smbd: Smbd) -> float:
    """Calls a second."""

    async def run() -> float:
        settings = ClientSettings(require_signing=True)
        async with connect(smbd.url("IPC$"), settings=settings) as tree:
            rpc = await open_rpc(tree, "srvsvc", SRVSVC)
            request = share_enum(1)
            assert entries(await rpc.call(request))
            began = time.perf_counter()
            for _ in range(CALLS):
                await rpc.call(request)
            return CALLS / (time.perf_counter() - began)

    return asyncio.run(run())


def impackets(smbd: Smbd) -> float:
    """Calls a second."""
    from impacket.dcerpc.v5 import srvs, transport

    binding = transport.SMBTransport(smbd.host, smbd.port, r"\srvsvc", username=smbd.user, password=smbd.password)
    rpc = binding.get_dce_rpc()
    rpc.connect()
    rpc.bind(srvs.MSRPC_UUID_SRVS)
    assert srvs.hNetrShareEnum(rpc, 1)
    began = time.perf_counter()
    for _ in range(CALLS):
        srvs.hNetrShareEnum(rpc, 1)
    seconds = time.perf_counter() - began
    rpc.disconnect()
    return CALLS / seconds


def main() -> int:
    """Print the medians and their ratio."""
    try:
        with private_smbd() as smbd:
            runs: dict[str, Callable[[Smbd], float]] = {"plugfest": ours, "impacket": impackets}
            seen: dict[str, list[float]] = {name: [] for name in runs}
            for _ in range(ROUNDS):
                for name, run in runs.items():
                    seen[name].append(run(smbd))
    except SmbdUnavailable as reason:
        print(f"skipped: {reason}")
        return 0
    medians = {name: statistics.median(values) for name, values in seen.items()}
    for name, value in medians.items():
        print(f"NetrShareEnum level 1 against smbd, {name:9} {value:7.0f} calls/s")
    print(f"ratio plugfest / impacket {medians['plugfest'] / medians['impacket']:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
