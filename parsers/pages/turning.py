"""What a pager's script asks for: `go(2)` that sets a form's field and submits it, or makes an address.

The handler of a control is read with the page's own inline functions, statement by
statement: fields that are set, forms that are submitted, addresses that are gone to. Whatever is not understood on the
way there (loops, functions of other files, conditions on what is not known) leaves the page unread. Made from notes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urlsplit

from parsers.pages.expressions import NAME, NotSimple, evaluate
from parsers.pages.forms import field_value, form_of, form_request
from parsers.pages.paging import not_here
from parsers.pages.scripts import arguments_at, plain_script
from parsers.pages.statements import Branch, Statement, split_arguments, statements
from parsers.pages.urls import join_url
from parsers.pages.view import Element, View
from parsers.records import PageRequest

_STEP = re.compile(
    r"\.?([A-Za-z_$][\w$]{0,60})|\[\s?(?:(\d{1,3})|[\"']([^\"']{1,200})[\"'])\s?\]|\(\s?[\"']?(.{0,200}?)[\"']?\s?\)"
)
_PATH = re.compile(NAME)
_SETS = re.compile(rf"(?:(?:var|let|const)\s{{1,9}})?({NAME})\s{{0,9}}(\+?)=(?!=)\s{{0,9}}(.{{1,1000}})", re.DOTALL)
_CALLS = re.compile(rf"({NAME})\s?\((.{{0,1000}})\)", re.DOTALL)
_DECLARES = re.compile(r"(?:var|let)\s{1,9}[\w$]{1,60}|[\d\"']{1,20}")
_FUNCTION = (
    r"(?:function\s{{1,5}}{0}|(?<![\w$.]){0}\s{{0,5}}[=:]\s{{0,5}}function[\w$ ]{{0,40}})"
    r"\s{{0,5}}\(([^()]{{0,200}})\)\s{{0,9}}\{{"
)
_PLACES = frozenset(
    prefix + name
    for prefix in ("", "window.", "self.", "document.", "top.", "parent.")
    for name in ("location", "location.href")
)
_GOES = tuple(
    f"{prefix}location.{name}" for prefix in ("", "window.", "self.", "document.") for name in ("assign", "replace")
)
_SELECTOR = re.compile(
    r"#([\w-]{1,60})|[\w#.\s-]{0,60}\[name\s?=\s?[\"']?([\w.-]{1,60})[\"']?\]|form\[name=[\"']?([\w.-]{1,60})[\"']?\]"
)
_FIELDS = ("input", "select", "textarea")
_DEEPEST = 5
_MOST = 300  # statements that are read for one handler
_SEARCH = 10  # so many statements a search in the script counts for


class _Lost(Exception):
    """Something on the way is not understood."""


@dataclass(slots=True)
class _Run:
    """One reading of a script: what is known, which fields were set, and the request it came to."""

    view: View
    script: str
    changed: dict[Element, str | None] = field(default_factory=dict)
    actions: dict[Element, str | None] = field(default_factory=dict)
    request: PageRequest | None = None
    done: bool = False
    count: int = 0

    def block(self, body: str, known: dict[str, object], depth: int) -> bool:
        """Reads statements; False where a `return` ended them or the page is left."""
        if depth > _DEEPEST:
            raise _Lost("too deep")
        for item in statements(body):
            self._spend(1)
            if isinstance(item, Branch):
                going = self._branch(item, known, depth)
            else:
                going = self._statement(item, known, depth)
            if not going or self.done:
                return False
        return True

    def _spend(self, cost: int) -> None:
        self.count += cost
        if self.count > _MOST:
            raise _Lost("too long")

    def _branch(self, branch: Branch, known: dict[str, object], depth: int) -> bool:
        truth = self._value(branch.condition, known)
        if truth is None:
            if any(_leads(side) for side in (branch.yes, branch.no)):
                raise _Lost(branch.condition)
            return True  # a guard: if(n>last){alert(…);return}
        return self.block(branch.yes if truth else branch.no, known, depth + 1)

    def _statement(self, item: Statement, known: dict[str, object], depth: int) -> bool:
        text, going = item.text, not item.returns
        if setting := _SETS.fullmatch(text):
            more = f"{setting[1]} + ({setting[3]})" if setting[2] else setting[3]
            self._set(setting[1], more, known)
            return going
        path = _PATH.fullmatch(text)
        if path is not None and text.endswith("submit()"):
            self._submit(text, known)
            return False
        call = _CALLS.fullmatch(text)
        if call is not None:
            self._call(call[1], split_arguments(call[2]), known, depth)
        elif path is None and text and not _DECLARES.fullmatch(text):
            raise _Lost(text)  # n++
        return going and not self.done

    def _value(self, text: str, known: Mapping[str, object]) -> bool | int | str | None:
        try:
            return evaluate(text, lambda name: self._look(name, known))
        except NotSimple:
            return None

    def _look(self, name: str, known: Mapping[str, object]) -> object:
        if name in known:
            return known[name]
        if name in _PLACES:
            return self.view.url
        if name.endswith("location.pathname"):
            return urlsplit(self.view.url).path
        for end in (".value", ".val()"):
            if name.endswith(end) and (element := self._element(name.removesuffix(end), known)) is not None:
                return self.changed[element] if element in self.changed else field_value(element)
        return self._constant(name)

    def _constant(self, name: str) -> object:
        """What the page's script gives to a name once: a number or a text."""
        self._spend(_SEARCH)
        found = set(
            re.findall(
                rf"(?<![\w$.]){re.escape(name)}\s{{0,5}}=\s{{0,5}}(\d{{1,7}}|\"[^\"\n]{{0,200}}\"|'[^'\n]{{0,200}}')\s{{0,5}}[;,\n]",
                self.script,
            )
        )
        if len(found) != 1:
            return None
        value = str(found.pop())
        return int(value) if value.isdecimal() else value[1:-1]

    # --- what a statement does ---------------------------------------------------------------------------------

    def _set(self, name: str, text: str, known: dict[str, object]) -> None:
        if name in _PLACES:
            self._go(self._value(text, known))
        elif name.endswith(".value"):
            self._change(name.removesuffix(".value"), self._value(text, known), known)
        elif name.endswith(".action"):
            self._direct(name.removesuffix(".action"), self._value(text, known), known)
        elif name.endswith((".method", ".target", ".onsubmit")):
            if name.endswith(".method"):
                raise _Lost(name)
        elif "." not in name:
            element = self._element(text, known) if _PATH.fullmatch(text) else None
            known[name] = element if element is not None else self._value(text, known)

    def _call(self, name: str, arguments: list[str], known: dict[str, object], depth: int) -> None:
        values = [self._value(argument, known) for argument in arguments]
        self._spend(_SEARCH if "." not in name else 1)
        if name.endswith(".val") and len(values) == 1:
            self._change(name.removesuffix(".val"), values[0], known)
        elif name.endswith((".attr", ".prop")) and len(values) == 2 and values[0] == "action":
            self._direct(name.rsplit(".", 1)[0], values[1], known)
        elif name in _GOES or (name == "window.open" and len(values) > 1 and values[1] == "_self"):
            self._go(values[0] if values else None)
        elif (found := function_of(self.script, name)) is not None:
            own = [self._element(argument, known) if _PATH.fullmatch(argument) else None for argument in arguments]
            given = [value if value is not None else element for value, element in zip(values, own, strict=True)]
            self.block(found[1], dict(zip(found[0], given, strict=False)), depth + 1)

    def _go(self, value: object) -> None:
        target = join_url(self.view.base, value) if isinstance(value, str) else None
        if target is None or urlsplit(target).netloc != urlsplit(self.view.url).netloc:
            raise _Lost("an address that is not known, or another host's")
        target = not_here(self.view, target)
        self.request, self.done = PageRequest(target) if target else None, True

    def _change(self, name: str, value: object, known: Mapping[str, object]) -> None:
        element = self._element(name, known)
        if element is None:
            raise _Lost(name)
        self.changed[element] = None if value is None else str(value)

    def _direct(self, name: str, value: object, known: Mapping[str, object]) -> None:
        form = self._element(name, known)
        if form is None:
            raise _Lost(name)
        self.actions[form] = value if isinstance(value, str) else None

    def _submit(self, text: str, known: Mapping[str, object]) -> None:
        form = self._element(text.removesuffix(".submit()"), known)
        if form is None or form.tag != "form" or self.actions.get(form, "") is None:
            raise _Lost(text)
        # A field that the parser of broken tables put outside its form belongs to it all the same.
        own = {element: value for element, value in self.changed.items() if form_of(element) in (form, None)}
        sent = {element: value for element, value in own.items() if value is not None}
        if len(sent) != len(own):
            raise _Lost("a field's value is not known")
        if sent or form in self.actions:
            self.request = form_request(self.view, form, sent, self.actions.get(form))
        self.done = True

    # --- elements ----------------------------------------------------------------------------------------------

    def _element(self, name: str, known: Mapping[str, object]) -> Element | None:
        """The form or field that a script calls so: `document.f.page`, `document.forms[0]`, `$("#page")`."""
        steps = [next(part for part in match.groups() if part is not None) for match in _STEP.finditer(name)]
        while steps and steps[0] in ("window", "self", "document") and len(steps) > 1:
            steps.pop(0)
        at: Element | None = None
        for count, step in enumerate(steps):
            if step in (
                "forms",
                "all",
                "elements",
                "getElementById",
                "getElementsByName",
                "querySelector",
                "$",
                "jQuery",
            ):
                continue
            before = steps[count - 1] if count else ""
            if count == 0 and isinstance(known.get(step), Element):
                at = known[step]  # type: ignore[assignment]
            elif step == "form" and at is not None:
                at = form_of(at)
            elif at is not None and at.tag == "form":
                at = self._named(step, at)
            elif step.isdecimal() and before == "forms":
                at = next(islice(self.view.root.iter("form"), int(step), None), None)
            elif not (step == "0" and at is not None):
                at = self._selected(step) if before in ("$", "jQuery", "querySelector") else self._got(step, before)
            if at is None:
                return None
        return at

    def _selected(self, selector: str) -> Element | None:
        match = _SELECTOR.fullmatch(selector.strip())
        if match is None:
            return None
        return self._first(match[1], "id") if match[1] else self._first(match[2] or match[3], "name")

    def _got(self, name: str, by: str) -> Element | None:
        """What `getElementById`, `getElementsByName` or a bare name (`document.f`) gives."""
        if by == "getElementById":
            return self._first(name, "id")
        return self._first(name, "name", *(() if by == "getElementsByName" else ("id",)))

    def _first(self, name: str, *attributes: str) -> Element | None:
        elements = self.view.root.iter("form", *_FIELDS)
        return next((one for one in elements if name in map(one.get, attributes)), None)

    def _named(self, name: str, form: Element) -> Element | None:
        """A form's field, or one that stands outside all forms: parsers of broken tables put it there."""
        fields = [one for one in self.view.root.iter(*_FIELDS) if name in (one.get("name"), one.get("id"))]
        own = next((one for one in fields if form_of(one) is form), None)
        return own if own is not None else next((one for one in fields if form_of(one) is None), None)


def _leads(body: str) -> bool:
    return re.search(r"submit\(|location|\.val(?:ue\s?=|\()|window\.open", body) is not None


def function_of(script: str, name: str) -> tuple[list[str], str] | None:
    """The parameters and the body of the inline function of a name; None where there is none, or several."""
    own = re.fullmatch(r"(?:[\w$]{1,60}\.){0,3}([\w$]{1,60})", name)
    if own is None:
        return None
    found = list(islice(re.finditer(_FUNCTION.format(re.escape(own[1])), script), 2))
    if len(found) != 1:
        return None
    body = body_at(script, found[0].end())
    return None if body is None else ([part.strip() for part in found[0][1].split(",")], body)


def body_at(script: str, start: int) -> str | None:
    """What stands in the braces that open before ``start``."""
    body = arguments_at(script, start)
    return body if body is not None and script[start + len(body) : start + len(body) + 1] == "}" else None


def asked_by(view: View, handler: str, element: Element) -> PageRequest | None:
    """The request that a control's handler leads to: `javascript:go(2)`, `turnPage('4');return false`; None for one
    that is not understood, leads to the page itself or to another host."""
    handler = handler.strip()
    if handler[:11].lower() == "javascript:":
        handler = handler[11:]
    return run_script(view, plain_script(view), handler, {"this": element})


def run_script(view: View, script: str, body: str, known: dict[str, object]) -> PageRequest | None:
    """The request that statements come to, where ``known`` says what their names hold; None as for `asked_by`."""
    run = _Run(view, script)
    try:
        run.block(body, known, 0)
    except (_Lost, NotSimple):
        return None
    return run.request
