"""What is wrong with a value of a file, in words for the person who wrote the file."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel

Key = tuple[str | int, ...]

_TEXT = "must be text"
_WHOLE = "must be a whole number"
_NUMBER = "must be a number"
_YES_NO = "must be true or false"
_LIST = "must be a list"
_TABLE = "must hold `key: value` lines"
# pydantic's types of error, https://docs.pydantic.dev/latest/errors/validation_errors/
_WORDS: Mapping[str, str] = {
    "missing": "is needed and not given",
    "string_type": _TEXT,
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length} characters",
    "string_pattern_mismatch": "must look like {pattern}",
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": _YES_NO,
    "bool_parsing": _YES_NO,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "frozen_set_type": _LIST,
    "set_type": _LIST,
    "dict_type": _TABLE,
    "model_type": _TABLE,
    "model_attributes_type": _TABLE,
    "too_short": "needs at least {min_length}",
    "too_long": "may have at most {max_length}",
    "greater_than": "must be more than {gt:g}",
    "greater_than_equal": "must be {ge:g} or more",
    "less_than": "must be less than {lt:g}",
    "less_than_equal": "must be {le:g} or less",
    "enum": "must be one of: {expected}",
    "literal_error": "must be one of: {expected}",
    "path_type": "must be a path",
    "date_type": "must be a date, such as 2026-03-20",
    "date_parsing": "must be a date, such as 2026-03-20",
    "date_from_datetime_parsing": "must be a date, such as 2026-03-20",
}


def say_problem(problem: Mapping[str, Any], model: type[BaseModel], leave_out: tuple[str, ...] = ()) -> str:
    """One of `ValidationError.errors()` in words, with what was found; ``leave_out`` are fields that are no keys."""
    kind = problem["type"]
    if kind == "extra_forbidden":
        return "unknown key" + _nearest(problem["loc"], model, leave_out)
    template = _WORDS.get(kind)
    if template is None:
        text = str(problem["msg"]).removeprefix("Value error, ").removeprefix("Assertion failed, ")
    else:
        text = template.format(**problem.get("ctx", {}))
    return text if kind == "missing" else text + _found(problem.get("input"))


def _found(given: object) -> str:
    if given is None:
        return " (found: nothing)"
    return f" (found: {given!r})" if isinstance(given, str | int | float | bool) else ""


def _nearest(key: Key, model: type[BaseModel], leave_out: tuple[str, ...]) -> str:
    """A suggestion for a misspelt key, else the keys that are known there."""
    for step in key[:-1]:
        if isinstance(step, int):
            continue
        field = _field(model, step)
        inner = _model_within(field.annotation) if field else None
        if inner is None:
            return ""
        model = inner
    names = [field.alias or name for name, field in model.model_fields.items() if name not in leave_out]
    close = difflib.get_close_matches(str(key[-1]), names, 1)
    return f"; did you mean {close[0]}?" if close else f"; known keys: {', '.join(names)}"


def _field(model: type[BaseModel], key: str) -> Any:
    fields = model.model_fields
    return fields.get(key) or next((field for field in fields.values() if field.alias == key), None)


def _model_within(annotation: Any) -> Any:
    """The model inside ``tuple[Model, ...]`` or ``Model``; None for plain values."""
    for candidate in (annotation, *get_args(annotation)):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    return None


def dotted(key: Key) -> str:
    """``sections[0].url`` for ("sections", 0, "url")."""
    words = ""
    for step in key:
        words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else str(step)
    return words
