"""Builds a wheel in which the rooms that read a report are compiled to machine code by mypyc.

A hook of the build, off unless HATCH_BUILD_HOOK_ENABLE_CUSTOM says otherwise; the sources are compiled in a temporary
copy, so that no library is ever left beside a source and shadows it after an edit. The Python files travel in the wheel
as well: without the libraries it is the pure one. Needs a C compiler and Python's headers.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# By time spent in them. Records are pickled between processes, which compiled classes cannot be; list pages are read
# seldom; of the formats, what is done to every printed line (the rest of their time goes to libraries).
ROOMS = ("figures", "metrics", "arithmetic", "identity", "issuers")
MODULES = (
    "clauses",
    "compilation",
    "dates",
    "documents/assemble",
    "documents/characters",
    "documents/layout",
    "documents/lines",
    "documents/pdf_page",
    "documents/pdf_text",
    "documents/running",
    "frame",
    "marks",
    "numerals",
    "part_cues",
    "parts",
    "sections",
    "title_shape",
    "titles",
)

_SETUP = """\
import sys
from mypyc.build import mypycify
from setuptools import setup

# What is installed beside the build is not looked at: the same code comes out everywhere. What is only imported is not
# compiled and need not be fit for it.
options = ["--config-file=", "--no-site-packages", "--ignore-missing-imports", "--follow-imports=silent"]
extensions = mypycify([*options, *sys.argv[1:]], opt_level="3", debug_level="0", multi_file=True)
setup(name="rooms", packages=[], ext_modules=extensions, script_args=["-q", "build_ext", "--inplace"])
"""


class CompiledRooms(BuildHookInterface):
    """Adds the compiled rooms to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile and name what to include; raises SystemExit with the compiler's words where it fails."""
        if version == "editable":
            sys.exit("compiled rooms do not follow edits: install the project without --editable")
        self._folder = TemporaryDirectory()
        folder = Path(self._folder.name)
        shutil.copytree(Path(self.root) / "parsers", folder / "parsers", ignore=shutil.ignore_patterns("*.so"))
        compile_rooms(folder)
        for library in folder.rglob("*.so"):
            if "build" not in library.relative_to(folder).parts:
                build_data["force_include"][str(library)] = str(library.relative_to(folder))
        build_data.update(pure_python=False, infer_tag=True)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """The wheel is written: the copy can go."""
        self._folder.cleanup()


def compile_rooms(folder: Path) -> None:
    """Put a library beside each source of the rooms in ``folder``/parsers. Some minutes on one core."""
    paths = [path for room in ROOMS for path in sorted((folder / "parsers" / room).iterdir())]
    paths = [path for path in paths if path.suffix == ".py" and path.name != "__init__.py"]
    paths += [folder / "parsers" / f"{name}.py" for name in MODULES]
    sources = [str(path.relative_to(folder)) for path in paths]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", _SETUP, *sources], cwd=folder, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(f"the rooms could not be compiled:\n{done.stdout}{done.stderr}")
