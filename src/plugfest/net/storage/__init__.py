"""Shares that are kept on the host: what the object store of [MS-FSA] stores its files in."""

from plugfest.net.storage.directory import DirectoryStorage

__all__ = ["DirectoryStorage"]
