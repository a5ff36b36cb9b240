"""What the console is told when it starts, kept where Datasette keeps the settings of a plugin."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datasette.app import Datasette

PLUGIN = "fazhi-console"
DATABASE = "fazhi"  # Datasette's name of fazhi.db: its file name without the ending


@dataclass(frozen=True, slots=True)
class Settings:
    """``language`` is the default one; ``names`` are the values of a Host header that are answered.

    ``base`` is the path below which a reverse proxy shows the console, with slashes at both ends.
    ``port`` is the one that is listened on: requests to the address they arrived at are answered on it too.
    ``simulation`` is what the file said at the start, and what is shown when it cannot be read any more.
    """

    database: str
    archive: str
    language: str
    port: int
    names: tuple[str, ...]
    base: str = "/"
    restricted: bool = False
    simulation: bool = False

    def as_plugin(self) -> dict[str, Any]:
        """These settings as Datasette's metadata holds them."""
        return {**asdict(self), "names": list(self.names)}


def settings_of(datasette: Datasette) -> Settings:
    """The settings that this Datasette was made with."""
    found = dict(datasette.plugin_config(PLUGIN))
    return Settings(**{**found, "names": tuple(found["names"])})
