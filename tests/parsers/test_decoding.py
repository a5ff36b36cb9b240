"""Bytes are decoded by evidence, whatever was declared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.decoding import decode_bytes

PROSE = "青禾县人民政府2024年度法治政府建设情况报告：现将有关情况报告如下，全年办理行政复议案件十二件。"
PAGE = "<html><head><meta charset='{}'></head><body><p>" + PROSE + "</p></body></html>"


@pytest.mark.parametrize(
    ("meta", "sent", "header", "encoding", "basis"),
    [
        ("utf-8", "utf-8", "text/html; charset=utf-8", "utf-8", "header"),
        ("gb2312", "gb18030", None, "gb18030", "meta"),
        ("gb2312", "utf-8", None, "utf-8", "strict"),  # UTF-8 under a gb2312 meta tag
        ("utf-8", "gb18030", None, "gb18030", "strict"),  # and the reverse
        ("utf-8", "utf-8", "text/html; charset=gb2312", "utf-8", "meta"),  # a wrong header, a right meta tag
        ("gbk", "gbk", "text/html; charset=ISO-8859-1", "gb18030", "meta"),
        ("nonsense", "gb18030", "text/html; charset=utf-8", "gb18030", "strict"),
        ("big5", "utf-8", "text/html; charset=UTF8", "utf-8", "header"),
    ],
)
def test_declarations_are_held_against_the_bytes(
    meta: str, sent: str, header: str | None, encoding: str, basis: str
) -> None:
    decoded = decode_bytes(PAGE.format(meta).encode(sent), header)
    assert decoded.text == PAGE.format(meta)
    assert (decoded.encoding, decoded.basis) == (encoding, basis)


def test_a_declaration_that_decodes_to_nonsense_is_overruled() -> None:
    text = "法治政府建设工作"  # its UTF-8 bytes are valid GB18030 as well: 娉曟不鏀垮簻…
    text.encode("utf-8").decode("gb18030")
    decoded = decode_bytes(text.encode("utf-8"), "text/html; charset=gb2312")
    assert (decoded.text, decoded.encoding, decoded.basis) == (text, "utf-8", "share")


def test_gb18030_is_read_where_gb2312_is_declared() -> None:
    rare = "朱镕基、喆、㑇、𠮷"  # in GBK, in the GBK extension, in GB18030 only (four bytes)
    decoded = decode_bytes((PROSE + rare).encode("gb18030"), "text/html; charset=gb2312")
    assert decoded.text == PROSE + rare


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_at_the_start_settles_it(encoding: str) -> None:
    decoded = decode_bytes(PROSE.encode(encoding), "text/html; charset=gbk")
    assert (decoded.text, decoded.basis) == (PROSE, "bom")


def test_a_mark_in_mid_body_spoils_nothing() -> None:
    assert decode_bytes(b"\r\n\r\n\xef\xbb\xbfresult(" + PROSE.encode("gbk") + b")").text == f"\r\n\r\nresult({PROSE})"
    assert decode_bytes(f"<p>\ufeff{PROSE}</p>".encode()).text == f"<p>{PROSE}</p>"


def test_broken_bytes_cost_only_themselves() -> None:
    decoded = decode_bytes(PROSE.encode("utf-8")[:-1] + b"<p>")
    assert decoded.text.startswith(PROSE[:-1])
    assert decoded.basis == "replaced"
    cut = decode_bytes(PROSE.encode("gbk") + b"\xb7")
    assert (cut.encoding, cut.text.startswith(PROSE)) == ("gb18030", True)


def test_plain_ascii_keeps_its_declaration() -> None:
    assert decode_bytes(b"<p>x</p>", "text/html; charset=GBK").encoding == "gb18030"
    assert decode_bytes(b"").text == ""


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=40)))
def test_never_raises(body: bytes, header: str | None) -> None:
    decoded = decode_bytes(body, header)
    assert "\ufeff" not in decoded.text


@given(
    st.text(alphabet=sorted(set(PROSE)), min_size=30, max_size=200),
    st.sampled_from(["utf-8", "gb18030"]),
    st.sampled_from([None, "text/html", "text/html; charset=gb2312", "text/html; charset=utf-8"]),
)
def test_official_prose_comes_back_whatever_was_declared(text: str, sent: str, header: str | None) -> None:
    assert decode_bytes(text.encode(sent), header).text == text
