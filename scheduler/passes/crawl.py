"""The crawl pass: what is due is visited by a child process, then what is new is read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from loguru import logger

from crawler.job import CrawlJob, CrawlResult, Limits, SectionJob
from db.intake_records import BodyEntry, SectionEntry
from db.register import sync_register
from db.status import due_rechecks, section_states
from db.visits import last_whole_visit
from parsers.regions import read_place
from scheduler.config import BodyConfig, Config, SectionConfig
from scheduler.errors import ConfigProblem, FazhiError, UsageProblem
from scheduler.judge.deadlines import Deadlines
from scheduler.passes.child import crawl_in_child
from scheduler.passes.progress import Tick
from scheduler.passes.site import Site

# An unchanged first page carries the last whole visit forward this long at most.
WHOLE_FOR = timedelta(days=7)


def crawl(
    site: Site,
    run_id: int,
    *,
    only: Sequence[str] = (),
    since: int | None = None,
    time_limit: float | None = None,
    tick: Tick | None = None,
) -> tuple[CrawlResult, list[str]]:
    """Visit the sections (or only those named) and return the child's answer and what newly failed, in sentences.

    After ``time_limit`` seconds the crawl drains: what is not visited by then waits for the next one.
    """
    sections = _chosen(site.config, only)
    if sections and not site.simulation and not site.config.crawl.says_who_asks:
        logger.warning("crawl.contact is not set: portals' operators cannot tell who visits them, nor whom to write to")
    before = section_states(site.db)
    job = CrawlJob(
        data_dir=str(site.data),
        run_id=run_id,
        seen_at=site.seen_at,
        sections=tuple(_section_job(site, section, full=since is not None) for section in sections),
        limits=Limits(**site.config.crawl.model_dump()),
        allow=site.config.network.allow,
        since_year=since,
        progress=tick is not None,
    )
    result = crawl_in_child(job, time_limit=time_limit, tick=tick)
    cut_short = _cut_short(len(sections), result)
    after = section_states(site.db)
    failures = [
        f"section {name}: {state.reason or 'could not be read'}"
        for name, state in after.items()
        if state.state == "blind" and (name not in before or before[name].state != "blind")
    ]
    return result, [*failures, *cut_short, *result.errors]


def _cut_short(sections: int, result: CrawlResult) -> list[str]:
    """What is said of a crawl that left sections out. Raises FazhiError where it left out all of them: none is seen."""
    if not sections or result.visits >= sections:
        return []
    why = "; ".join(result.errors) or "its time was up, or it was told to end"
    if not result.visits:
        raise FazhiError(f"the crawl visited none of {sections} sections: {why}; the next pass begins with them")
    return [f"{sections - result.visits} of {sections} sections were not visited: {why}; the next pass does"]


def require_sections(config: Config) -> None:
    """Refuse a configuration that watches nothing: its quiet passes would look like good news. Raises ConfigProblem."""
    if not config.sections:
        raise ConfigProblem(
            f"{config.path}: sections: none is named, so nothing would be watched; "
            "`fazhi doctor URL` writes the entry of a portal's page"
        )


def register(site: Site) -> None:
    """Write the configuration's bodies and sections to the database, so that rows can refer to them."""
    bodies = (
        BodyEntry(
            id=body.id,
            name=body.name,
            cls=body.cls,
            aliases=body.aliases,
            region=body.region,
            routing_region=body.routing_region,
            parent=body.parent,
            since=body.since,
            until=body.until,
            successor=body.successor,
            watched=body.watch,
        )
        for body in site.config.bodies
    )
    sections = (SectionEntry(item.id, item.body, item.url, item.kinds) for item in site.config.sections)
    sync_register(site.db, bodies, sections)


def _chosen(config: Config, only: Sequence[str]) -> list[SectionConfig]:
    known = {section.id: section for section in config.sections}
    for name in only:
        if name not in known:
            raise UsageProblem(f"--section {name}: no section has this id in {config.path}; known: {', '.join(known)}")
    return [known[name] for name in only] if only else list(known.values())


def _section_job(site: Site, section: SectionConfig, *, full: bool) -> SectionJob:
    body = site.config.body(section.body)
    due = Deadlines.of(site.config).newest_due(body, section.kinds, site.today)
    return SectionJob(
        id=section.id,
        body_id=section.body,
        url=section.url,
        kinds=tuple(section.kinds),
        render=section.render,
        family=section.family,
        tls=section.tls,
        region=_place_of(site.config, body),
        settled=section.settled,
        full=full or _needs_whole(site, section.id, due),
        recheck=tuple(due_rechecks(site.db, section.id, site.seen_at)),
    )


def _place_of(config: Config, body: BodyConfig) -> str | None:
    """The division that a body belongs to: its own, the one it is told to, the one in its name, or its parent's."""
    found = body.region or body.routing_region or read_place(body.name).code
    if found or body.parent is None:
        return found
    return _place_of(config, config.body(body.parent))


def _needs_whole(site: Site, section_id: str, due: date | None) -> bool:
    """The first visit, the first after a due date, and one a week walk all pages: absence is proved by nothing less.

    So does the first one that notes how far back the list reaches.
    """
    last = last_whole_visit(site.db, section_id)
    if last is None or last.reach is None:
        return True
    seen = date.fromisoformat(last.evidence_at[:10])
    return site.today - seen >= WHOLE_FOR or (due is not None and seen <= due < site.today)
