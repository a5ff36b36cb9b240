"""The forms and fields that a script speaks of: `document.f.page`, `document.forms[0]`, `$("#page")`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from parsers.pages.forms import form_of
from parsers.pages.view import Element, View

_STEP = re.compile(
    r"\.?([A-Za-z_$][\w$]{0,60})|\[\s?(?:(\d{1,3})|[\"']([^\"']{1,200})[\"'])\s?\]|\(\s?[\"']?(.{0,200}?)[\"']?\s?\)"
)
_SELECTOR = re.compile(
    r"#([\w-]{1,60})|[\w#.\s-]{0,60}\[name\s?=\s?[\"']?([\w.-]{1,60})[\"']?\]|form\[name=[\"']?([\w.-]{1,60})[\"']?\]"
)
_FINDS = frozenset(("forms", "all", "elements", "getElementById", "getElementsByName", "querySelector", "$", "jQuery"))
_FIELDS = ("input", "select", "textarea")


def element_called(view: View, name: str, known: Mapping[str, object]) -> Element | None:
    """The form or field that a script calls so, where ``known`` holds its variables; None where there is none."""
    steps = [next(part for part in match.groups() if part is not None) for match in _STEP.finditer(name)]
    while steps and steps[0] in ("window", "self", "document") and len(steps) > 1:
        steps.pop(0)
    at: Element | None = None
    for count, step in enumerate(steps):
        if step in _FINDS:
            continue
        before = steps[count - 1] if count else ""
        if count == 0 and isinstance(known.get(step), Element):
            at = known[step]  # type: ignore[assignment]
        elif step == "form" and at is not None:
            at = form_of(at)
        elif at is not None and at.tag == "form":
            at = _named(view, step, at)
        elif step.isdecimal() and before == "forms":
            at = next(islice(view.root.iter("form"), int(step), None), None)
        elif not (step == "0" and at is not None):
            at = _selected(view, step) if before in ("$", "jQuery", "querySelector") else _got(view, step, before)
        if at is None:
            return None
    return at


def _selected(view: View, selector: str) -> Element | None:
    match = _SELECTOR.fullmatch(selector.strip())
    if match is None:
        return None
    return _first(view, match[1], "id") if match[1] else _first(view, match[2] or match[3], "name")


def _got(view: View, name: str, by: str) -> Element | None:
    """What `getElementById`, `getElementsByName` or a bare name (`document.f`) gives."""
    if by == "getElementById":
        return _first(view, name, "id")
    return _first(view, name, "name", *(() if by == "getElementsByName" else ("id",)))


def _first(view: View, name: str, *attributes: str) -> Element | None:
    elements = view.root.iter("form", *_FIELDS)
    return next((one for one in elements if name in map(one.get, attributes)), None)


def _named(view: View, name: str, form: Element) -> Element | None:
    """A form's field, or one that stands outside all forms: parsers of broken tables put it there."""
    fields = [one for one in view.root.iter(*_FIELDS) if name in (one.get("name"), one.get("id"))]
    own = next((one for one in fields if form_of(one) is form), None)
    return own if own is not None else next((one for one in fields if form_of(one) is None), None)
