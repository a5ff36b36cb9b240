"""What a walk through a list came to: its outcome, whether it is whole, and why not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.doubts import doubtful_notes
from crawler.walk import End, Walk, branch_doubts
from db.intake_records import VisitSummary
from db.vocabulary import VisitOutcome
from parsers.pages.notes import Note, codes

if TYPE_CHECKING:
    from crawler.known import LastWalk

_LOSS_ALONE = re.compile(r"\d+ of \d+ known rows are gone(?: while their pages answer)?")


def sum_up(walk: Walk, last: LastWalk | None, loss: str = "") -> VisitSummary:
    """What a visit came to, by its walk; one that stands on the ``last`` whole walk has the counts of that."""
    if walk.end in (End.UNCHANGED, End.KNOWN) and last is not None:
        if walk.doubts:
            return summarise(walk, VisitOutcome.PARTIAL, whole=False, reason="; ".join(walk.doubts))
        return VisitSummary(
            outcome=VisitOutcome.OK,
            whole=True,
            unchanged=True,
            pages=max(walk.pages, 1),
            rows_seen=max(last.rows_seen, len(walk.rows)),
            declared_total=walk.declared_total or last.declared_total,
            newest_row_on=max(filter(None, [last.newest_row_on, walk.newest_row_on]), default=None),
            family=walk.family or last.family,
            reason=None,
            reach=last.reach,
        )
    if walk.end is End.STOPPED:
        return summarise(walk, VisitOutcome.PARTIAL, whole=False, reason=walk.end_reason)
    outcome, whole, reason = judge_walk(walk, loss)
    return summarise(walk, outcome, whole=whole, reason=reason)


def judge_walk(walk: Walk, loss: str = "") -> tuple[VisitOutcome, bool, str]:
    """Outcome, wholeness and a reason (empty when all is well) of a walk that is not carried by an earlier one.

    ``loss`` says why rows that were known before are missed (`crawler.losses`).
    """
    if not walk.rows:
        bare = [note for note in walk.notes if codes((note,)) == {Note.NO_ROWS}]
        why = [walk.end_reason or "no rows were recognised", *_doubtful_notes(walk), *bare]
        return VisitOutcome.BLIND, False, "; ".join(why)
    doubts = [*walk_doubts(walk), *((loss,) if loss else ())]
    if doubts:
        return VisitOutcome.PARTIAL, False, "; ".join(doubts)
    return VisitOutcome.OK, True, ""


def walk_doubts(walk: Walk) -> list[str]:
    """What speaks against a walk by itself, whatever was known before."""
    return [*branch_doubts(walk), *_doubtful_notes(walk), *walk.doubts]


def _doubtful_notes(walk: Walk) -> list[str]:
    """What its pages leave in doubt; not that there is a page elsewhere which was walked."""
    notes = tuple(note for note in walk.notes if note.rpartition(" leads to ")[2] not in walk.addresses)
    return doubtful_notes(notes, walk.shown.values(), walk.kinds, walk.settled)


def is_loss_alone(reason: str | None) -> bool:
    """Did a visit find nothing wrong but the loss of known rows?"""
    return _LOSS_ALONE.fullmatch(reason or "") is not None


def summarise(walk: Walk, outcome: VisitOutcome, *, whole: bool, reason: str) -> VisitSummary:
    """The visit's row, for a list that was walked."""
    return VisitSummary(
        outcome=outcome,
        whole=whole,
        unchanged=False,
        pages=walk.pages,
        rows_seen=len(walk.papers),
        declared_total=walk.declared_total,
        newest_row_on=walk.newest_row_on,
        family=walk.family,
        reason=reason or None,
    )
