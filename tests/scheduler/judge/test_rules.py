"""Every rule is documented, and the examples of its documentation hold."""

from __future__ import annotations

import ast
import inspect

import pytest
import yaml

from db.vocabulary import Rule
from parsers.metrics import catalogue
from scheduler.judge import RULES, fingerprint, load_thresholds, names_of, put_into_words
from scheduler.judge.wording import rule_texts
from tests.scheduler.judge import build
from tests.scheduler.judge.examples import DOCS, OPERATOR, Example, examples, sections_of_docs

EXAMPLES = [example for example in examples() if example.rule not in OPERATOR]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_example(example: Example) -> None:
    facts = example.facts()
    found = build.found(facts, example.rule, example.today, others=example.others())
    expected = example.document["fires"]
    if not expected:
        assert found == []
        return
    (judgement,) = found
    names = names_of(build.config_of(facts), catalogue().metrics)
    title = put_into_words(judgement, "zh-CN", names).title
    said = {"title": title, **{name: getattr(judgement, name) for name in ("severity", "year", "metric", "history")}}
    assert {name: said[name] for name in expected} == expected


def test_every_rule_has_an_example_that_fires_and_one_that_must_not() -> None:
    for rule in set(Rule) - OPERATOR:
        verdicts = {bool(example.document["fires"]) for example in EXAMPLES if example.rule is rule}
        assert verdicts == {True, False}, rule


def test_every_rule_has_a_section_and_every_section_a_rule() -> None:
    assert set(sections_of_docs()) - {"What holds for all of them"} == {str(rule) for rule in Rule}


def test_every_threshold_is_documented_and_read_by_a_rule() -> None:
    page = DOCS.read_text(encoding="utf-8")
    named = {key for text in rule_texts().values() for key in text.thresholds}
    known: set[str] = set()
    for key, value in load_thresholds().model_dump().items():
        inner = value if isinstance(value, dict) and key != "norms" else None
        known |= {f"{key}.{name}" for name in inner} if inner is not None else {key}
    assert known - {"version", "changes_in_one_mail"} == named
    families = {"rate": ["0.05", "0.10", "2 points", "1 point", "small_sample"]}
    for key in named:
        group, _, name = key.partition(".")
        assert f"`{key}`" in page or any(word in page for word in families.get(group, [])), (key, name)


def test_rules_and_words_are_one_list() -> None:
    assert set(rule_texts()) == set(Rule)
    assert set(RULES) == set(Rule) - OPERATOR


@pytest.mark.parametrize("rule", RULES)
def test_docstring_is_the_sentence_that_users_see(rule: Rule) -> None:
    check = RULES[rule]
    assert check.__name__ == f"check_{rule}"
    assert (check.__doc__ or "").splitlines()[0] == rule_texts()[rule].en


def test_rules_touch_neither_clock_nor_database() -> None:
    for check in RULES.values():
        tree = ast.parse(inspect.getsource(inspect.getmodule(check)))  # type: ignore[arg-type]
        used = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not {name for name in used if name.endswith((".now", ".today", ".execute"))} - {"case.context.today"}


def test_fingerprints_of_a_body_are_all_different() -> None:
    for example in EXAMPLES:
        prints = [fingerprint(item) for item in build.judge(example.facts(), example.today).judgements]
        assert len(prints) == len(set(prints)), example


def test_fingerprint_is_stable_for_ever() -> None:
    """A change here would open every case anew on every installation."""
    facts = build.body(build.report(2025, {"head_appearance_rate": "4/5"}))
    (judgement,) = build.found(facts, Rule.BELOW_NORM)
    assert fingerprint(judgement) == "cf4b8fcdba70e64b77a7deb5354ccf4f"


def test_documented_examples_are_yaml_of_known_words() -> None:
    words = {"today", "body", "sections", "reports", "others", "fires"}
    for example in EXAMPLES:
        assert set(example.document) <= words, yaml.safe_dump(dict(example.document))
