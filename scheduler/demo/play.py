"""The demo: one nightly pass over two replayed portals, as of a day in March 2026, in its own folder only."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import Any

from db.database import is_simulation, open_database
from db.status import absences, documents_refused, open_cases, reports_found, visit_proofs
from parsers.pages.reach import ALL
from scheduler.cli.output import Output
from scheduler.config import load_config
from scheduler.demo.portals import serve_portals
from scheduler.errors import UsageProblem
from scheduler.passes.run import Summary, nightly_pass

DAY = date(2026, 3, 20)


def play_demo(folder: Path, out: Output) -> bool:
    """Play the day in ``folder`` and print what was found; true when something new failed.

    A second call goes on in the same folder, as a second night would. Raises UsageProblem where the folder holds a
    database that is no simulation.
    """
    _introduce(out, folder)
    with serve_portals():
        config = load_config(prepare_folder(folder, out))
        summary = nightly_pass(config, out.progress, today=DAY)
    db = open_database(config.data, read_only=True)
    found = {
        "reports": reports_found(db),
        "absences": absences(db),
        "refused": documents_refused(db),
        "cases": open_cases(db),
    }
    for item in found["absences"]:
        item["proof"] = visit_proofs(db, json.loads(item["visit_ids"]))
    _print_found(out, found)
    mails = _print_where(out, folder, config.data / "outbox", summary)
    for report in found["reports"]:
        report["issuers"] = json.loads(report["issuers"])
    out.result({**summary.document(), **found, "mails": [str(mail) for mail in mails]})
    return bool(summary.failures)


def _introduce(out: Output, folder: Path) -> None:
    out.heading("Fazhi Watch demo / 法治年报监测演示")
    out.say("演示数据，不代表真实门户。A simulation: two small portals, replayed on this machine.")
    out.say("They hold real published reports of 株洲市芦淞区 and 屈原管理区 among invented news, and posting dates")
    out.say("are invented but for that of 芦淞 2024. What is missing here says nothing about the real portals.")
    out.say(f"The day played is {DAY}; everything is written to {folder}/ only.")
    out.say()


def prepare_folder(folder: Path, out: Output) -> Path:
    """The demo's configuration, written to its folder; one that somebody edited there is kept beside it.

    The database comes first, as a simulation: no pass with this configuration may ever be taken for a real one.
    """
    with closing(open_database(folder, create=True, simulation=True)) as db:
        if not is_simulation(db):
            raise UsageProblem(f"{folder / 'fazhi.db'} is not the demo's; run the demo in another folder")
    path = folder / "fazhi.yaml"
    ours = files("scheduler.demo").joinpath("fazhi.yaml").read_text(encoding="utf-8")
    if path.exists() and path.read_text(encoding="utf-8") != ours:
        names = (path.with_suffix(f".yaml.old{number or ''}") for number in count())
        path.replace(kept := next(name for name in names if not name.exists()))
        out.say(f"{path} was not the demo's own any more; it is kept as {kept}")
    path.write_text(ours, encoding="utf-8")
    return path


def _print_found(out: Output, found: dict[str, list[dict[str, Any]]]) -> None:
    out.say()
    out.heading(f"Reports found / 已检索到的年度报告: {len(found['reports'])}")
    for report in found["reports"]:
        issuers = "、".join(json.loads(report["issuers"]))
        published = f"published {report['published_on']} ({report['published_basis']})"
        dated = published if report["published_on"] else "no posting date found (undated)"
        out.say(f"  {report['year']}  {report['title']}")
        out.say(f"        issuers {issuers}; number {report['doc_number'] or 'none'}")
        out.say(f"        signed {report['signed_on'] or 'not stated'}; {dated}")
        out.say(
            f"        read by {report['method']}: {report['figures']} figures, {report['metric_values']} metric values"
        )
    out.heading("Not found / 未检索到公开")
    for item in found["absences"]:
        out.say(f"  {item['year']}  {item['body']}: {item['state']}, due {item['due_on']}; {item['reason']}")
        for proof in item["proof"]:
            if proof["unchanged"]:
                out.say(f"               {proof['section_id']} unchanged on {proof['seen_at'][:10]}")
                continue
            back = "to the list's end" if proof["reach"] == ALL else f"back to {proof['reach']}"
            out.say(
                f"        proof: section {proof['section_id']} read whole on {proof['seen_at'][:10]}, "
                f"{proof['pages']} pages, {proof['rows_seen']} rows, {back}, "
                f"first page {proof['first_page_sha256'][:16]}…"
            )
    out.heading("Opened and refused / 经阅读不是年度报告")
    for item in found["refused"]:
        out.say(f"  {item['title']}")
        out.say(f"        {item['decision']}: {item['reason']}")
    _print_cases(out, found["cases"])


def _print_cases(out: Output, cases: Iterable[dict[str, Any]]) -> None:
    rows = [(case["id"], case["severity"], case["rule"], case["title"]) for case in cases]
    out.heading(f"Cases / 提醒事项: {len(rows)}")
    out.table(("case", "severity", "rule", "title"), rows)


def _print_where(out: Output, folder: Path, outbox: Path, summary: Summary) -> list[Path]:
    out.say()
    for line in summary.lines():
        out.say(line)
    mails = sorted(outbox.glob("*.eml")) if outbox.is_dir() else []
    out.say()
    out.heading(f"Mails / 邮件: {len(mails)} in {outbox}")
    for mail in mails:
        out.say(f"  {mail}")
    fazhi = f".venv/bin/fazhi --config {folder / 'fazhi.yaml'}"
    out.say(f"Look further:  {fazhi} serve    (the console, in a browser)")
    out.say(f"               {fazhi} alerts    {fazhi} query    {fazhi} verify")
    out.say(f"               .venv/bin/sqlite-utils tables {folder / 'fazhi.db'} --counts")
    return mails
