"""Issuers of official documents: what a name says of the body, and when two names mean the same one.

A name is read as place (the register's division), unit (township, subdistrict or zone) and organ (政府, 管委会, 党委,
依法治办, 司法局 …). Names are expanded only where the place is certain: 闵行区 becomes 上海市闵行区人民政府, 鼓楼区
without a hint stays as it is. Nothing is expanded by resemblance.
"""

from parsers.issuers.full import spelled_out
from parsers.issuers.issuer import GOVERNMENT, TOWNSHIP_WORDS, TOWNSHIPS, Issuer, IssuerClass
from parsers.issuers.joint import is_body_name, split_issuers, with_places
from parsers.issuers.names import (
    classify,
    expand,
    government_of,
    is_national,
    likely_class,
    place_names,
    read_issuer,
    same_body,
)
from parsers.issuers.placed import placed

__all__ = [
    "GOVERNMENT",
    "TOWNSHIPS",
    "TOWNSHIP_WORDS",
    "Issuer",
    "IssuerClass",
    "classify",
    "expand",
    "government_of",
    "is_body_name",
    "is_national",
    "likely_class",
    "place_names",
    "placed",
    "read_issuer",
    "same_body",
    "spelled_out",
    "split_issuers",
    "with_places",
]
