"""Commands that need no configuration: init, demo, read."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.app import app, session
from scheduler.errors import UsageProblem


@app.command()
def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="where to write fazhi.yaml")] = Path(),
) -> None:
    """Write a commented fazhi.yaml to start from."""
    out = session(context).out
    path = folder / "fazhi.yaml"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(files("scheduler.config").joinpath("template.yaml").read_text(encoding="utf-8"))
    except FileExistsError:
        raise UsageProblem(f"{path}: stands there already and was left as it is; name another folder") from None
    out.say(f"wrote {path}")
    out.say("next: put in your bodies and sections (`fazhi doctor URL` proposes an entry), then `fazhi run`")
    out.result({"written": str(path)})


@app.command()
def demo(context: typer.Context) -> None:
    """Play one pass over two replayed portals with real sample reports, in ./demo/ only; a simulation, and says so."""
    from scheduler.demo.play import play_demo

    failed = play_demo(Path("demo"), session(context).out)
    raise typer.Exit(1 if failed else 0)


@app.command()
def read(
    context: typer.Context,
    documents: Annotated[list[Path], typer.Argument(metavar="FILE...", help="html, pdf, docx, doc, wps, ofd, xlsx …")],
    url: Annotated[str | None, typer.Option(help="the address it came from, for dates and host")] = None,
) -> None:
    """Read local documents through the same parsers and print what they say; writes nothing."""
    from scheduler.cli.readings import print_reading
    from scheduler.passes.local import read_files, reading_json

    out = session(context).out
    answers = []
    for path, reading in zip(documents, read_files(documents, url), strict=True):
        answers.append(reading_json(str(path), reading))
        print_reading(out, str(path), reading)
    out.result(answers)
    raise typer.Exit(1 if any(answer["method"] == "none" for answer in answers) else 0)
