"""Forms as a browser would send them: hidden fields, selected options, the page's own encoding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from urllib.parse import urlencode, urlsplit, urlunsplit

from parsers.pages.paging import not_here
from parsers.pages.urls import join_url
from parsers.pages.view import Element, View
from parsers.records import PageRequest

FORM_TYPE = MappingProxyType({"content-type": "application/x-www-form-urlencoded"})
_UNSENT = frozenset({"submit", "button", "image", "reset", "file"})
_MOST = 500  # fields of a form


def form_of(element: Element) -> Element | None:
    """The form around a field or a button."""
    return next(element.iterancestors("form"), None)


def form_fields(form: Element) -> Iterator[tuple[Element, str]]:
    """The fields that a form sends without a button being pressed, each with what stands in it; at most 500."""
    for count, element in enumerate(form.iter("input", "select", "textarea")):
        kind = (element.get("type") or "").lower()
        if count >= _MOST or kind in _UNSENT or element.get("disabled") is not None or not element.get("name"):
            continue
        if kind in ("radio", "checkbox") and element.get("checked") is None:
            continue
        yield element, field_value(element)


def field_value(element: Element) -> str:
    """What stands in a field: of a select box the selected option's, else the first one's."""
    if element.tag == "textarea":
        return element.text or ""
    if element.tag != "select":
        return element.get("value") or ("on" if element.get("type") in ("radio", "checkbox") else "")
    options = list(element.iter("option"))
    chosen = next((option for option in options if option.get("selected") is not None), next(iter(options), None))
    if chosen is None:
        return ""
    own = chosen.get("value")
    return own if own is not None else (chosen.text or "").strip()


def pressed(view: View, button: Element) -> PageRequest | None:
    """The request that a form's button makes when it is pressed, its own name and value among the fields; None for
    anything else, and for what `form_request` refuses."""
    kind = (button.get("type") or ("submit" if button.tag == "button" else "")).lower()
    form = form_of(button)
    if form is None or kind not in ("submit", "image") or button.tag not in ("button", "input") or form.get("onsubmit"):
        return None
    named = {name: button.get("value") or ""} if (name := button.get("name")) else {}
    own = _place_in(form, button) if kind == "image" else named
    return form_request(view, form, {}, button.get("formaction") or form.get("action") or "", own)


def _place_in(form: Element, button: Element) -> dict[str, str]:
    """Where in a picture somebody clicked, which says which one of several it was; of the only one it says nothing."""
    if (form.get("method") or "get").lower() == "get" and len(form.findall(".//input[@type='image']")) == 1:
        return {}
    return {f"{button.get('name') or ''}.{side}".lstrip("."): "1" for side in "xy"}


def form_request(
    view: View,
    form: Element,
    changed: Mapping[Element, str],
    action: str | None = None,
    named: Mapping[str, str] = MappingProxyType({}),
) -> PageRequest | None:
    """The request for which a script submits a form, after it set fields, maybe the action, and those ``named``,
    whether they stand there or are made for it; None for the page itself, another host, or an upload."""
    fields = dict(form_fields(form)) | dict(changed)
    given = ((element.get("name") or "", value) for element, value in fields.items())
    sent = [(name, value) for name, value in given if name and name not in named] + list(named.items())
    goal = form.get("action") if action is None else action
    url = join_url(view.base, goal or "") or view.url
    if urlsplit(url).netloc != urlsplit(view.url).netloc or "multipart" in (form.get("enctype") or ""):
        return None
    charset = "gb18030" if view.decoded.encoding.lower() in ("gbk", "gb2312", "gb18030") else view.decoded.encoding
    body = urlencode(sent, encoding=charset, errors="xmlcharrefreplace")
    if action is None and not named and all(field_value(element) == value for element, value in changed.items()):
        return None
    if (form.get("method") or "get").lower() == "post":
        return PageRequest(url, "POST", body.encode("ascii"), FORM_TYPE)
    target = not_here(view, urlunsplit(urlsplit(url)._replace(query=body, fragment="")))
    return PageRequest(target) if target else None
