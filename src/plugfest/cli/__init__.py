"""The command line: thin. Each command is a file here that calls a function which a script could call too."""

from plugfest.cli.main import main

__all__ = ["main"]
