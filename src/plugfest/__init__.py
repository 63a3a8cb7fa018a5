"""plugfest: a protocol interoperability workbench for implementers of Microsoft's Open Specifications.

The specification is the source: a sentence, the requirement taken from it, the case that covers it, the bytes that
prove or refute it and the verdict are one chain, pinned to a document revision.
"""

__version__ = "0.1.0"
