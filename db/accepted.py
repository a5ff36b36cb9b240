"""Changes by hand that a person has looked into and accepted: who, when and why, as rows of `meta`, in the ledger.

`verify` goes on naming them; it only fails no more for them. One is accepted as it was met: of a row that is changed
once more the seal is another, and the failure a new one. A dossier rests on none of them (db/dossier_proof.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from db.database import Database, fetch_dicts, set_meta, write
from db.problems import DatabaseProblem
from db.runs import now
from db.verify_failures import Failure

_KEY = "accepted "
_SHORTEST = 8  # letters of a mark that are enough


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who accepted a failure, when by the real clock, and why; ``failure`` as it was told then.

    ``by`` is the name a person gave, ``os_user`` and ``host`` where it was typed.
    """

    by: str
    at: str
    why: str
    os_user: str
    host: str
    failure: str

    def __str__(self) -> str:
        return f"accepted by {self.by} ({self.os_user}@{self.host}), {self.at}: {self.why}"


class NothingToAccept(DatabaseProblem):
    """A mark that no failure bears, or several; or a file that nothing may be written to."""

    exit_code = 2


def acceptances(db: Database) -> dict[str, Acceptance]:
    """What was accepted, by mark. What somebody wrote there by hand is a failure of its own."""
    rows = fetch_dicts(
        db, "SELECT substr(key, ?) AS mark, value FROM meta WHERE key GLOB ?", [len(_KEY) + 1, f"{_KEY}*"]
    )
    found = {}
    for row in rows:
        try:
            found[row["mark"]] = Acceptance(**json.loads(row["value"]))
        except (TypeError, ValueError):  # not what `accept` writes
            continue
    return found


def accept(
    db: Database, failures: Iterable[Failure], marks: Sequence[str], *, by: str, why: str, os_user: str, host: str
) -> None:
    """Accept those failures whose marks begin so. Raises `NothingToAccept`, and then none is."""
    told = list(failures)
    if any(failure.what == "database" for failure in told):
        raise NothingToAccept(
            "the database file itself fails (verify says how), and nothing is written to it: repair that first"
        )
    known = {failure.mark: failure for failure in told if failure.mark}
    chosen = []
    for word in marks:
        met = [mark for mark in known if mark.startswith(word.lower())]
        if len(word) < _SHORTEST or len(met) != 1:
            raise NothingToAccept(
                f"--accept {word}: no failure that can be accepted bears this mark (at least {_SHORTEST} letters of "
                "it are needed); fazhi verify prints each one's; nothing was accepted"
            )
        chosen += met
    at = now()
    with write(db):
        for mark in chosen:
            said = asdict(Acceptance(by, at, why, os_user, host, str(known[mark])))
            set_meta(db, f"{_KEY}{mark}", json.dumps(said, ensure_ascii=False))
