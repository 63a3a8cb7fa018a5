"""Sphinx: MyST pages, furo. `make docs` builds them."""

import plugfest

project = "plugfest"
author = "the plugfest developers"
copyright = "the plugfest developers"  # noqa: A001
version = release = plugfest.__version__
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
exclude_patterns = ["_build", "adr/README.md"]
html_theme = "furo"
html_title = f"plugfest {release}"
