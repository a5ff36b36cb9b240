"""The commands' common ground: global options, how a configuration is found, and the list of commands."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from scheduler.cli.output import Output
from scheduler.config import Config, load_config
from scheduler.errors import UsageProblem
from scheduler.logs import set_up_logs

# As one meets them: to begin, the pass and its steps, what it found, what proves it, what runs by itself.
ORDER = (
    *("init", "demo", "doctor"),
    *("run", "crawl", "read", "reread", "check", "send"),
    *("status", "alerts", "decide", "add"),
    *("query", "export", "evidence", "verify", "backup", "serve"),
    *("daemon", "backtest"),
)


class _InOrder(TyperGroup):
    """The list of commands in an order that tells what they are for, each with its whole first sentence."""

    def list_commands(self, ctx: Any) -> list[str]:
        names = super().list_commands(ctx)
        return sorted(names, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.get_short_help_str(200)) for name, command in found if command])


app = typer.Typer(
    name="fazhi",
    cls=_InOrder,
    help="Fazhi Watch (法治年报监测): finds, keeps, reads and judges the yearly rule-of-law reports of Chinese "
    "governments, and tells supervisors what is missing, late, altered, contradictory or worse.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@dataclass(frozen=True)
class Session:
    """What the global options said."""

    config_path: Path
    out: Output
    debug: bool

    def config(self) -> Config:
        return load_config(self.config_path)


@app.callback()
def _global(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option("--config", help="the configuration (else $FAZHI_CONFIG, else ./fazhi.yaml)")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON document on stdout")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="show debug logs and tracebacks")] = False,
) -> None:
    path = config or Path(os.environ.get("FAZHI_CONFIG") or "fazhi.yaml")
    set_up_logs(debug=debug, quiet=context.invoked_subcommand not in LOGGING)
    context.obj = Session(path, Output(json=as_json), debug)


# Commands whose log lines are their progress; the others answer and are otherwise quiet.
LOGGING = frozenset({"crawl", "reread", "check", "send", "run", "daemon"})


def session(context: typer.Context) -> Session:
    """What the global options said, for a command."""
    found = context.find_object(Session)
    assert found is not None  # the callback above always sets it
    return found


def day(value: str | None) -> date | None:
    """A date option's value. Raises UsageProblem for anything but YYYY-MM-DD."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageProblem(f"{value!r} is not a date; write YYYY-MM-DD, such as 2026-03-20") from None


def chain_head(word: str | None) -> str | None:
    """A chain head as people copy it out of a mail: spaces, line breaks and capitals do no harm."""
    if word is None:
        return None
    head = "".join(word.split()).lower()
    if not re.fullmatch(r"[0-9a-f]{64}", head):
        raise UsageProblem(f"--head {word}: a chain head is 64 hexadecimal digits, as in the last lines of a mail")
    return head


def _load_commands() -> None:
    # Each module adds its commands to `app`; imported last because they import it.
    from scheduler.cli import audit, cases, doctor, documents, export, keep, passes, serve, service, start  # noqa: F401


_load_commands()
