"""The parts that the law asks of a report, judged by form (a heading) and by substance (sentences that do the job).

Contents of the report: 督察工作规定 第四章 (main measures and results; shortcomings and their causes; how the principal
heads carried out their duty; the next year's plan; anything else). A part with a heading of its own and something under
it is `present`; one that stands inside another part is `embedded`; a heading with nothing under it, or a bare word, is
`absent`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from parsers.frame import Frame, read_frame
from parsers.marks import opening_year
from parsers.part_cues import (
    ACT,
    ADMITS,
    ANALYSIS,
    CAUSE,
    DENIES,
    HEAD_WORDS,
    LACKS,
    LEADERSHIP,
    PLANS,
    PROMISED_CAUSE,
    SAYS_CAUSE,
)
from parsers.records import Part, Text
from parsers.sections import CAUSE_HEAD, LEAD_HEAD, STYLES, Heading, Section, read_heading, read_headings, read_sections
from parsers.titles import parse_title
from parsers.vocabulary import BlockKind, PartForm, PartRole

REQUIRED = (PartRole.RESULTS, PartRole.SHORTCOMINGS, PartRole.CAUSES, PartRole.LEADERSHIP, PartRole.PLAN)

_MIN_SUBSTANCE = 15  # Han characters under a heading before it counts as filled
_MIN_CAUSE = 8  # 原因主要是编制有限
_MIN_SENTENCE = 6  # of a whole sentence: 基层力量薄弱。
_SAMPLE = 400  # characters of a stretch that show whether it says anything
_LONGEST_SENTENCE = 2000  # a longer run without a stop is no sentence; its beginning is enough
_BOOK = re.compile(r"《[^》]{0,120}》")
_APPENDED = re.compile(r"附\s?[表件录]\s?[\d一二三四五六七八九十]{0,2}\s?[：:、. ]?[^。；]{0,50}$")  # 附表：…主要数据
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_HAN = re.compile(r"[一-鿿]+")


def read_parts(text: Text, frame: Frame | None = None) -> tuple[Part, ...]:
    """The five required parts in the law's order, and `other` where it has a heading.

    Spans are offsets into ``text.text``; an absent part has the span of its empty heading, or 0-0. ``frame`` spares
    reading the head and foot a second time.
    """
    frame = frame or read_frame(text)
    content = text.text
    headings = read_headings(text, frame.body_start, max(frame.body_end, frame.body_start))
    year = parse_title(frame.title).year or opening_year(content[frame.body_start :])
    body_end = max(_before_appendix(text, frame, headings), frame.body_start)
    sections = read_sections(headings, body_end, year)
    results = _results(content, sections)
    short = _of_role(content, sections, PartRole.SHORTCOMINGS) or _embedded_shortcomings(content, sections)
    plan = _of_role(content, sections, PartRole.PLAN) or _embedded_plan(content, sections)
    if results is None:
        results = _unheaded_results(content, frame.body_start, frame.body_end, short, plan)
    causes = _causes(content, sections, short)
    lead = _leadership(content, sections, results, headings)
    others = tuple(
        Part(PartRole.OTHER, section.heading, PartForm.PRESENT, section.start, section.end)
        for section in sections
        if section.roles == (PartRole.OTHER,) and _filled(content, section)
    )
    found = (results, short, causes, lead, plan)
    parts = (part or _absent(role, sections) for role, part in zip(REQUIRED, found, strict=True))
    return tuple(_trimmed(part, content) for part in (*parts, *others))


def _before_appendix(text: Text, frame: Frame, headings: Sequence[Heading]) -> int:
    """Where the body ends: before tables that are appended behind its last section, which are no part of that."""
    last = headings[-1].start if headings else 0
    for block, following in pairwise(text.blocks):
        heads_table = following.kind is BlockKind.TABLE_ROW and block.kind is not BlockKind.TABLE_ROW
        if heads_table and block.start > last and _APPENDED.match(text.text, block.start, block.end):
            return min(block.start, frame.body_end)
    return frame.body_end


def _trimmed(part: Part, content: str) -> Part:
    """The part without the white space at its end."""
    end = part.start + len(content[part.start : part.end].rstrip())
    return replace(part, end=end)


def part_at(parts: Sequence[Part], offset: int) -> PartRole | None:
    """The part that a place in the text belongs to: the innermost of those around it."""
    around = [part for part in parts if part.form is not PartForm.ABSENT and part.start <= offset < part.end]
    return min(around, key=lambda part: part.end - part.start).role if around else None


def _filled(content: str, section: Section) -> bool:
    end = min(section.end, section.body + _SAMPLE)
    written = _han(content, section.body, end)
    return written >= _MIN_SUBSTANCE or (written >= _MIN_SENTENCE and "。" in content[section.body : end])


def _han(content: str, start: int, end: int) -> int:
    """How many Han characters stand in ``content[start:end]``."""
    return sum(map(len, _HAN.findall(content, start, end)))


def _with(sections: Iterable[Section], role: PartRole) -> list[Section]:
    return [section for section in sections if role in section.roles]


def _absent(role: PartRole, sections: Sequence[Section]) -> Part:
    empty = next(iter(_with(sections, role)), None)
    if empty is None:
        return Part(role, "", PartForm.ABSENT, 0, 0)
    return Part(role, empty.heading, PartForm.ABSENT, empty.start, empty.body)


# --- the parts -------------------------------------------------------------------------------------------------


def _results(content: str, sections: Sequence[Section]) -> Part | None:
    """From the first results heading to the last one's end, where they follow each other."""
    own = [section for section in _with(sections, PartRole.RESULTS) if _filled(content, section)]
    if not own:
        return None
    end = own[0].end
    for section in own[1:]:
        if section.start == end:
            end = section.end
    return Part(PartRole.RESULTS, own[0].heading, PartForm.PRESENT, own[0].start, end)


def _of_role(content: str, sections: Sequence[Section], role: PartRole) -> Part | None:
    """A part under a heading of its own; under a shared one (问题及打算) from where its own sentences begin."""
    for section in _with(sections, role):
        if not _filled(content, section):
            continue
        shared = set(section.roles) & {PartRole.SHORTCOMINGS, PartRole.PLAN, PartRole.RESULTS}
        if len(shared) < 2:
            return Part(role, section.heading, PartForm.PRESENT, section.start, section.end)
        span = _own_span(content, section, role)
        if span is not None:
            return Part(role, section.heading, PartForm.PRESENT, *span)
    return None


def _own_span(content: str, section: Section, role: PartRole) -> tuple[int, int] | None:
    """A role's own stretch inside a section whose heading promises several."""
    plan = _first_paragraph(content, section.body, section.end, PLANS)
    if role is PartRole.PLAN:
        return (plan, section.end) if plan is not None else None
    admits = _first_paragraph(content, section.body, section.end, ADMITS)
    if role is PartRole.SHORTCOMINGS and PartRole.RESULTS in section.roles:
        return (admits, plan or section.end) if admits is not None else None
    return section.start, plan or section.end


def _first_paragraph(content: str, start: int, end: int, cue: re.Pattern[str]) -> int | None:
    """Where the first sentence begins that the cue matches at its start."""
    for sentence in _sentences(content, start, end):
        words = _lead_stripped(sentence.group())
        if cue.match(words) and not DENIES.search(words):
            return sentence.start()
    return None


def _sentences(content: str, start: int, end: int) -> Iterable[re.Match[str]]:
    return _SENTENCE.finditer(content, start, end)


def _lead_stripped(sentence: str) -> str:
    """A sentence without numbering and without the names of documents it cites."""
    words = sentence[:_LONGEST_SENTENCE].strip()
    for pattern in STYLES:
        match = pattern.match(words)
        if match is not None:
            words = words[match.end() :]
            break
    return _BOOK.sub("", words)


def _embedded_shortcomings(content: str, sections: Sequence[Section]) -> Part | None:
    """A paragraph that admits them; else a sentence that does, told by the causes named right behind it."""
    found = _embedded(content, sections, PartRole.SHORTCOMINGS, ADMITS)
    if found is not None:
        return found
    start = sections[0].start if sections else 0
    for lacking, cause in pairwise(_sentences(content, start, len(content))):
        if SAYS_CAUSE.match(_lead_stripped(cause.group())) and LACKS.search(lacking.group()):
            return Part(PartRole.SHORTCOMINGS, "", PartForm.EMBEDDED, lacking.start(), cause.end())
    return None


def _embedded_plan(content: str, sections: Sequence[Section]) -> Part | None:
    return _embedded(content, sections, PartRole.PLAN, PLANS)


def _embedded(content: str, sections: Sequence[Section], role: PartRole, cue: re.Pattern[str]) -> Part | None:
    """A part without a heading: the paragraph that opens with its cue, and what follows up to the next part's."""
    start = sections[0].start if sections else 0
    at = _first_paragraph(content, start, len(content), cue)
    if at is None:
        return None
    if role is PartRole.PLAN:
        end = next((section.end for section in sections if section.start <= at < section.end), len(content))
    else:
        line_end = content.find("\n", at)
        if line_end >= 0 and SAYS_CAUSE.match(_lead_stripped(content[line_end:].lstrip()[:80])):
            line_end = content.find("\n", line_end + 1)  # the causes, in a paragraph of their own
        end = len(content) if line_end < 0 else line_end
        following = _first_paragraph(content, at + 1, end, PLANS)
        end = following if following is not None else end
    return Part(role, "", PartForm.EMBEDDED, at, end)


def _unheaded_results(content: str, start: int, end: int, *later: Part | None) -> Part | None:
    """A report without headings: all before its shortcomings and plan."""
    stops = [part.start for part in later if part is not None and part.start > start]
    stop = min([end, *stops])
    if _han(content, start, min(stop, start + _SAMPLE)) < 100:
        return None
    return Part(PartRole.RESULTS, "", PartForm.EMBEDDED, start, stop)


def _causes(content: str, sections: Sequence[Section], short: Part | None) -> Part | None:
    """Causes named under their own heading, or by a sentence of the shortcomings."""
    for section in _with(sections, PartRole.CAUSES):
        alone = PartRole.SHORTCOMINGS not in section.roles
        sentences = _cause_sentences(content, section.body, section.end, PROMISED_CAUSE)
        if alone and _filled(content, section):
            return Part(PartRole.CAUSES, section.heading, PartForm.PRESENT, section.start, section.end)
        if sentences:
            return Part(PartRole.CAUSES, section.heading, PartForm.PRESENT, *sentences)
        analysis = ANALYSIS.search(content, section.body, section.end)
        if analysis is not None and _han(content, analysis.end(), section.end) >= _MIN_SUBSTANCE:
            return Part(PartRole.CAUSES, section.heading, PartForm.PRESENT, analysis.start(), section.end)
    if short is None:
        return None
    told = content.find(short.heading, short.start, short.end) if short.heading else -1
    span = _cause_sentences(content, short.start if told < 0 else told + len(short.heading), short.end)
    if span is None:
        return None
    return Part(PartRole.CAUSES, _sub_heading(content, span), PartForm.EMBEDDED, *span)


def _cause_sentences(content: str, start: int, end: int, cue: re.Pattern[str] = CAUSE) -> tuple[int, int] | None:
    """From the first sentence that names a cause to the last that does."""
    found = [
        sentence
        for sentence in _sentences(content, start, end)
        if cue.search(words := _lead_stripped(sentence.group()))
        and (SAYS_CAUSE.match(words) or _han(content, *sentence.span()) >= _MIN_CAUSE)
    ]
    return (found[0].start(), found[-1].end()) if found else None


def _sub_heading(content: str, span: tuple[int, int]) -> str:
    line = content[content.rfind("\n", 0, span[0]) + 1 : span[1]].split("\n")[0]
    heading = read_heading(line.strip(), 0, False)
    return heading.title if heading is not None and CAUSE_HEAD.search(heading.title) else ""


def _leadership(
    content: str, sections: Sequence[Section], results: Part | None, headings: Sequence[Heading]
) -> Part | None:
    """What the principal heads did: under a heading of its own, or told among the results."""
    for section in _with(sections, PartRole.LEADERSHIP):
        if _filled(content, section):
            return Part(PartRole.LEADERSHIP, section.heading, PartForm.PRESENT, section.start, section.end)
    if results is None:
        return None
    inside = [heading for heading in headings if results.start <= heading.start < results.end]
    for index, heading in enumerate(inside):
        if not LEAD_HEAD.search(_BOOK.sub("", heading.title)):
            continue
        stop = next((other.start for other in inside[index + 1 :] if other.style <= heading.style), results.end)
        if ACT.search(_BOOK.sub("", content[heading.start : stop])):
            return Part(PartRole.LEADERSHIP, heading.title, PartForm.EMBEDDED, heading.start, stop)
    for sentence in _sentences(content, results.start, results.end):
        words = _BOOK.sub("", sentence.group()[:_LONGEST_SENTENCE])
        if HEAD_WORDS.search(words) and LEADERSHIP.search(words):
            return Part(PartRole.LEADERSHIP, "", PartForm.EMBEDDED, sentence.start(), sentence.end())
    return None
