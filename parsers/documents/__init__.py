"""The text of a document, out of whatever format its portal chose."""

from parsers.documents.choose import is_note, read_text

__all__ = ["is_note", "read_text"]
