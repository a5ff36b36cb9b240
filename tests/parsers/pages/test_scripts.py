"""What scripts say is found as a look at the whole script would find it."""

from __future__ import annotations

import pytest

from parsers.pages.counters import CALL
from parsers.pages.scripts import arguments_at, calls_of_pages, given_to, script_values

FAR = "var a = f(1); " * 40


@pytest.mark.parametrize(
    "script",
    [
        f"{FAR}laypage.render({{count: 27}});{FAR}new Pagination({{total: 27}});{FAR}",
        "createPageHTML(4,0,'index','html');turnPage(2)",
        "PAGE" * 30 + "(1)",
        f"{FAR}$('#fenye').jqPaginator     ({{}})",
        "İ" * 30 + " showPage(1)",  # grows in small letters
        FAR,
    ],
)
def test_calls_are_found_around_the_words_of_pages(script: str) -> None:
    def named(name: str) -> bool:
        return any(word in name.lower() for word in ("page", "pagin", "fenye"))

    whole = [match.span() for match in CALL.finditer(script) if named(match[1])]
    assert [match.span() for match in calls_of_pages(CALL, script) if named(match[1])] == whole


@pytest.mark.parametrize(
    ("script", "values"),
    [
        ("var total = '27', Size=7; if (a==3 || b<=4) {}", {"total": 27, "size": 7}),
        ("x=1.5; y=2px; z = 3", {"z": 3}),
        ("total=1; total=2", {"total": 2}),
        ("=5", {}),
    ],
)
def test_numbers_of_variables(script: str, values: dict[str, int]) -> None:
    assert script_values(script) == values


@pytest.mark.parametrize(
    ("script", "given"),
    [
        ("f({a: 1}, [2], g(3)); h(4)", "{a: 1}, [2], g(3)"),
        ("f('(', \"]\", `}`)", "'(', \"]\", `}`"),
        (r"f('it\'s )', 2)", r"'it\'s )', 2"),
        ("f('left open, 2)\nnext()", "'left open, 2"),
        ("f(a, b", "a, b"),
        ("f(a) { return a }", None),
        ("f(" + "'(" * 5000, ("'(" * 5000)[:3000]),
    ],
)
def test_a_calls_arguments_end_with_its_bracket(script: str, given: str | None) -> None:
    assert arguments_at(script, 2) == given


@pytest.mark.parametrize(
    ("script", "given"),
    [
        ("f(o, 2); var o = {a: 1};", ["o, 2", "a: 1"]),
        ("var u = '/list.do' + id; f('#p', u)", ["'#p', u", "'/list.do' + id"]),
        ("x.o = {a: 1}; f(o)", ["o"]),
        ("f(o == 1)", ["o == 1"]),
        ("f(o) { var o = {a: 1} }", []),
    ],
)
def test_a_calls_variables_are_given_with_it(script: str, given: list[str]) -> None:
    assert given_to(script, script.index("f(") + 2) == given
