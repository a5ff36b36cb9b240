"""Reading backwards from a number: a pattern that ends at it is matched on the words before it turned round.

To search the words for a pattern that ends in ``$`` would try each place; turned round, it is tried once.
"""

from __future__ import annotations


def turned(words: str) -> str:
    """The alternatives of a pattern for words that are read backwards, the longest first; blanks part ``words``."""
    return "|".join(word[::-1] for word in sorted(words.split(), key=len, reverse=True))
