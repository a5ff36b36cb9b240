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

from parsers.pages.elements import element_called
from parsers.pages.expressions import NAME, NotSimple, evaluate
from parsers.pages.forms import field_value, form_of, form_request
from parsers.pages.paging import not_here
from parsers.pages.scripts import arguments_at, plain_script
from parsers.pages.statements import Branch, Statement, split_arguments, statements
from parsers.pages.urls import join_url
from parsers.pages.view import Element, View
from parsers.records import PageRequest

_PATH = re.compile(NAME)
_SETS = re.compile(rf"(?:(?:var|let|const)\s{{1,9}})?({NAME})\s{{0,9}}(\+?)=(?!=)\s{{0,9}}(.{{1,1000}})", re.DOTALL)
_CALLS = re.compile(rf"({NAME})\s?\((.{{0,1000}})\)", re.DOTALL)
_DECLARES = re.compile(r"(?:var|let)\s{1,9}[\w$]{1,60}|[\d\"']{1,20}")
_FUNCTION = (
    r"(?:function\s{{1,5}}{0}|(?<![\w$.]){0}\s{{0,5}}[=:]\s{{0,5}}function[\w$ ]{{0,40}})"
    r"\s{{0,5}}\(([^()]{{0,200}})\)\s{{0,9}}\{{"
)
_GIVES = r"(?<![\w$.]){0}\s{{0,5}}=\s{{0,5}}(\d{{1,7}}|\"[^\"\n]{{0,200}}\"|'[^'\n]{{0,200}}')\s{{0,5}}[;,\n]"
_CHANGES = (
    r"(?<![\w$.])(?:(?:window|self|this)\.)?{0}\s{{0,5}}(?:[-+*]?=(?!=)|\+\+|--)|(?:\+\+|--)\s{{0,5}}{0}(?![\w$])"
)
_CALLED = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]{0,60})\s?\(")
_HARMLESS = re.compile(r"(?:^|\.)(?:alert|confirm|msg|tips|preventDefault|stopPropagation|void|focus)$")
_PLACES = frozenset(
    prefix + name
    for prefix in ("", "window.", "self.", "document.", "top.", "parent.")
    for name in ("location", "location.href")
)
_GOES = tuple(
    f"{prefix}location.{name}" for prefix in ("", "window.", "self.", "document.") for name in ("assign", "replace")
)
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
    held: bool = False  # what is known kept it from leading on
    opens: bool = False  # a window that it opens is where it leads
    strange: bool = False  # it rests on what may change, or does what is not read

    def block(self, body: str, known: dict[str, object], depth: int) -> bool:
        """Reads statements; False where a `return` ended them or the page is left."""
        if depth > _DEEPEST:
            raise _Lost("too deep")
        for item in statements(body):
            self._spend(1)
            if isinstance(item, Branch):
                going = self._branch(item, known, depth)
                self.held = self.held or (not going and not self.done and self._leads_on(body))
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
            self.strange = True
            return True  # a guard: if(n>last){alert(…);return}
        self.held = self.held or self._leads_on(branch.no if truth else branch.yes)
        return self.block(branch.yes if truth else branch.no, known, depth + 1)

    def _leads_on(self, body: str) -> bool:
        """Does code lead somewhere, itself or by an inline function that it calls?"""
        if _leads(body):
            return True
        called = (function_of(self.script, match[1]) for match in islice(_CALLED.finditer(body), 3))
        return any(found is not None and _leads(found[1]) for found in called)

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
        value = self._held_by(name, known)
        self.strange = self.strange or value in (0, "0", "")  # what stands there until a script sets it
        return value

    def _held_by(self, name: str, known: Mapping[str, object]) -> object:
        for end in (".value", ".val()"):
            if name.endswith(end) and (element := element_called(self.view, name.removesuffix(end), known)) is not None:
                return self.changed[element] if element in self.changed else field_value(element)
        return self._constant(name)

    def _constant(self, name: str) -> object:
        """What the page's script gives to a name once: a number or a text."""
        self._spend(_SEARCH)
        own = re.escape(name)
        found = re.findall(_GIVES.format(own), self.script)
        if len(set(found)) != 1:
            return None
        self.strange = self.strange or len(re.findall(_CHANGES.format(own), self.script)) > len(found)
        value = str(found[0])
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
        elif "." in name:
            self.strange = True
        else:
            element = self._element(text, known)
            known[name] = element if element is not None else self._value(text, known)

    def _call(self, name: str, arguments: list[str], known: dict[str, object], depth: int) -> None:
        values = [self._value(argument, known) for argument in arguments]
        self._spend(_SEARCH if "." not in name else 1)
        if name.endswith(".val") and len(values) == 1:
            self._change(name.removesuffix(".val"), values[0], known)
        elif name.endswith((".attr", ".prop")) and len(values) == 2 and values[0] == "action":
            self._direct(name.rsplit(".", 1)[0], values[1], known)
        elif name in _GOES or (name == "window.open" and (self.opens or values[1:2] == ["_self"])):
            self._go(values[0] if values else None)
        elif (found := function_of(self.script, name)) is not None:
            own = [self._element(argument, known) for argument in arguments]
            given = [value if value is not None else element for value, element in zip(values, own, strict=True)]
            self.block(found[1], dict(zip(found[0], given, strict=False)), depth + 1)
        else:
            self.strange = self.strange or not _HARMLESS.search(name)

    def _element(self, text: str, known: Mapping[str, object]) -> Element | None:
        return element_called(self.view, text, known) if _PATH.fullmatch(text) else None

    def _go(self, value: object) -> None:
        target = join_url(self.view.base, value) if isinstance(value, str) else None
        if target is None or urlsplit(target).netloc != urlsplit(self.view.url).netloc:
            raise _Lost("an address that is not known, or another host's")
        target = not_here(self.view, target)
        self.request, self.done = PageRequest(target) if target else None, True

    def _change(self, name: str, value: object, known: Mapping[str, object]) -> None:
        element = element_called(self.view, name, known)
        if element is None:
            raise _Lost(name)
        self.changed[element] = None if value is None else str(value)

    def _direct(self, name: str, value: object, known: Mapping[str, object]) -> None:
        form = element_called(self.view, name, known)
        if form is None:
            raise _Lost(name)
        self.actions[form] = value if isinstance(value, str) else None

    def _submit(self, text: str, known: Mapping[str, object]) -> None:
        form = element_called(self.view, text.removesuffix(".submit()"), known)
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
    return run_script(view, plain_script(view), _plain_handler(handler), {"this": element})


def opened_by(view: View, handler: str, element: Element) -> str | None:
    """The address that a link's handler goes to or opens a window on: `downFile('/u/','a.docx')`; None as above."""
    run = _Run(view, plain_script(view), opens=True)
    read = _block_of(run, _plain_handler(handler), {"this": element})
    return run.request.url if read and run.request is not None and run.request.method == "GET" else None


def _plain_handler(handler: str) -> str:
    handler = handler.strip()
    return handler[11:] if handler[:11].lower() == "javascript:" else handler


def stands_still(view: View, handler: str, element: Element) -> bool:
    """Does a control's handler do nothing here, as its own guard says: `if(cur<total){location='…'}` on the last page?
    Never where anything on the way is not known, may change, or is 0 and may have to be set first."""
    run = _Run(view, plain_script(view))
    return _block_of(run, _plain_handler(handler), {"this": element}) and run.held and not (run.strange or run.done)


def run_script(view: View, script: str, body: str, known: dict[str, object]) -> PageRequest | None:
    """The request that statements come to, where ``known`` says what their names hold; None as for `asked_by`."""
    run = _Run(view, script)
    return run.request if _block_of(run, body, known) else None


def _block_of(run: _Run, body: str, known: dict[str, object]) -> bool:
    """Reads statements; False for what is not understood."""
    try:
        run.block(body, known, 0)
    except (_Lost, NotSimple):
        return False
    return True
