"""A site that watches the farm: its configuration, passes on the farm's days, and what they came to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from db.database import Database, fetch_dicts, open_database
from db.dump import canonical_dump
from scheduler.cli.output import Output
from scheduler.config import load_config
from scheduler.passes.run import Summary, check_pass, crawl_pass, nightly_pass
from tests.farm.farm import NETWORK, Farm, FarmPortal


class FarmSite:
    """One data folder; `run` plays a day on the farm and passes over it as `fazhi run --today` would."""

    def __init__(self, folder: Path, farm: Farm, **crawl: Any) -> None:
        self.folder = folder
        self.farm = farm
        self.crawl = {"per_host_delay": 0, "per_host_concurrency": 2, "timeout": 10, **crawl}

    @property
    def config(self) -> Path:
        return self.folder / "fazhi.yaml"

    def write_config(self) -> None:
        """A body and a section for each portal of the farm."""
        document = {
            "data_dir": ".",
            "bodies": [
                {"id": portal.name, "name": portal.column.government, "class": "county_government", "since": 2023}
                for portal in self.farm
                if portal.body == portal.name
            ],
            "sections": [
                {"id": portal.name, "body": portal.body, "url": portal.url, "kinds": ["fazhi_annual"], **portal.section}
                for portal in self.farm
            ],
            "crawl": self.crawl,
            "read": {"ocr": False, "workers": 1},  # a second one costs more to start than these texts to read
            "network": {"allow": [NETWORK]},
        }
        self.config.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")

    def run(self, day: date, *, only: Sequence[str] = ()) -> Summary:
        """One night: the farm plays the day, the sections (or some) are crawled, read and judged."""
        self.farm.play(day)
        self.farm.forget()
        self.write_config()
        config, progress = load_config(self.config), Output(json=True).progress
        if not only:
            return nightly_pass(config, progress, today=day)
        summary = crawl_pass(config, progress, only=only, today=day)
        check_pass(config, today=day)
        return summary

    @cached_property
    def db(self) -> Database:
        """One reader for all questions: SQLite keeps a file open as long as anybody in the process has it open."""
        return open_database(self.folder, read_only=True)

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        return fetch_dicts(self.db, sql, list(values))

    def dump(self) -> str:
        return canonical_dump(self.db)

    def visits(self, portal: FarmPortal) -> list[dict[str, Any]]:
        """The visits of a portal's section, the oldest first."""
        return self.rows("SELECT * FROM visits WHERE section_id = ? ORDER BY id", portal.section_id)

    def visit(self, portal: FarmPortal) -> dict[str, Any]:
        """The newest visit of a portal's section."""
        return self.visits(portal)[-1]

    def expectation(self, portal: FarmPortal, year: int) -> dict[str, Any]:
        """How a body's report of a year stands."""
        sql = "SELECT * FROM expectations WHERE body_id = ? AND kind = 'fazhi_annual' AND year = ?"
        return self.rows(sql, portal.body, year)[0]

    def alerts(self, portal: FarmPortal) -> dict[str, str]:
        """The cases about a portal's body that ever were: rule and state."""
        found = self.rows("SELECT rule, state FROM alerts WHERE body_id = ? ORDER BY id", portal.body)
        return {row["rule"]: row["state"] for row in found}
