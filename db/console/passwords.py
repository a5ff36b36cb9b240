"""Who may log in: the file that sets up datasette-auth-passwords, checked before anything listens."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from db.console.problem import ConsoleProblem

PLUGIN = "datasette-auth-passwords"
_HASH = re.compile(r"pbkdf2_sha256\$[0-9]{1,9}\$[^$\s]{1,200}\$[A-Za-z0-9+/=]{20,200}")  # of `datasette hash-password`
_ADVICE = (
    f"write it as Datasette does: plugins: {{{PLUGIN}: {{zhang_password_hash: HASH}}}}, each HASH made by "
    "`datasette hash-password`, or {$env: NAME} to keep it in the environment"
)


def read_passwords(path: Path) -> dict[str, Any]:
    """The settings of datasette-auth-passwords in a Datasette metadata file (YAML or JSON).

    Only accounts may stand there, so that the file cannot open a way to write. Raises `ConsoleProblem`.
    """
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConsoleProblem(f"cannot read {path}: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConsoleProblem(f"{path} is neither YAML nor JSON: {' '.join(str(error).split())[:200]}") from error
    plugins = document.get("plugins") if isinstance(document, dict) else None
    if not isinstance(plugins, dict) or set(document) != {"plugins"} or set(plugins) != {PLUGIN}:
        raise ConsoleProblem(f"{path} sets up no passwords, or other things beside them; {_ADVICE}")
    accounts = plugins[PLUGIN]
    if not isinstance(accounts, dict) or not accounts:
        raise ConsoleProblem(f"{path} names no account; {_ADVICE}")
    for name, value in accounts.items():
        _check_account(path, str(name), value)
    return accounts


def _check_account(path: Path, name: str, value: Any) -> None:
    if not name.endswith("_password_hash") or name == "_password_hash":
        raise ConsoleProblem(f"{path}: {name} is no account (NAME_password_hash); {_ADVICE}")
    found = _resolved(path, name, value)
    if not _HASH.fullmatch(found.strip()):
        raise ConsoleProblem(f"{path}: {name} is not a hash made by `datasette hash-password`")


def _resolved(path: Path, name: str, value: Any) -> str:
    if isinstance(value, Mapping) and set(value) == {"$env"}:
        found = os.environ.get(str(value["$env"]))
        if found is None:
            raise ConsoleProblem(f"{path}: the environment variable {value['$env']} of {name} is not set")
        return found
    return value if isinstance(value, str) else ""
