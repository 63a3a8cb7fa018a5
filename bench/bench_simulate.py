"""How long `plugfest simulate --all` takes from a filled library: anew, and when nothing has changed, and
how much memory.

It uses the library that PLUGFEST_LIBRARY names.
"""

from __future__ import annotations

import os
import resource
import sys
import time

from plugfest.cli.simulate import simulations, totals
from plugfest.simulate.simulation import forget
from plugfest.specs import open_library

AIM_ANEW = 180.0
AIM_KEPT = 10.0
AIM_MEMORY = 1536.0
"""MiB, all processes together."""


def main() -> int:
    """Print both times and what was found; exit 1 where an aim is missed."""
    with open_library() as library:
        if not library.names():
            print("skipped: the library is empty")
            return 0
        forget(library)
        times = []
        for _ in range(2):
            began = time.perf_counter()
            found = simulations(library, (), True)
            times.append(time.perf_counter() - began)
    sums = totals(found)
    one = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 + one * (os.cpu_count() or 1)
    interfaces, methods = sums["interfaces"], sums["methods"]
    print(f"{interfaces['all']} interfaces, {methods['all']} methods, {methods['codecs']} of them with codecs")
    print(f"anew {times[0]:.1f} s (aim {AIM_ANEW:.0f}), kept {times[1]:.2f} s (aim {AIM_KEPT:.0f})")
    print(f"at most {memory:.0f} MiB, the largest child counted for each core (aim {AIM_MEMORY:.0f})")
    return int(times[0] > AIM_ANEW or times[1] > AIM_KEPT or memory > AIM_MEMORY)


if __name__ == "__main__":
    sys.exit(main())
