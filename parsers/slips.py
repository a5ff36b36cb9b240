"""Slips of the pen in a title's name of its body."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.issuers import GOVERNMENT, read_issuer, same_body


def is_slip(
    titled: Sequence[str], signed: Sequence[str], section: Sequence[str], hints: Sequence[str], year: int | None
) -> bool:
    """Whether a title names a place that does not exist, one character off the body that signed and whose section shows
    it (芦凇区 for 芦淞区): names as the title, the signature and the section's body give them.
    """
    if not (len(titled) == len(signed) == len(section) == 1):
        return False
    signer = read_issuer(signed[0], hints, year)
    if read_issuer(titled[0], (), year).cls is not None or not same_body(signer.name, section[0]):
        return False
    written, right = (name.removesuffix(GOVERNMENT) for name in (titled[0], signer.name))
    right = right[-len(written) :]
    return len(written) == len(right) > 2 and sum(a != b for a, b in zip(written, right, strict=True)) == 1
