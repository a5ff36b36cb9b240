"""What one walk over a page's tree gathers is what each element says by itself."""

from __future__ import annotations

import pytest

from parsers.pages.markup import parse_html
from parsers.pages.words import Words, text_of

NESTED = "<ul><li><a href=1>一<b> 二 </b></a>三</li>\n\n<li> <img> </li></ul><p>尾<script>var x=1</script></p>"


@pytest.mark.parametrize(
    "html", [NESTED, f"<div>{'长' * 300}<p>{'文' * 300}</p></div><p>短</p>", "", "<title>题</title>"]
)
def test_each_element_says_what_it_says_alone(html: str) -> None:
    root = parse_html(html)[0]
    words = Words(root)
    assert [words.of(element) for element in root.iter()] == [text_of(element) for element in root.iter()]


def test_pieces_stand_in_order_with_where_they_stand() -> None:
    words = Words(parse_html(f"<head><title>题</title></head><body>{NESTED}</body>")[0])
    found = [(str(element.tag), text.strip(), linked, shown) for element, text, linked, shown in words.pieces]
    assert found == [
        ("title", "题", False, False),
        ("a", "一", True, True),
        ("b", "二", True, True),
        ("li", "三", False, True),
        ("p", "尾", False, True),
        ("script", "var x=1", False, True),
    ]
