"""Saved pages and what the parsers must see in them: one folder a case under `fixtures/html/families`.

`python -m tests.parsers.pages.golden [CASE]...` writes `expected.json` anew; the difference is then read by a person
before it is committed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml

from parsers.pages.describe import describe_page
from parsers.records import Page
from parsers.vocabulary import Role

FAMILIES = Path(__file__).parents[3] / "fixtures" / "html" / "families"
CASES = sorted(path.name for path in FAMILIES.iterdir() if path.is_dir())


def load_meta(case: str) -> dict[str, Any]:
    meta: dict[str, Any] = yaml.safe_load((FAMILIES / case / "meta.yaml").read_text(encoding="utf-8"))
    return meta


def load_page(case: str, entry: dict[str, Any]) -> Page:
    return Page(
        url=entry["url"],
        final_url=entry.get("final_url", entry["url"]),
        status=entry["status"],
        headers=entry["headers"],
        body=(FAMILIES / case / entry["file"]).read_bytes(),
        fetched_at=entry.get("fetched_at"),
        rendered=entry.get("rendered", False),
    )


def observe(case: str) -> dict[str, Any]:
    """What the parsers see now, by file."""
    meta = load_meta(case)
    return {
        entry["file"]: describe_page(
            load_page(case, entry),
            Role(entry["role"]),
            row_title=entry.get("row_title", ""),
            family=meta.get("family", "auto"),
        )
        for entry in meta["pages"]
    }


def expected(case: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((FAMILIES / case / "expected.json").read_text(encoding="utf-8"))
    return read


def main(cases: list[str]) -> None:
    for case in cases or CASES:
        text = json.dumps(observe(case), ensure_ascii=False, indent=1)
        (FAMILIES / case / "expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
