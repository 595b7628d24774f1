"""`drama init`: a new collection, with a voices.yaml to enjoy and one tiny story."""

from __future__ import annotations

from importlib.resources import files as resources
from typing import TYPE_CHECKING

from drama.errors import InputError, Place, Problem
from drama.files import write_text

if TYPE_CHECKING:
    from pathlib import Path

    from drama.console import Console

STORY = "stories/001 The Kettle.txt"
FOLDERS = ("stories", "scripts", "output")


def run(console: Console, *, folder: Path) -> None:
    """Make the collection; InputError when there is one already: nothing of it is overwritten."""
    voices = folder / "voices.yaml"
    if voices.exists():
        message = "there is a collection here already; nothing was changed"
        raise InputError(Problem(message=message, place=Place(path=str(voices))))
    template = resources("drama") / "template"
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    if not any((folder / "stories").iterdir()):
        write_text(folder / STORY, (template / "story.txt").read_text(encoding="utf-8"))
    write_text(voices, (template / "voices.yaml").read_text(encoding="utf-8"))
    console.result(f"a collection is in {folder.resolve()}\nnow: cd {folder} && drama render 1")
