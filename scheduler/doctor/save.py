"""Keeps a page as a fixture, in the shape that `tests/parsers/pages` runs: page, meta.yaml, expected.json."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import yaml

from crawler.job import LookResult, LookStep
from parsers.pages.describe import describe_page
from parsers.pages.media import JSON, sniff_type
from parsers.vocabulary import Role
from scheduler.doctor.look import page_of
from scheduler.doctor.page import Examination
from scheduler.errors import UsageProblem

_COOKIE = re.compile(r"=[^;,]{0,4096}")


def save_fixture(folder: Path, look: LookResult, found: Examination, family: str = "auto") -> list[Path]:
    """Write the pages of a look and what the parsers see in them now, to be reviewed; the files, in order.

    Raises UsageProblem where nothing was received, and for a folder that holds something already.
    """
    steps = [step for step in look.steps if step.body is not None]
    if not steps:
        raise UsageProblem(f"nothing was received of {found.url}, so nothing can be saved ({found.reason})")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageProblem(f"{folder}: holds something already and was left as it is; name a new folder")
    folder.mkdir(parents=True, exist_ok=True)
    entries, expected, written = [], {}, []
    for number, step in enumerate(steps, start=1):
        page = page_of(step)
        assert page is not None
        name = _file_name(step, number)
        (folder / name).write_bytes(page.body)
        written.append(folder / name)
        entries.append(_entry(name, step))
        expected[name] = describe_page(page, Role.LIST, family=family)
    meta: dict[str, Any] = {"why": _why(found), "origin": "seen"}
    if family != "auto":
        meta["family"] = family
    meta["pages"] = entries
    (folder / "meta.yaml").write_text(
        yaml.safe_dump(meta, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8"
    )
    text = json.dumps(expected, ensure_ascii=False, indent=1)
    (folder / "expected.json").write_text(text + "\n", encoding="utf-8")
    return [*written, folder / "meta.yaml", folder / "expected.json"]


def _file_name(step: LookStep, number: int) -> str:
    media_type = sniff_type(step.body or b"", step.headers.get("content-type"), step.final_url or step.url)
    return f"page{number if number > 1 else ''}.{'json' if media_type == JSON else 'html'}"


def _entry(name: str, step: LookStep) -> dict[str, Any]:
    entry: dict[str, Any] = {"file": name, "url": step.url}
    if step.final_url and step.final_url != step.url:
        entry["final_url"] = step.final_url
    entry |= {"role": str(Role.LIST), "status": step.status, "fetched_at": step.fetched_at}
    if step.rendered:
        entry["rendered"] = True
    entry["headers"] = {key: _public(key, value) for key, value in sorted(step.headers.items())}
    return entry


def _public(name: str, value: str) -> str:
    """A header fit to be kept: a cookie's name says whose it is, its value is nobody's business."""
    return _COOKIE.sub("=removed", value) if name == "set-cookie" else value


def _why(found: Examination) -> str:
    what = f"{found.family}: {found.family_why}" if found.family else f"{found.verdict}: {found.reason}"
    return f"{what}; {found.rows} rows, {len(found.reports)} look like reports; kept by fazhi doctor, to be reviewed"
