"""Signing with an ssh key (OpenSSH 8.0 or newer), so that anybody verifies with `ssh-keygen -Y verify`."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from db.problems import DatabaseProblem

NAMESPACE = "fazhi-evidence"
SIGNER = "fazhi-operator"


class SigningProblem(DatabaseProblem):
    """The key does not sign: the message says why; nothing was written."""

    exit_code = 2


def sign(data: bytes, key: Path) -> bytes:
    """The armoured signature of these bytes. Raises `SigningProblem`."""
    _refuse_no_key(key)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "SHA256SUMS"
        path.write_bytes(data)
        _run(["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(path)], key)
        return path.with_name("SHA256SUMS.sig").read_bytes()


def allowed_signer(key: Path) -> str:
    """The line of an allowed_signers file for a key: its public half, from beside it or worked out from it."""
    _refuse_no_key(key)
    public = key if key.suffix == ".pub" else key.with_name(f"{key.name}.pub")
    text = public.read_text(encoding="utf-8") if public.is_file() else _run(["ssh-keygen", "-y", "-f", str(key)], key)
    kind, blob = text.split()[:2]
    return f'{SIGNER} namespaces="{NAMESPACE}" {kind} {blob}\n'


def _refuse_no_key(key: Path) -> None:
    if not key.is_file():
        raise SigningProblem(f"{key}: no such key file; make one with `ssh-keygen -t ed25519 -f {key}`")


def _run(command: list[str], key: Path) -> str:
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
    except FileNotFoundError as error:
        raise SigningProblem(
            "ssh-keygen is not on this machine: install OpenSSH's client, or leave --key away; nothing was written"
        ) from error
    except subprocess.TimeoutExpired as error:
        raise SigningProblem(f"{key} waits for a passphrase: use ssh-agent; nothing was written") from error
    if done.returncode:
        why = " ".join(done.stderr.split()) or "ssh-keygen gave no reason"
        raise SigningProblem(f"{key} does not sign: {why}; nothing was written")
    return done.stdout
