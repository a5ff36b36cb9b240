"""The YAML files beside this code, read with the fast loader where there is one."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_package_yaml(name: str, package: str = "scheduler.judge") -> Any:
    return yaml.load(files(package).joinpath(name).read_bytes(), Loader=_LOADER)  # a safe loader, both of them
