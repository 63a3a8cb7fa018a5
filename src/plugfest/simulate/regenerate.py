"""Writes the modules of `emitted.toml` again: `python -m plugfest.simulate.regenerate` (`make emit`)."""

from __future__ import annotations

from pathlib import Path

import plugfest.protocols
from plugfest.simulate.departures import emitted_modules
from plugfest.simulate.emitter import emit
from plugfest.simulate.simulation import Simulator
from plugfest.specs import open_library


def main() -> None:
    """Write each module from the newest revision of its document in the user's library; say which ones changed."""
    base = Path(plugfest.protocols.__file__).parent
    with open_library() as library:
        simulator = Simulator(library)
        for module in emitted_modules():
            model = next(one for one in simulator.interfaces(module.document) if one.name == module.interface)
            path = base / module.path
            text = emit(model, module.departures)
            changed = not path.exists() or path.read_text(encoding="utf-8") != text
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"{module.path}: {'written' if changed else 'as it was'}")


if __name__ == "__main__":
    main()
