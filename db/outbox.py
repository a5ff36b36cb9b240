"""The outbox: messages as they will be sent, which events each delivers, and how far each got.

A message is queued with its deliveries in one transaction, marked `sending` on the disk before its first byte leaves,
and `sent` after it was accepted. One found `sending` by the next process may have left: it is sent once more, under
the same Message-ID, and marked uncertain. So nothing is lost, and doubled only there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from db.database import Database, stored_id, write
from db.vocabulary import MessageState


@dataclass(frozen=True, slots=True)
class Message:
    """``channel`` is "mail" or the name of the environment variable that holds a channel's address.

    ``recipient`` is the mail address that it was written to, None for other channels.
    """

    id: int
    supervisor: str
    channel: str
    recipient: str | None
    message_id: str
    subject: str
    content: bytes
    state: MessageState
    attempts: int
    uncertain: bool
    created_at: str
    next_attempt_at: str | None
    sent_at: str | None
    error: str | None


_COLUMNS = (
    "id, supervisor, channel, recipient, message_id, subject, content, state, attempts, uncertain, created_at, "
    "next_attempt_at, sent_at, error"
)


def queue_message(
    db: Database,
    *,
    supervisor: str,
    channel: str,
    message_id: str,
    subject: str,
    content: bytes,
    created_at: str,
    deliveries: Iterable[tuple[int, int]],
    recipient: str | None = None,
) -> int:
    """Put a message into the outbox with the (alert id, event id) pairs that it delivers; its row id."""
    with write(db):
        row = db.conn.execute(
            "INSERT INTO messages (supervisor, channel, recipient, message_id, subject, content, state, created_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            [supervisor, channel, recipient, message_id, subject, content, MessageState.PENDING, created_at],
        ).fetchone()
        queued = stored_id(row, "messages")
        db.conn.executemany(
            "INSERT INTO deliveries (alert_id, message_id, event) VALUES (?, ?, ?)",
            [(alert_id, queued, event_id) for alert_id, event_id in deliveries],
        )
    return queued


def told_events(db: Database, *, failed_since: str) -> dict[tuple[str, str, str | None], set[int]]:
    """The events that messages tell, by (supervisor, channel, None), and those told in vain by the refusing address.

    A queued message tells, whether or not it has left. One that failed for good tells nobody, and its news go with the
    next message once the address was corrected, or it was queued before ``failed_since``: so the newer ones stand
    under the address that refused them, the older ones nowhere.
    """
    rows = db.conn.execute(
        """
        SELECT m.supervisor, m.channel, CASE m.state WHEN ? THEN m.recipient END, d.event
        FROM deliveries d JOIN messages m ON m.id = d.message_id
        WHERE m.state <> ? OR julianday(m.created_at) >= julianday(?)
        """,
        [MessageState.FAILED, MessageState.FAILED, failed_since],
    )
    told: dict[tuple[str, str, str | None], set[int]] = {}
    for supervisor, channel, failed_at, event in rows:
        told.setdefault((supervisor, channel, failed_at), set()).add(event)
    return told


def due_messages(db: Database, now: str, farthest: str = "9999-12-31") -> list[int]:
    """The ids of the messages whose (next) attempt is due at ``now``, the least tried and oldest first.

    So recipients at whom the server falls silent hold up nobody who has not been tried yet.

    A next attempt after ``farthest`` was noted by a clock that ran ahead: it is not believed, and due.
    """
    rows = db.conn.execute(
        "SELECT id FROM messages WHERE state = ? "
        "AND (next_attempt_at IS NULL OR julianday(next_attempt_at) <= julianday(?) "
        "OR julianday(next_attempt_at) > julianday(?)) ORDER BY attempts, id",
        [MessageState.PENDING, now, farthest],
    )
    return [row[0] for row in rows]


def waiting_messages(db: Database) -> int:
    """How many messages are queued and neither sent nor given up."""
    states = [MessageState.PENDING, MessageState.SENDING]
    count: int = db.conn.execute("SELECT count(*) FROM messages WHERE state IN (?, ?)", states).fetchone()[0]
    return count


def recover_sending(db: Database) -> list[int]:
    """Put messages found `sending` (their process died) back to be sent once more, marked uncertain; their ids.

    Only for the holder of the lock for sending, before it claims any.
    """
    with write(db):
        rows = db.conn.execute(
            "UPDATE messages SET state = ?, uncertain = 1 WHERE state = ? RETURNING id",
            [MessageState.PENDING, MessageState.SENDING],
        ).fetchall()
    return sorted(row[0] for row in rows)


def claim_messages(db: Database, messages: Iterable[Message]) -> list[Message]:
    """Mark those of these messages that are still pending as `sending`, on the disk; they as they then are.

    Several at once share the wait for the disk. Of those that never began the caller lets go (`release_messages`).
    """
    with write(db, durable=True):
        return [
            replace(message, state=MessageState.SENDING, attempts=message.attempts + 1)
            for message in messages
            if db.conn.execute(
                "UPDATE messages SET state = ?, attempts = attempts + 1 WHERE id = ? AND state = ?",
                [MessageState.SENDING, message.id, MessageState.PENDING],
            ).rowcount
        ]


def mark_sent(db: Database, message_row: int, at: str) -> None:
    """The message was accepted. If a power cut undoes this, it is found `sending`, and goes out again as uncertain."""
    with write(db):
        db.conn.execute(
            "UPDATE messages SET state = ?, attempts = max(attempts, 1), sent_at = ?, next_attempt_at = NULL, "
            "error = NULL WHERE id = ?",
            [MessageState.SENT, at, message_row],
        )


def mark_failed(db: Database, message_row: int, error: str, *, retry_at: str | None, uncertain: bool = False) -> None:
    """The attempt failed: to be tried again at ``retry_at``, or for good (None). Uncertain: it may have arrived."""
    state = MessageState.FAILED if retry_at is None else MessageState.PENDING
    with write(db):
        db.conn.execute(
            "UPDATE messages SET state = ?, error = ?, next_attempt_at = ?, uncertain = max(uncertain, ?) WHERE id = ?",
            [state, error, retry_at, int(uncertain), message_row],
        )


def release_messages(db: Database, message_rows: Iterable[int], error: str | None = None) -> None:
    """Give claimed messages back of which nothing has left, as if they had not been tried; they are due as before."""
    with write(db):
        db.conn.executemany(
            "UPDATE messages SET state = ?, attempts = attempts - 1, error = coalesce(?, error) "
            "WHERE id = ? AND state = ?",
            [(MessageState.PENDING, error, message_row, MessageState.SENDING) for message_row in message_rows],
        )


def fetch_message(db: Database, message_row: int) -> Message:
    """One message. Raises `LookupError` if there is none of this id."""
    found = fetch_messages(db, ids=[message_row])
    if not found:
        raise LookupError(f"no message {message_row}")
    return found[0]


def fetch_messages(
    db: Database,
    *,
    ids: Collection[int] | None = None,
    supervisor: str | None = None,
    states: Collection[MessageState] | None = None,
) -> list[Message]:
    """The messages that meet all given conditions, oldest first."""
    conditions: list[str] = ["1"]
    params: list[object] = []
    for column, wanted in (("id", ids), ("state", states)):
        if wanted is not None:
            conditions.append(f"{column} IN ({', '.join('?' * len(wanted))})")
            params += wanted
    if supervisor is not None:
        conditions.append("supervisor = ?")
        params.append(supervisor)
    rows = db.conn.execute(
        f"SELECT {_COLUMNS} FROM messages WHERE {' AND '.join(conditions)} ORDER BY id", params
    ).fetchall()
    return [Message(*(*row[:7], MessageState(row[7]), row[8], bool(row[9]), *row[10:])) for row in rows]


def deliveries_of(db: Database, message_row: int) -> list[tuple[int, int]]:
    """The (alert id, event id) pairs that a message delivers."""
    rows = db.conn.execute(
        "SELECT alert_id, event FROM deliveries WHERE message_id = ? ORDER BY event, alert_id", [message_row]
    )
    return [(alert_id, event) for alert_id, event in rows]


def messages_about(db: Database, supervisor: str, channel: str, alert_id: int) -> list[str]:
    """The Message-IDs of the messages that told a supervisor of one case, oldest first."""
    rows = db.conn.execute(
        "SELECT DISTINCT m.id, m.message_id FROM deliveries d JOIN messages m ON m.id = d.message_id "
        "WHERE d.alert_id = ? AND m.supervisor = ? AND m.channel = ? ORDER BY m.id",
        [alert_id, supervisor, channel],
    )
    return [message_id for _, message_id in rows]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A recipient that messages do not reach. ``refused``: the last one failed for good; else one is often tried."""

    supervisor: str
    channel: str
    refused: bool
    error: str


def troubled_recipients(db: Database, *, attempts: int) -> list[Trouble]:
    """Recipients whose newest settled message failed, or who have one pending after so many attempts."""
    rows = db.conn.execute(
        """
        SELECT supervisor, channel, state = ?, coalesce(error, '') FROM messages m
        WHERE (state = ? AND NOT EXISTS (
                SELECT 1 FROM messages later WHERE later.id > m.id AND later.state IN (?, ?)
                AND later.supervisor = m.supervisor AND later.channel = m.channel))
           OR (state = ? AND attempts >= ?)
        ORDER BY supervisor, channel, state = ?, id
        """,
        [
            MessageState.FAILED, MessageState.FAILED, MessageState.FAILED, MessageState.SENT,
            MessageState.PENDING, attempts, MessageState.FAILED,
        ],
    )  # fmt: skip
    found = {row[:2]: Trouble(row[0], row[1], bool(row[2]), row[3]) for row in rows}
    return list(found.values())


def count_pending(db: Database, besides: str) -> dict[str, int]:
    """How many messages wait, by channel; those to the recipient ``besides`` apart."""
    rows = db.conn.execute(
        "SELECT channel, count(*) FROM messages WHERE state = ? AND supervisor <> ? GROUP BY 1",
        [MessageState.PENDING, besides],
    )
    return dict(rows.fetchall())
