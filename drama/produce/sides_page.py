"""An actor's sides: one character's lines, numbered, each with the cue before it, for reading or printing."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drama.errors import Problem, UsageError, did_you_mean
from drama.produce import pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drama.model import Cue, Scene, Script

CUE_WORDS = 24
"""Most words shown of the cue before a line; of a longer one the end is shown."""
WIDTH = 78


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line to speak and its cue."""

    number: int
    text: str
    how: tuple[str, ...] = ()
    before: str = ""
    """Who speaks before, or what is heard; empty when the actor continues, or begins the scene."""
    cue: str = ""
    """The end of what is said before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneSides:
    """One scene's lines of an actor."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """All lines of an actor in one story."""

    name: str
    key: str
    title: str
    scenes: tuple[SceneSides, ...]

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return sum(len(scene.lines) for scene in self.scenes)

    @property
    def words(self) -> int:
        """How many words they have."""
        return sum(len(line.text.split()) for scene in self.scenes for line in scene.lines)


def sides(script: Script, name: str) -> Sides:
    """Return the sides of a character, called by name or alias in any case, or of the narrator.

    UsageError when nobody of that name speaks in the story.
    """
    own = _speaker(script, name)
    scenes = tuple(
        SceneSides(title=scene.title or f"Scene {number}", lines=tuple(_lines(scene, own)))
        for number, scene in enumerate(script.scenes, 1)
    )
    return Sides(
        name=own, key=script.key, title=script.title, scenes=tuple(scene for scene in scenes if scene.lines)
    )


def _speaker(script: Script, name: str) -> str:
    """Return the name in the script of somebody who speaks in it."""
    speaking = {cue.part for cue in script.cues if _is_said(cue)}
    known = {
        called.casefold(): c.name for c in script.characters for called in c.aliases if c.name in speaking
    }
    known |= {speaker.casefold(): speaker for speaker in speaking}
    found = known.get(name.casefold())
    if found is None:
        hint = did_you_mean(name, speaking) or f"there are {', '.join(sorted(speaking)) or 'no lines at all'}"
        raise UsageError(Problem(message=f"nobody called {name!r} speaks in story {script.key}", hint=hint))
    return found


def _is_said(cue: Cue) -> bool:
    return cue.is_speech and bool(cue.text.strip())


def _lines(scene: Scene, own: str) -> Iterator[Line]:
    last: Cue | None = None
    for cue in scene.cues:
        if _is_said(cue) and cue.part == own:
            yield Line(
                number=cue.number, text=cue.text, how=cue.how, before=_before(last, own), cue=_cue(last, own)
            )
        if _is_said(cue) or cue.kind == "sound":
            last = cue


def _before(last: Cue | None, own: str) -> str:
    if last is None or (last.kind != "sound" and last.part == own):
        return ""
    return "sound" if last.kind == "sound" else last.part


def _cue(last: Cue | None, own: str) -> str:
    if last is None or (last.kind != "sound" and last.part == own):
        return ""
    words = last.text.split()
    return " ".join(words) if len(words) <= CUE_WORDS else "… " + " ".join(words[-CUE_WORDS:])


def as_text(page: Sides) -> str:
    """Return sides as plain text of at most 78 columns, with a line feed at the end."""
    parts = [f"{page.name.upper()}: sides\n{page.key}  {page.title}\n{_counts(page)}\n{_takes(page)}\n"]
    for scene in page.scenes:
        parts.append(f"\n{scene.title}\n{'-' * min(WIDTH, len(scene.title))}\n")
        for line in scene.lines:
            parts += [_wrapped(f"{line.before.upper()}: {line.cue}", " " * 12) if line.before else ""]
            parts += [_wrapped(_directed(line), "      ", f"{line.number:>4}  "), "\n"]
    return "".join(parts)


def _wrapped(text: str, indent: str, first: str | None = None) -> str:
    lines = textwrap.wrap(
        text, WIDTH, initial_indent=indent if first is None else first, subsequent_indent=indent
    )
    return "\n".join(lines) + "\n"


def _directed(line: Line) -> str:
    return f"({', '.join(line.how)}) {line.text}" if line.how else line.text


def _counts(page: Sides) -> str:
    return f"{page.lines} line{'s' * (page.lines != 1)}, {page.words} words"


def _takes(page: Sides) -> str:
    return f"Record each line as takes/{page.key}/NUMBER.wav"


def as_html(page: Sides) -> str:
    """Return sides as one HTML page, for a tablet or for printing."""
    story = f"{page.key} {page.title}".strip()
    return pages.page("sides.html", sides=page, story=story, counts=_counts(page), takes=_takes(page))
