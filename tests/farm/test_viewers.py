"""Rows that lead to viewers: what an address or an inline script names is read, what nothing names is never missing."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from tests.crawler.portal import Answer
from tests.farm import traps
from tests.farm.details import word_file
from tests.farm.families import Pages
from tests.farm.farm import Farm, FarmPortal
from tests.farm.site import FarmSite
from tests.farm.traps import report_path
from tests.farm.troubles import small

pytestmark = pytest.mark.timeout(600)  # whichever test comes first holds the passes

DAYS = BEFORE, AFTER, LATER = date(2026, 3, 20), date(2026, 4, 2), date(2026, 4, 10)
_PLAIN = (
    "<html><head><title>{}</title><script src='../build/v.js'></script></head><body><div id='v'></div>{}</body></html>"
)
_FLASH = {"Content-Type": "application/x-shockwave-flash"}
_CONFIG = 'var bookConfig={"totalPageCount":3,"normalPath":"files/mobile/"};'


@dataclass(frozen=True)
class Viewer:
    """Where the row leads (with {file} in it), what answers there, and the file beside it."""

    row: str
    page: str = _PLAIN.format("PDF.js viewer", "")
    file: str = "/files/a.pdf"
    read: bool = True


_FRAMED = "<html><body style='margin:0'>{}</body></html>".format
VIEWERS = {
    "pdfjs": Viewer("/pdfjs/web/viewer.html?file={file}"),
    "pdfjs-relative": Viewer("/pdfjs/web/viewer.html?file=../..{file}"),
    "pdfjs-encoded": Viewer("/pdfjs/web/viewer.html?file=%2Ffiles%2Fa.pdf"),
    "pdfjs-servlet": Viewer("/pdfjs/web/viewer.html?file=%2Fdown.jsp%3Fid%3D5", file="/down.jsp?id=5"),
    "base64": Viewer("/onlinePreview?url={base64}", file="/files/a.docx"),
    "office": Viewer("/d/1.html", _FRAMED("<iframe src='/op/view.aspx?src={host}{file}'>"), "/files/a.docx"),
    "office-script": Viewer(
        "/weboffice/v.html?id=8",
        _PLAIN.format("WebOffice", "<script>open({{url:'/files/a.docx'}})</script>"),
        "/files/a.docx",
    ),
    "frame": Viewer("/d/1.html", _FRAMED("<iframe src='{file}'></iframe>")),
    "embed": Viewer("/d/1.html", _FRAMED("<embed src='{file}' type='application/pdf'>")),
    "object": Viewer("/d/1.html", _FRAMED("<object data='{file}'></object>")),
    "pdfjs-by-number": Viewer("/pdfjs/web/viewer.html?id=77", read=False),
    "weboffice": Viewer("/weboffice/v.html?id=8", _PLAIN.format("WebOffice", ""), read=False),
    "flipbook": Viewer(
        "/flipbook/index.html", _PLAIN.format("book", "<script src='javascript/config.js'></script>"), read=False
    ),
    "flash": Viewer("/d/1.html", _FRAMED("<embed src='/swf/a.swf'>"), "/swf/a.swf", read=False),
}


def _behind(viewer: Viewer) -> traps.Change:
    def change(portal: FarmPortal, pages: Pages) -> None:
        item, old = portal.column.items[0], report_path(portal)
        if old not in pages:
            return
        host = portal.server.url("").rstrip("/")
        named = {
            "file": viewer.file,
            "host": host,
            "base64": base64.b64encode(f"{host}{viewer.file}".encode()).decode().replace("=", "%3D"),
        }
        row = viewer.row.format(**named)
        del pages[old]
        traps.on_markup(None, lambda text: text.replace(f'"{old}"', f'"{row}"'))(portal, pages)
        pages[row] = Answer.html(viewer.page.format(**named))
        flash = Answer(b"CWS\x09" + bytes(range(200)) * 20, headers=_FLASH)
        pages[viewer.file] = flash if viewer.file.endswith(".swf") else word_file(item.text, item.title)
        pages["/flipbook/javascript/config.js"] = Answer(_CONFIG.encode())

    return change


@dataclass
class Seen:
    site: FarmSite
    farm: Farm
    stands: dict[tuple[str, date], dict[str, Any]]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    with Farm() as farm:
        for number, (name, viewer) in enumerate(VIEWERS.items()):
            column = small(number, posted=date(2026, 3, 27))
            farm.add("f01_ci", column, traps.always(_behind(viewer)), name=name, render="http")
        found = Seen(FarmSite(tmp_path_factory.mktemp("viewers"), farm), farm, {})
        for day in DAYS:
            found.site.run(day)
            found.stands |= {(each.name, day): found.site.expectation(each, 2025) for each in farm}
        yield found


@pytest.mark.parametrize("name", [name for name, viewer in VIEWERS.items() if viewer.read])
def test_what_a_viewer_names_is_the_report(seen: Seen, name: str) -> None:
    assert seen.stands[name, AFTER]["state"] == "on_time", seen.stands[name, AFTER]["reason"]
    portal = seen.farm.portals[name]
    texts = seen.site.rows(
        "SELECT v.text FROM report_versions v JOIN report_places p ON p.id = v.place_id "
        "JOIN documents_seen d ON d.url = p.url WHERE d.section_id = ? AND p.url LIKE ?",
        portal.section_id,
        f"%{VIEWERS[name].row.partition('?')[0]}%",
    )
    assert ["行政机关负责人出庭应诉率100%" in row["text"] for row in texts] == [True]
    assert seen.site.alerts(portal).keys() <= {"due_soon"}


@pytest.mark.parametrize("name", [name for name, viewer in VIEWERS.items() if not viewer.read])
def test_what_nothing_names_is_said_to_be_unread_and_never_missing(seen: Seen, name: str) -> None:
    for day in (AFTER, LATER):
        assert seen.stands[name, day]["state"] in ("cannot_tell", "on_time"), seen.stands[name, day]["reason"]
    told = seen.site.alerts(seen.farm.portals[name])
    assert told.keys() & {"cannot_tell", "report_unreadable"}
    assert not told.keys() & {"report_missing", "report_late", "history_gap", "report_withdrawn"}
