"""`drama init`: a new collection, with a voices.yaml to enjoy and one tiny story."""

from __future__ import annotations

import os
import shlex
from importlib.resources import files as resources
from pathlib import Path
from typing import TYPE_CHECKING

from drama.errors import InputError, Place, Problem
from drama.produce import new_voices
from drama.project import layout, schema, voices_file
from drama.publish import pictures
from drama.speech import engines
from drama.system import files

if TYPE_CHECKING:
    from drama.cli.console import Console

NUMBER = 999
"""One that no writer's own story has soon: collections begin at 0 or at 1."""
STORY = f"stories/{NUMBER} The Kettle.txt"
FOLDERS = ("stories", "scripts", "output")


def run(
    console: Console,
    *,
    folder: Path,
    title: str | None,
    author: str | None,
    language: str | None,
    series: str | None,
    cover: Path | None,
) -> None:
    """Make the collection; InputError when there is one already: nothing of it is overwritten.

    A person at a terminal is asked for what the options don't name of title, author, series and cover.
    """
    cast_list = folder / "voices.yaml"
    if cast_list.exists():
        message = "there is a collection here already; nothing was changed"
        raise InputError(Problem(message=message, place=Place(path=str(cast_list))))

    def told(said: str | None, question: str) -> str:
        return console.ask(question) if said is None else said

    facts = {
        "title": told(title, "What is the show or the book called? (Enter: say it later)"),
        "author": told(author, "Who wrote it?"),
        "series": told(series, "Which series does it belong to? (Enter: none)"),
        "language": language or "",
    }
    picture = _picture(
        told(None if cover is None else str(cover), "Which picture is its cover? (a file; Enter: later)")
    )
    if picture:
        facts["cover"] = f"cover{pictures.SUFFIXES_OF_PICTURES[pictures.picture_kind(picture)]}"
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    if not any((folder / "stories").iterdir()):
        tale = resources("drama") / "template" / "story.txt"
        files.write_text(folder / STORY, tale.read_text(encoding="utf-8"))
    files.write_text(cast_list, voices_file.with_show(new_voices(), facts))
    if picture:
        files.write_bytes(folder / facts["cover"], picture)
    schema.write(folder / ".drama" / "schema", engines.settings())
    enter = "" if folder.resolve() == Path.cwd() else f"cd {_quoted(folder)} && "
    console.result(f"a collection is in {folder.resolve()}\nnow: {enter}drama render {_first(folder)}")


def _first(folder: Path) -> str:
    """Return the number or name of the first story, one's own or the tiny one."""
    try:
        found = layout.Project(root=folder.resolve()).stories()
    except InputError:  # two of one number, which the next command tells
        found = ()
    return _quoted(Path(found[0].key)) if found else str(NUMBER)


def _picture(named: str) -> bytes:
    """Return the picture in a file, empty for no file; InputError for another kind of file."""
    if not named:
        return b""
    path = Path(named).expanduser()
    picture = files.read_bytes(path)
    if not pictures.picture_kind(picture):
        raise InputError(pictures.no_picture(path))
    return picture


def _quoted(path: Path) -> str:
    """Return a path as this system's shell takes it."""
    if os.name == "nt":
        return f'"{path}"' if " " in str(path) else str(path)
    return shlex.quote(str(path))
