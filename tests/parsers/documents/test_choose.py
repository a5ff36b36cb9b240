"""The page itself or its attachment: which of a document's originals is the report."""

import io
import zipfile
from collections.abc import Sequence

import pytest

from fixtures.make_documents import BODY, SIGNED, TITLE
from parsers.documents import read_text
from parsers.reading import page_article
from parsers.records import Bundle, Source, Text
from parsers.vocabulary import Method, Role
from tests.parsers.documents.reading import check, fixture

PAGE = "http://www.example.gov.cn/a.html"
LONG = [*BODY[:2], *(f"{BODY[2]}第{number}次。" for number in range(24)), *BODY[3:]]
COVER = ["现将青溪县人民政府2024年法治政府建设情况报告予以公布。"]
NOTICE = [
    "关于印发《青溪县2024年法治政府建设情况报告》的通知",
    "各单位：现将报告印发给你们，请认真学习。" * 60,
    "现将有关情况报告如下：",
]


def page(lines: Sequence[str], title: str = TITLE) -> Source:
    body = (
        f"<html><body><h1>{title}</h1><div id='zoom'>{''.join(f'<p>{line}</p>' for line in lines)}</div></body></html>"
    )
    return Source(Role.DETAIL, PAGE, body.encode(), "text/html; charset=utf-8")


def attached(lines: Sequence[str], name: str = "附件.txt") -> Source:
    return Source(Role.ATTACHMENT, f"{PAGE}/{name}", "\n".join(lines).encode(), "text/plain; charset=utf-8", name)


def read(*sources: Source, ocr: bool = True) -> Text:
    return check(read_text(Bundle(PAGE, sources, ocr=ocr)))


def chosen(text: Text) -> int:
    return text.blocks[0].source


def test_a_cover_note_gives_way_to_its_attachment() -> None:
    text = read(page(COVER), attached(["各单位任务清单"], "清单.txt"), attached([TITLE, *LONG, *SIGNED], "报告.txt"))
    assert chosen(text) == 2
    assert "《报告.txt》" in text.reason
    assert [index for index, _ in text.others] == [0, 1], "the cover note and the list are kept beside it"
    assert COVER[0] in text.others[0][1]


def test_a_page_that_is_the_report_keeps_its_place() -> None:
    text = read(page([*LONG, *SIGNED]), attached([TITLE, *LONG, *LONG], "全文.txt"))
    assert (chosen(text), text.method) == (0, Method.HTML)
    assert text.reason.startswith("正文即报告")


def test_a_long_notice_still_sends_its_annex() -> None:
    assert chosen(read(page(NOTICE, NOTICE[0]), attached([TITLE, *LONG, *LONG], "报告.txt"))) == 1


def test_a_short_page_without_attachments_is_what_there_is() -> None:
    text = read(page(COVER))
    assert (chosen(text), text.others) == (0, ())


def test_an_attachment_that_says_less_is_not_chosen() -> None:
    assert chosen(read(page(BODY), attached(["回执"], "回执.txt"))) == 0


def test_what_cannot_be_read_beside_a_report_does_no_harm() -> None:
    broken = Source(Role.ATTACHMENT, f"{PAGE}/b.pdf", b"%PDF-1.4 broken", None, "b.pdf")
    assert chosen(read(page(LONG), broken)) == 0


def test_a_cover_without_readable_attachment_says_so() -> None:
    locked = Source(Role.ATTACHMENT, f"{PAGE}/l.pdf", fixture("locked.pdf"), None, "报告.pdf")
    assert read(locked).reason == "报告.pdf：PDF 文件已加密，需要密码"


def test_a_note_around_an_unreadable_file_is_not_the_report() -> None:
    broken = Source(Role.ATTACHMENT, f"{PAGE}/b.pdf", b"%PDF-1.4 broken", None, "报告.pdf")
    text = read(page(COVER), broken)
    assert (text.method, text.text) == (Method.NONE, "")
    assert text.reason.startswith("能读到的只是说明，附件没有读到：报告.pdf：")
    assert COVER[0] in text.others[0][1], "the note is kept beside it"


def test_a_scan_that_nobody_looked_at_is_not_replaced_by_the_note() -> None:
    photo = Source(Role.ATTACHMENT, f"{PAGE}/p.jpg", fixture("page1.jpg"), None, "报告.jpg")
    assert read(page(COVER), photo, ocr=False).method is Method.NONE


def test_an_attachment_that_was_not_fetched_is_missed() -> None:
    linked = page([*COVER, "<a href='/files/bg2024.pdf'>附件：报告全文.pdf</a>"])
    bundle = Bundle(PAGE, (linked,))
    text = check(read_text(bundle, page_article(bundle)))
    assert (text.method, "没有取到" in text.reason) == (Method.NONE, True)


def test_a_short_list_beside_an_unreadable_report_is_not_the_report() -> None:
    broken = Source(Role.ATTACHMENT, f"{PAGE}/b.pdf", b"%PDF-1.4 broken", None, "报告.pdf")
    assert read(page(COVER), attached(["各单位任务清单"], "清单.txt"), broken).method is Method.NONE


def zipped(**members: bytes) -> Source:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return Source(Role.ATTACHMENT, f"{PAGE}/f.zip", packed.getvalue(), None, "附件.zip")


BROKEN = Source(Role.ATTACHMENT, f"{PAGE}/b.docx", b"PK\x03\x04 broken", None, "2024年法治政府建设情况报告.docx")


def test_an_explanation_does_not_stand_for_the_report_that_cannot_be_read() -> None:
    explained = attached([*LONG, *LONG], "《2024年法治政府建设情况报告》政策解读.txt")
    assert read(page(COVER), BROKEN, explained).method is Method.NONE
    members = {"报告.pdf": b"%PDF-1.4 broken", "图解.txt": "\n".join(LONG).encode()}
    assert read(page(COVER), zipped(**members)).method is Method.NONE


def test_a_summary_around_an_unreadable_report_is_not_the_report() -> None:
    summary = ["现将有关情况报告如下：", "全年依法行政工作取得新的进展，各项任务如期完成。" * 20]
    assert read(page(summary), BROKEN).method is Method.NONE
    assert chosen(read(page(BODY * 2), BROKEN)) == 0, "a page with a report's parts is one, however short"


def test_a_table_of_statistics_is_no_note() -> None:
    cells = "".join(f"<tr><td>单位{number}</td><td>{number}</td><td>0</td></tr>" for number in range(1, 9))
    table = page(
        [f"<table><tr><td>机关</td><td>处罚（件）</td><td>强制</td></tr>{cells}</table>"], "2024年度行政执法数据"
    )
    photo = Source(Role.ATTACHMENT, f"{PAGE}/qr.png", fixture("page1.jpg"), None, "qr.png")
    assert chosen(read(table, photo, ocr=False)) == 0
    assert chosen(read(table, BROKEN)) == 0


def test_pictures_are_not_looked_at_where_the_text_is_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parsers.documents.ocr.engine", lambda: pytest.fail("looked at a picture"))
    photo = Source(Role.ATTACHMENT, f"{PAGE}/p.jpg", fixture("page1.jpg"), None, "现场照片.jpg")
    assert chosen(read(page(LONG), photo)) == 0


def test_nothing_archived_says_so() -> None:
    text = read_text(Bundle(PAGE, ()))
    assert (text.method, text.text, bool(text.reason)) == (Method.NONE, "", True)


def test_an_article_on_several_pages_is_one_text() -> None:
    def part(number: int, lines: Sequence[str], foot: str = "") -> Source:
        url = PAGE if number == 1 else PAGE.replace(".html", f"_{number}.html")
        role = Role.DETAIL if number == 1 else Role.ATTACHMENT
        body = f"<h1>{TITLE}</h1><div id='zoom'>{''.join(f'<p>{line}</p>' for line in lines)}</div>{foot}"
        return Source(role, url, body.encode(), "text/html; charset=utf-8", "" if number == 1 else f"第{number}页")

    whole = read(page([*LONG, *SIGNED]))
    half = len(LONG) // 2
    first = part(1, LONG[:half], "<a href='a_2.html'>下一页</a>")
    bundle = Bundle(PAGE, (first, part(2, [*LONG[half:], *SIGNED], "<a href='a.html'>1</a>")))
    text = check(read_text(bundle, page_article(bundle)))
    assert text.text == whole.text
    assert {(block.page, block.source) for block in text.blocks} == {(1, 0), (2, 1)}
    assert "分为2页" in text.reason
    alone = Bundle(PAGE, (first,))
    lost = check(read_text(alone, page_article(alone)))
    assert (lost.method, lost.text) == (Method.NONE, ""), "of half a report nothing may be said to be absent"
    assert "不止一页" in lost.reason


@pytest.mark.parametrize("own", ["", "<img src='/a/1.jpg'>"])
def test_a_page_that_only_frames_its_file_hides_nothing(own: str) -> None:
    """The report is what it shows; a picture beside it may be more of it."""
    markup = f"<html><body>{own}<iframe src='/files/a.txt'></iframe></body></html>"
    letter = Source(Role.DETAIL, PAGE, markup.encode(), "text/html")
    bundle = Bundle(PAGE, (letter, attached([TITLE, *BODY[:2]], "a.txt")))
    text = check(read_text(bundle, page_article(bundle)))
    assert (text.method is not Method.NONE) is (own == "")
