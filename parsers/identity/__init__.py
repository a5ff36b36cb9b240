"""What a document is, of which year, whose, and when it was signed and published."""

from parsers.identity.report import read_report
from parsers.identity.verdict import ANOTHER_TEXT

__all__ = ["ANOTHER_TEXT", "read_report"]
