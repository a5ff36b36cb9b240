"""Floors of the gold set: a change that lowers a figure below them is a mistake."""

from __future__ import annotations

from functools import cache

import pytest

from parsers.records import Reading
from tests.gold.gold import (
    Document,
    author_documents,
    portal_documents,
    read,
    seed_documents,
    written_documents,
)
from tests.gold.score import Score, score_document, share, total

DOCUMENTS = {document.id: document for document in (*seed_documents(), *written_documents())}
SEEDS = [document.id for document in seed_documents()]
WRITTEN = [document.id for document in written_documents()]


@cache
def reading(identity: str) -> Reading:
    return read(DOCUMENTS[identity])


@cache
def score(identity: str) -> Score:
    return score_document(DOCUMENTS[identity], reading(identity))


def pooled(identities: list[str]) -> Score:
    return total(score(identity) for identity in identities)


@pytest.mark.parametrize("identity", SEEDS)
def test_each_real_report(identity: str) -> None:
    found = score(identity)
    assert found.precision >= 0.95, found.errors
    assert found.recall >= 0.90, found.errors


@pytest.mark.parametrize("document", portal_documents(), ids=lambda document: document.format)
def test_each_format_says_the_same(document: Document) -> None:
    found = score_document(document, read(document))
    assert found.precision >= 0.95, found.errors
    assert found.recall >= 0.90, found.errors
    assert found.bad_quotes == []
    assert found.fields_wrong.total() == 0, found.errors


@pytest.mark.parametrize("identities", [SEEDS, WRITTEN], ids=["seeds", "written"])
def test_pooled(identities: list[str]) -> None:
    found = pooled(identities)
    assert found.found.total() > 100
    assert found.precision >= 0.998, found.errors
    assert found.recall >= 0.998, found.errors


@pytest.mark.parametrize("identities", [SEEDS, WRITTEN], ids=["seeds", "written"])
def test_nothing_that_must_not_become_a_value(identities: list[str]) -> None:
    assert pooled(identities).taken == []


@pytest.mark.parametrize("identities", [SEEDS, WRITTEN], ids=["seeds", "written"])
def test_every_quote_is_its_slice(identities: list[str]) -> None:
    found = pooled(identities)
    assert found.quotes > 200
    assert found.bad_quotes == []


def test_every_verdict_of_the_real_reports_and_no_other_accusation() -> None:
    found = pooled(SEEDS)
    assert found.verdicts_right == 32
    assert found.verdicts_wrong == []


def test_every_planted_disagreement_and_no_other() -> None:
    for identity in WRITTEN:
        wrong = [line for line in score(identity).verdicts_wrong if "disagrees" in line or "truncation" in line]
        assert wrong == []


def test_claims_outside_the_catalogue_are_kept_as_figures() -> None:
    found = pooled([*SEEDS, *WRITTEN])
    for role in ("figure", "multi_year"):
        assert share(found.figures_found[role], found.figures_missed[role]) >= 0.95, role


@pytest.mark.parametrize(
    ("author", "precision", "recall", "fields"),
    [
        ("author_d", 0.99, 0.99, 0.99),
        ("author_e", 0.99, 0.98, 0.99),
        ("author_f", 0.99, 0.96, 0.95),
        ("author_g", 0.99, 0.97, 0.90),
        ("author_h", 0.99, 0.98, 0.99),
        ("author_i", 0.99, 0.97, 0.94),
        ("author_j", 0.99, 0.98, 0.99),
        ("author_l", 0.99, 0.96, 0.99),
        ("author_m", 0.98, 0.95, 0.99),
        ("author_n", 0.99, 0.99, 0.99),
        ("author_o", 0.99, 0.98, 0.99),
        ("author_q", 0.99, 0.99, 0.99),
        ("author_r", 0.99, 0.97, 0.90),
        ("author_s", 0.98, 0.94, 0.90),
    ],
)
def test_sets_of_other_authors(author: str, precision: float, recall: float, fields: float) -> None:
    found = total(score_document(document, read(document)) for document in author_documents(author))
    assert found.precision >= precision, found.errors
    assert found.recall >= recall, found.errors
    assert found.taken == []
    for field in ("kind", "year", "issuers", "region"):
        assert share(found.fields_right[field], found.fields_wrong[field]) >= fields, field


def test_verdicts_of_the_written_documents() -> None:
    found = pooled(WRITTEN)
    assert share(found.verdicts_right, len(found.verdicts_wrong)) >= 0.87


FLOORS = [
    ("decision", 0.99),
    ("kind", 0.99),
    ("year", 0.99),
    ("issuers", 0.97),
    ("region", 0.97),
    ("parts", 0.99),
    ("doc_number", 0.99),
    ("signed_on", 0.99),
    ("published_on", 0.99),
]


@pytest.mark.parametrize(("field", "floor"), FLOORS)
def test_what_the_documents_are(field: str, floor: float) -> None:
    found = pooled([*SEEDS, *WRITTEN])
    assert share(found.fields_right[field], found.fields_wrong[field]) >= floor, found.errors


def test_look_alikes_give_no_values() -> None:
    others = [document.id for document in DOCUMENTS.values() if document.truth.get("decision", "report") != "report"]
    assert len(others) >= 10
    assert all(not reading(identity).metric_values for identity in others)
