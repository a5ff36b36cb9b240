"""What a document is, of which year, whose, and when it was signed and published."""

from parsers.identity.report import read_report

__all__ = ["read_report"]
