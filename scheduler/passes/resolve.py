"""Which known body a report counts for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.issuers import same_body
from parsers.records import Report
from scheduler.config import BodyConfig


@dataclass(frozen=True)
class Resolver:
    """Finds the configured body of a report by its issuers' names and aliases, never by the section it stood in.

    A region that both sides know must agree: 鼓楼区 exists in four cities. A name that two bodies bear decides nothing
    here: the register asks which of them the section belongs to (`db.register.resolve_body`).
    """

    bodies: Sequence[BodyConfig]

    def body_of(self, report: Report) -> str | None:
        """The body's id; None for an issuer that the configuration does not name."""
        names = [name for name in (report.issuer, *report.issuers) if name]
        near = [body for body in self.bodies if not (report.region and body.region and report.region != body.region)]
        for name in names:
            bearers = [body.id for body in near if any(same_body(name, known) for known in (body.name, *body.aliases))]
            if bearers:
                return bearers[0] if len(bearers) == 1 else None
        return None
