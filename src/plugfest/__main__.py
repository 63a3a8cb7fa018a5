"""`python -m plugfest`."""

from plugfest.cli import main

main()
