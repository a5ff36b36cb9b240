"""Every saved page is read as its reviewed expectation says; each family has a case, and says where it comes from."""

import re

import pytest

from parsers.pages.families import FAMILIES, NAMES
from tests.parsers.pages import golden


@pytest.mark.parametrize("case", golden.CASES)
def test_case(case: str) -> None:
    assert golden.observe(case) == golden.expected(case)


@pytest.mark.parametrize("case", golden.CASES)
def test_a_case_says_why_it_is_kept_and_whether_it_is_real(case: str) -> None:
    meta = golden.load_meta(case)
    assert len(meta["why"]) > 20
    assert meta["origin"] in ("seen", "invented")
    files = {path.name for path in (golden.FAMILIES / case).iterdir()}
    assert files == {entry["file"] for entry in meta["pages"]} | {"meta.yaml", "expected.json"}


def test_every_family_of_the_survey_has_a_case() -> None:
    numbers = {int(match.group(1)) for case in golden.CASES if (match := re.match(r"f(\d\d)_", case))}
    # 11 (Tianjin) is 3 and 4 together.
    assert numbers == set(range(1, 20)) - {11}


@pytest.mark.parametrize("name", FAMILIES)
def test_every_family_module_is_recognised_in_some_case(name: str) -> None:
    seen = {
        page[part]["family"]
        for case in golden.CASES
        for page in golden.expected(case).values()
        for part in ("listing", "article")
        if part in page
    }
    assert name in seen


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_says_whether_its_markup_was_seen(name: str) -> None:
    module = FAMILIES[name]
    assert isinstance(module.SEEN, bool)
    assert ("made from notes" in " ".join(str(module.__doc__).lower().split())) is not module.SEEN
    assert {"matches"} <= {key for key in vars(module) if key in ("matches", "listing", "article")}


def test_no_page_points_to_itself() -> None:
    for case in golden.CASES:
        meta = golden.load_meta(case)
        for entry in meta["pages"]:
            listing = golden.expected(case)[entry["file"]].get("listing")
            for request in (listing["next"], listing["follow"]) if listing else ():
                assert request is None or request["method"] == "POST" or request["url"] != entry["url"]


def test_names_are_what_a_configuration_may_say() -> None:
    assert NAMES[0] == "generic"
    assert len(set(NAMES)) == len(NAMES)
