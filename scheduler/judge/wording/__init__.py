"""Judgements in words: a title for a list or a subject line, and an explanation that a person can check and act on."""

from scheduler.judge.wording.names import BodyName, Names, names_of
from scheduler.judge.wording.reasons import reason
from scheduler.judge.wording.rule_texts import RuleText, rule_texts
from scheduler.judge.wording.words import Worded, word

__all__ = ["BodyName", "Names", "RuleText", "Worded", "names_of", "reason", "rule_texts", "word"]
