"""The text of a document, out of whatever format its portal chose."""

from parsers.documents.choose import read_text

__all__ = ["read_text"]
