"""`drama init`: a new collection, with a voices.yaml to enjoy and one tiny story."""

from __future__ import annotations

import os
import shlex
from importlib.resources import files as resources
from typing import TYPE_CHECKING

from drama.errors import InputError, Place, Problem
from drama.produce import new_voices
from drama.project import schema, voices_file
from drama.speech import engines
from drama.system import files

if TYPE_CHECKING:
    from pathlib import Path

    from drama.cli.console import Console

NUMBER = 999
"""One that no writer's own story has soon: collections begin at 0 or at 1."""
STORY = f"stories/{NUMBER} The Kettle.txt"
FOLDERS = ("stories", "scripts", "output")


def run(
    console: Console, *, folder: Path, title: str | None, author: str | None, language: str | None
) -> None:
    """Make the collection; InputError when there is one already: nothing of it is overwritten.

    A person at a terminal is asked for the show's title and author where the options don't name them.
    """
    cast_list = folder / "voices.yaml"
    if cast_list.exists():
        message = "there is a collection here already; nothing was changed"
        raise InputError(Problem(message=message, place=Place(path=str(cast_list))))
    facts = {
        "title": console.ask("What is the show or the book called? (Enter: say it later)")
        if title is None
        else title,
        "author": console.ask("Who wrote it?") if author is None else author,
        "language": language or "",
    }
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    if not any((folder / "stories").iterdir()):
        tale = resources("drama") / "template" / "story.txt"
        files.write_text(folder / STORY, tale.read_text(encoding="utf-8"))
    files.write_text(cast_list, voices_file.with_show(new_voices(), facts))
    schema.write(folder / ".drama" / "schema", engines.settings())
    console.result(
        f"a collection is in {folder.resolve()}\nnow: cd {_quoted(folder)} && drama render {NUMBER}"
    )


def _quoted(path: Path) -> str:
    """Return a path as this system's shell takes it."""
    if os.name == "nt":
        return f'"{path}"' if " " in str(path) else str(path)
    return shlex.quote(str(path))
