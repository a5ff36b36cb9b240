"""One body as its name shows it, and the classes of bodies."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from parsers.regions import zone_key


class IssuerClass(StrEnum):
    """What a body is: the seven classes that deadlines know, and the party's organs."""

    PROVINCE = "province"
    PREFECTURE_GOVERNMENT = "prefecture_government"
    COUNTY_GOVERNMENT = "county_government"
    TOWNSHIP_GOVERNMENT = "township_government"
    SUBDISTRICT_OFFICE = "subdistrict_office"
    DEPARTMENT = "department"
    MANAGEMENT_ZONE = "management_zone"
    PARTY = "party"


# Below the county: towns, townships and streets, and the words on which their names end
TOWNSHIPS = frozenset({IssuerClass.TOWNSHIP_GOVERNMENT, IssuerClass.SUBDISTRICT_OFFICE})
TOWNSHIP_WORDS = ("镇", "乡", "街道", "苏木")
GOVERNMENT = "人民政府"
OFFICE = "办事处"
PARTY = "委员会"
RULE_OF_LAW_OFFICE = "全面依法治理委员会办公室"


@dataclass(frozen=True, slots=True)
class Issuer:
    """One body as its name shows it.

    ``name`` is the full name where the place is certain, else the name as written. ``region`` is the GB code of the
    division it belongs to (of a zone: the one it answers to), None when unknown or ambiguous.
    """

    name: str
    written: str
    cls: IssuerClass | None
    region: str | None
    unit: str
    organ: str

    @property
    def key(self) -> tuple[str | None, str, str]:
        """What two names of one body have in common."""
        return (self.region, zone_key(self.unit), self.organ)
