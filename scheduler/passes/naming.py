"""The bodies of the configuration under the names that documents give them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.issuers import same_body
from parsers.records import Report
from scheduler.config import BodyConfig


def name_as_configured(report: Report, bodies: Sequence[BodyConfig]) -> Report:
    """The report with each issuer that means one configured body under the name that it has there (or alias).

    A region that both sides know must agree: 鼓楼区 exists in four cities. A name that several bodies may bear stays as
    it is read: the register asks which of them the section belongs to (`db.register.resolve_report`).
    """
    near = [body for body in bodies if not (report.region and body.region and report.region != body.region)]
    meant = {name: _configured(name, near if name == report.issuer else bodies) for name in report.issuers}
    if report.issuer:
        meant.setdefault(report.issuer, _configured(report.issuer, near))
    issuers = tuple(dict.fromkeys(meant[name] for name in report.issuers))
    return replace(report, issuer=meant.get(report.issuer or "", report.issuer), issuers=issuers)


def _configured(name: str, bodies: Sequence[BodyConfig]) -> str:
    if any(name in (body.name, *body.aliases) for body in bodies):
        return name
    meant = [[known for known in (body.name, *body.aliases) if same_body(name, known)] for body in bodies]
    bearers = [names[0] for names in meant if names]
    return bearers[0] if len(bearers) == 1 else name
