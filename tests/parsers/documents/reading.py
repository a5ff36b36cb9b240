"""How these tests read: a file of `fixtures/documents`, or bytes, as the one original of a document."""

from pathlib import Path

from parsers.documents import read_text
from parsers.records import Bundle, Source, Text
from parsers.vocabulary import BlockKind, Role

FIXTURES = Path(__file__).parents[3] / "fixtures"


def fixture(name: str) -> bytes:
    return (FIXTURES / "documents" / name).read_bytes()


def read(body: bytes, name: str = "file", *, ocr: bool = True, media_type: str | None = None) -> Text:
    source = Source(Role.ATTACHMENT, f"http://www.example.gov.cn/{name}", body, media_type, name)
    return check(read_text(Bundle(source.url, (source,), ocr=ocr)))


def check(text: Text) -> Text:
    """The promises that every text keeps, whatever it was read from."""
    at = 0
    for block in text.blocks:
        assert block.start == at, "blocks follow one another, one newline between them"
        assert block.start < block.end
        words = text.text[block.start : block.end]
        assert "\n" not in words
        assert (block.kind is BlockKind.TABLE_ROW) == bool(block.cells)
        if block.cells:
            assert "\t".join(cell.text for cell in block.cells) == words
        for cell in block.cells:
            assert text.text[cell.start : cell.end] == cell.text
        at = block.end + 1
    assert text.text == "" or len(text.text) == at - 1
    assert 0 <= text.quality <= 1
    return text


def blocks(text: Text, *kinds: BlockKind) -> list[str]:
    return [text.text[block.start : block.end] for block in text.blocks if not kinds or block.kind in kinds]


def rows(text: Text) -> list[list[tuple[str, str, str]]]:
    return [[(c.text, c.column_head, c.row_head) for c in block.cells] for block in text.blocks if block.cells]
