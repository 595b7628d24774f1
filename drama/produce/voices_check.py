"""Checks of a voices.yaml as a whole: names that no story has, and a file that lost all its characters."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from drama.errors import InputError, Place, Problem
from drama.model import NARRATOR
from drama.system import json_values

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from drama.model import Script
    from drama.project import Project, VoicesFile

_NEAR = 0.7
"""Similarity (difflib's ratio) from which a name is taken for a misspelling of another."""
_MOST_LOOKED_AT = 50


def misspelt(project: Project, file: VoicesFile, plays: Collection[Script]) -> tuple[Problem, ...]:
    """Return a problem for each name in voices.yaml that no script has but that resembles one in these."""
    people = {character.name.casefold(): character.name for play in plays for character in play.characters}
    known = people.keys() | {
        alias.casefold() for play in plays for character in play.characters for alias in character.aliases
    }
    found = []
    for part in file.characters:
        names = {name.casefold() for name in (part.name, *part.aliases)}
        near = [] if names & known else get_close_matches(part.name.casefold(), people, n=1, cutoff=_NEAR)
        if near and not _is_in_scripts(project, part.name):
            message = f"no story has {part.name!r}, so that what is said of them there never holds"
            hint = (
                f"did you mean {people[near[0]]!r}? rename the entry, and delete that one if it was made anew"
            )
            found.append(Problem(message=message, place=part.place, hint=hint))
    return tuple(found)


def _is_in_scripts(project: Project, name: str) -> bool:
    """Return whether any script of the collection contains a name; a fast search of the unparsed files."""
    written = name.encode("utf-8", "surrogatepass")
    return any(written in path.read_bytes() for path in sorted((project.root / "scripts").glob("*.yaml")))


def check_not_emptied(project: Project, file: VoicesFile) -> None:
    """Raise InputError for a voices.yaml without characters where finished episodes have a cast."""
    if file.characters or file.stories or not file.path.exists():
        return
    folders = sorted((project.root / "output").glob("*/manifest.json"))[:_MOST_LOOKED_AT]
    heard = [path.parent.name for path in folders if _people(path)]
    if heard:
        message = f"voices.yaml names nobody, but episodes were made with a cast ({', '.join(heard[:3])})"
        hint = "put it back as it was; to have everybody cast anew, delete the file"
        raise InputError(Problem(message=message, place=Place(path=str(file.path)), hint=hint))


def _people(manifest: Path) -> bool:
    """Return whether anybody but the narrator has a voice in an episode; a damaged manifest names nobody."""
    try:
        voices = json_values.parsed(manifest.read_text(encoding="utf-8"))["voices"]
        return bool(voices.keys() - {NARRATOR})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
