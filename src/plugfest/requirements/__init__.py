"""Requirements: extraction, ids, facts."""

from plugfest.requirements.extract import extract

__all__ = ["extract"]
