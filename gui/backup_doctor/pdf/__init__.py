"""A diagnosis as a document for people: tagged, archival, and the same bytes every time."""

from .render import make_pdf

__all__ = ["make_pdf"]
