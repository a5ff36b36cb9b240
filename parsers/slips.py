"""A title's name of its body that is not quite its own: slips of the pen, short names of places that no code tells."""

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


def is_short(
    titled: Sequence[str], signed: Sequence[str], section: Sequence[str], hints: Sequence[str], year: int | None
) -> bool:
    """Whether a title calls a government in short (青岚县政府, 县政府) that signed in full and whose section shows it,
    where no division of the short name is known; names as in `is_slip`.
    """
    if not (len(titled) == len(signed) == len(section) == 1 and signed[0].endswith(GOVERNMENT)):
        return False
    signer = read_issuer(signed[0], hints, year)
    if read_issuer(titled[0], (), year).cls is not None or not same_body(signer.name, section[0]):
        return False
    place = titled[0].removesuffix(GOVERNMENT).removesuffix("政府")
    return bool(place) and titled[0] != signed[0] and signed[0].removesuffix(GOVERNMENT).endswith(place)
