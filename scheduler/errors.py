"""Errors that a user can act on: one sentence that says what, where and what to do, and an exit code."""

from __future__ import annotations


class FazhiError(Exception):
    """Base of all errors that reach the user as one message; `exit_code`: 1 failed, 2 usage, 3 lock."""

    exit_code = 1


class ConfigProblem(FazhiError):
    """The configuration cannot be used; names file, line and key."""

    exit_code = 2


class UsageProblem(FazhiError):
    """The command cannot be carried out as it was given."""

    exit_code = 2


class LockHeld(FazhiError):
    """Another process holds the lock that this command needs."""

    exit_code = 3
