"""Plain texts as `Text` records, for tests of what is read from a text: one block a line, as documents give them."""

from pathlib import Path

from parsers.records import Article, Block, Bundle, Text
from parsers.vocabulary import BlockKind, DateBasis, Method

SEEDS = Path(__file__).parent.parent.parent / "fixtures" / "seeds"
L25, L24, L22, Q24, NEWS = "000", "001", "002", "003", "004"


def text_of(plain: str) -> Text:
    lines = [line.strip() for line in plain.split("\n") if line.strip()]
    blocks, at = [], 0
    for line in lines:
        blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(line)))
        at += len(line) + 1
    return Text("\n".join(lines), tuple(blocks), Method.PLAIN, 1.0)


def seed(number: str) -> Text:
    return text_of(next(SEEDS.glob(f"{number}_*.txt")).read_text(encoding="utf-8"))


def bundle(title: str = "", row_date: str | None = None, **more: object) -> Bundle:
    return Bundle("http://www.example.gov.cn/a.html", (), row_title=title, row_date=row_date, **more)  # type: ignore[arg-type]


def article(title: str = "", **more: object) -> Article:
    values: dict[str, object] = {
        "title": title,
        "fields": {},
        "published_on": None,
        "published_basis": DateBasis.NONE,
        "source": None,
        "site_name": None,
        "site_code": None,
        "column": None,
        "attachments": (),
        "body_html": "",
        "family": "generic",
    }
    return Article(**{**values, **more})  # type: ignore[arg-type]
