"""Why the console cannot be served as asked."""

from __future__ import annotations

from db.problems import DatabaseProblem


class ConsoleProblem(DatabaseProblem):
    """Wrong usage or a wrong file: the message names it and says what to do."""

    exit_code = 2
