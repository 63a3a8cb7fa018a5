"""How long `plugfest simulate --all` takes from a filled library: anew, and when nothing has changed.

It uses the library that PLUGFEST_LIBRARY names.
"""

from __future__ import annotations

import sys
import time

from plugfest.cli.simulate import simulations, totals
from plugfest.simulate.simulation import forget
from plugfest.specs import open_library

AIM_ANEW = 60.0
AIM_KEPT = 5.0


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
    interfaces, methods = sums["interfaces"], sums["methods"]
    print(f"{interfaces['all']} interfaces, {methods['all']} methods, {methods['codecs']} of them with codecs")
    print(f"anew {times[0]:.1f} s (aim {AIM_ANEW:.0f}), kept {times[1]:.2f} s (aim {AIM_KEPT:.0f})")
    return int(times[0] > AIM_ANEW or times[1] > AIM_KEPT)


if __name__ == "__main__":
    sys.exit(main())
