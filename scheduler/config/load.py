"""Reading fazhi.yaml: one message that names file, line and key for the first thing that is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from scheduler.config.model import Config
from scheduler.config.problems import Key, dotted, say_problem
from scheduler.errors import ConfigProblem

_MAX_BYTES = 20 * 1024 * 1024  # 3,200 bodies with sections are about 1.5 MB


def load_config(path: Path) -> Config:
    """Read and check one configuration file. Raises ConfigProblem with all that is wrong, one line each."""
    document, lines = _parse(path)
    try:
        config = Config.model_validate({**document, "path": path.absolute()})
    except ValidationError as error:
        said = [*_describe(path, lines, error, Config), *_twins(path, document, lines)]
        raise ConfigProblem("\n".join(said)) from error
    problems = list(_check_references(config))
    if problems:
        raise ConfigProblem("\n".join(_located(path, lines, key, text) for key, text in problems))
    return config


def describe_file(path: Path, error: ValidationError, model: type[BaseModel]) -> str:
    """What is wrong with a YAML file beside the configuration, one line each, with file, line and key."""
    return "\n".join(_describe(path, _parse(path)[1], error, model))


def _twins(path: Path, document: dict[str, Any], lines: dict[Key, int]) -> Iterator[str]:
    """Ids that stand twice, told together with values that are wrong: one round of mending is enough."""
    for table, field in (("bodies", "id"), ("sections", "id"), ("supervisors", "name")):
        entries = document.get(table)
        if isinstance(entries, list):
            names = [entry.get(field) if isinstance(entry, dict) else None for entry in entries]
            known = [str(name) if isinstance(name, str | int) else f"\0{at}" for at, name in enumerate(names)]
            yield from (_located(path, lines, key, text) for key, text in _check_unique(table, known, field))


def _parse(path: Path) -> tuple[dict[str, Any], dict[Key, int]]:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ConfigProblem(f"{path}: larger than {_MAX_BYTES // 1024 // 1024} MB; this is not a configuration")
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigProblem(
            f"{path}: no such file. Write one with `fazhi init`, or name yours with --config FILE or $FAZHI_CONFIG"
        ) from None
    except UnicodeDecodeError as error:
        raise ConfigProblem(f"{path}: not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    except OSError as error:
        raise ConfigProblem(f"{path}: cannot be read ({error.strerror})") from error
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        document = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigProblem(f"{path}:{line}: not valid YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise ConfigProblem(f"{path}: not valid YAML: {error}") from error
    if document is None:
        document = {}
    if not isinstance(document, dict):
        raise ConfigProblem(f"{path}:1: must hold `key: value` lines")
    lines: dict[Key, int] = {(): 1}
    if node is not None:
        _index(node, (), lines, path)
    if "data_dir" in document and document["data_dir"] is None:
        # Other empty keys mean "as if not written"; where everything is kept should not be a guess.
        raise ConfigProblem(
            _located(path, lines, ("data_dir",), "is empty; name a folder, or leave the key out (data)")
        )
    return {str(key): value for key, value in document.items() if value is not None}, lines


def _index(node: yaml.Node, key: Key, lines: dict[Key, int], path: Path) -> None:
    """Note the line of every key; a key that stands twice is an error, which YAML itself lets pass."""
    lines.setdefault(key, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for name, value in node.value:
            if name.value in seen:
                raise ConfigProblem(f"{path}:{name.start_mark.line + 1}: {dotted((*key, name.value))}: stands twice")
            seen.add(name.value)
            lines[(*key, name.value)] = name.start_mark.line + 1
            _index(value, (*key, name.value), lines, path)
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            lines[(*key, position)] = value.start_mark.line + 1
            _index(value, (*key, position), lines, path)


def _describe(path: Path, lines: dict[Key, int], error: ValidationError, model: type[BaseModel]) -> Iterator[str]:
    problems = error.errors()
    for problem in problems:
        key: Key = problem["loc"]
        if any(other["loc"][: len(key)] == key and len(other["loc"]) > len(key) for other in problems):
            continue  # a list is called too short because of what is wrong in it
        yield _located(path, lines, key, say_problem(problem, model, leave_out=("path",)))


def _located(path: Path, lines: dict[Key, int], key: Key, text: str) -> str:
    known = key
    while known and known not in lines:
        known = known[:-1]
    return f"{path}:{lines.get(known, 1)}: {dotted(key) or 'the file'}: {text}"


def _check_references(config: Config) -> Iterator[tuple[Key, str]]:
    bodies = {body.id: body for body in config.bodies}
    yield from _check_unique("bodies", [body.id for body in config.bodies])
    yield from _check_unique("sections", [section.id for section in config.sections])
    yield from _check_unique("supervisors", [supervisor.name for supervisor in config.supervisors], "name")
    for index, body in enumerate(config.bodies):
        for field, other in (("parent", body.parent), ("successor", body.successor)):
            if other is not None and other not in bodies:
                yield ("bodies", index, field), f"no body has the id {other!r}"
        if _loops(body.id, {item.id: item.parent for item in config.bodies}):
            yield ("bodies", index, "parent"), f"{body.id!r} is its own ancestor"
    for index, section in enumerate(config.sections):
        if section.body not in bodies:
            yield ("sections", index, "body"), f"no body has the id {section.body!r}"
        elif not bodies[section.body].watch:
            yield ("sections", index, "body"), f"body {section.body!r} has watch: false: nothing is expected of it"
    for index, supervisor in enumerate(config.supervisors):
        for position, name in enumerate(supervisor.bodies):
            if name not in bodies:
                yield ("supervisors", index, "bodies", position), f"no body has the id {name!r}"
    yield from _check_duties(config, set(bodies))


def _check_unique(table: str, names: Sequence[str], field: str = "id") -> Iterator[tuple[Key, str]]:
    counts = Counter(names)
    for index, name in enumerate(names):
        if counts[name] > 1 and names.index(name) != index:
            yield (table, index, field), f"{name!r} stands twice"


def _check_duties(config: Config, bodies: set[str]) -> Iterator[tuple[Key, str]]:
    """Two duties that are equally specific for the same subject, kind and year leave open which one holds."""
    taken: dict[tuple[str | None, str | None, str, int | None], int] = {}
    for index, duty in enumerate(config.duties):
        if duty.body is not None and duty.body not in bodies:
            yield ("duties", index, "body"), f"no body has the id {duty.body!r}"
        for year in duty.years or (None,):
            subject = (duty.body, duty.cls, duty.kind, year)
            if subject in taken:
                yield ("duties", index), f"says the same subject, kind and year as duties[{taken[subject]}]"
            taken.setdefault(subject, index)


def _loops(start: str, parents: dict[str, str | None]) -> bool:
    seen = {start}
    at = parents.get(start)
    while at is not None:
        if at == start:
            return True
        if at in seen:
            return False
        seen.add(at)
        at = parents.get(at)
    return False
