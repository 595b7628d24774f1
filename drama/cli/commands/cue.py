"""`drama cue`: a story's cue sheet: what is heard besides voices, when and why, and what a person wants."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drama.cli.commands.choosing import choose
from drama.errors import Problem, UsageError
from drama.mix import library, played
from drama.produce import freshness, open_session, prepare, render
from drama.system import files
from drama.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from drama.cli.console import Console
    from drama.model import Cue, Script
    from drama.produce import Session
    from drama.project import Project

ALTERNATIVES = 3
WORD = re.compile(r"\b(?!(?:with|that|into|from|then|each|over|long|some|away)\b)[a-z]{4,}")
HEADER = f"{'time':>8}  {'cue':>5}  {'sound':<18} {'level':>6} {'sure':>5}  where and why; what else would do"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the sheet."""

    cue: int
    at_s: float | None
    """When it begins in the episode that was made last; of one that isn't heard there, the line before it;
    None without an episode."""
    kind: str
    sound: str
    is_played: bool
    is_silenced: bool
    """A person, or the script, wants it not to be played."""
    sure: float | None
    level_db: float
    """What a person added to its level."""
    why: str
    near: str
    """The words that it stands at or after."""
    alternatives: tuple[str, ...]


def run(
    console: Console,
    *,
    story: str,
    project: Path | None,
    off: Sequence[int] | None,
    use: Sequence[int] | None,
    instead: Sequence[str] | None,
    midi: Path | None,
) -> None:
    """Print a story's cue sheet; first take out, let in or exchange what is named, in the script.

    Where a folder is given for it, the music of the story's theme is written there, a file a piece.
    """
    collection, entries = choose([story], project)
    with open_session(collection, progress=console) as session:
        for entry in entries:
            adapted = prepare.adapt_story(session, entry)
            answers = dict.fromkeys(off or (), ("play", "no"))
            answers |= dict.fromkeys(use or (), ("play", "yes"))
            answers |= {number: ("sound", name) for number, name in map(_pair, instead or ())}
            if answers:
                script = answered(adapted.script, answers, collection.root / "sounds")
                adapted = replace(adapted, script=script, changed=True)
            prepare.keep_script(session, adapted)
            rows = sheet(collection, adapted.script, played(adapted.script, session.file.settings.figures))
            listed = "\n".join((HEADER, *map(_line, rows)))
            console.result(listed if rows else f"{entry.key} has no sounds yet")
            written = _scores(session, entry.key, rows, midi) if midi else []
            if written:
                console.result("\n".join(written))
            console.data({"cues": [_data(row) for row in rows], "written": written})


def _scores(session: Session, key: str, rows: Iterable[Row], folder: Path) -> list[str]:
    """Write each piece of a story's theme that its sheet names, and return the paths."""
    bank = render.sound_bank(session, session.file.settings.figures, key)
    paths = []
    for name in sorted({row.sound for row in rows} & library.THEMES):
        path = folder / f"{key}-{name}.mid"
        files.write_bytes(path, bank.midi(name), durable=False)
        paths.append(str(path))
    return paths


def answered(script: Script, answers: Mapping[int, tuple[str, str]], own: Path) -> Script:
    """Return a script with the answers to its cue sheet; UsageError for a cue that is no sound."""
    known = {cue.number: cue for cue in script.cues}
    for number, (what, name) in answers.items():
        if number not in known or not known[number].is_sound:
            message = f"cue {number} is no sound, ambience or music"
            raise UsageError(Problem(message=message, hint=f"drama cue {script.key} lists them"))
        if what == "sound":
            library.find(name, own)

    def mended(cue: Cue) -> Cue:
        if cue.number not in answers:
            return cue
        what, name = answers[cue.number]
        said = dict(cue.settings) | {"play": "yes" if what == "sound" else name}
        settings = tuple(sorted(said.items()))
        return replace(cue, text=name if what == "sound" else cue.text, settings=settings, by_hand=True)

    scenes = tuple(replace(scene, cues=tuple(map(mended, scene.cues))) for scene in script.scenes)
    return replace(script, scenes=scenes)


def sheet(project: Project, script: Script, heard: Iterable[int]) -> list[Row]:
    """Return the sheet of a script: every cue that is no voice, in order; `heard` are the numbers played."""
    playing = set(heard)
    manifest = freshness.read_manifest(project.output(script.key))
    times: dict[int, float] = {}
    for heard_cue in manifest.get("cues", ()):  # an ambience has an entry for each of its sections
        times.setdefault(heard_cue["number"], float(heard_cue["start_s"]))
    rows, before = [], None
    for cue in script.cues:
        if cue.is_speech:
            before = cue
        if not cue.is_sound:
            continue
        settings = dict(cue.settings)
        rows.append(
            Row(
                cue=cue.number,
                at_s=times.get(cue.number, (times.get(before.number) if before else 0.0) if times else None),
                kind=cue.kind,
                sound=cue.text,
                is_played=cue.number in playing,
                is_silenced=settings.get("play") == "no",
                sure=cue.sure,
                level_db=float(settings.get("level_db", 0.0)),
                why=cue.why,
                near=_near(before, str(settings.get("at", ""))),
                alternatives=_alternatives(cue.text),
            )
        )
    return rows


def _near(before: Cue | None, word: str) -> str:
    if before is None:
        return "at the beginning"
    words = before.text.split()
    if word:
        found = max(0, before.text.lower().find(word.lower()))
        at = max(0, len(before.text[: found + 1].split()) - 1)
        return "at “" + " ".join(words[max(0, at - 2) : at + 4]) + "”"
    return "after “" + " ".join(words[-5:]) + "”"


def _alternatives(name: str) -> tuple[str, ...]:
    """Return sounds of the same kind that are most like one of the library, the nearest first."""
    if name not in library.names():
        return ()
    info = library.get(name)
    others = [library.get(other) for other in library.names() if other != name]
    alike = {other.name: _likeness(info, other) for other in others if other.kind == info.kind}
    ranked = sorted((other for other, degree in alike.items() if degree), key=lambda o: (-alike[o], o))
    return tuple(ranked[:ALTERNATIVES])


def _likeness(one: library.SoundInfo, other: library.SoundInfo) -> float:
    """Return how many of their tags, and of the words about them, two sounds share: two Jaccard indices."""
    tags = set(one.tags), set(other.tags)
    words = [set(WORD.findall(f"{info.name} {info.description}".lower())) for info in (one, other)]
    return sum(len(a & b) / len(a | b) for a, b in (tags, words) if a | b)


def _line(row: Row) -> str:
    at = clock(row.at_s) if row.at_s is not None else "–"
    sure = f"{row.sure:.2f}" if row.sure is not None else "yours"
    state = "" if row.is_played else "  (silenced)" if row.is_silenced else "  (proposed, not played)"
    level = f"{row.level_db:+g} dB" if row.level_db else "0 dB"
    also = f"; or {', '.join(row.alternatives)}" if row.alternatives else ""
    return f"{at:>8}  {row.cue:>5}  {row.sound:<18} {level:>6} {sure:>5}  {row.near}: {row.why}{also}{state}"


def _data(row: Row) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__slots__}


def _pair(text: str) -> tuple[int, str]:
    number, equals, name = text.partition("=")
    if not (equals and number.strip().isdigit() and name.strip()):
        message = f"{text!r} doesn't say what is heard instead of which cue"
        raise UsageError(Problem(message=message, hint="as in 75=door-creak"))
    return int(number), name.strip()
