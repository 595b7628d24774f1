"""`drama play`: an episode, or a line, scene or part of a story, through what the system plays sound with."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from drama.audio import ffmpeg
from drama.cli.commands.choosing import choose
from drama.cli.commands.cue_at import is_time, seconds_of
from drama.cli.commands.wording import counted
from drama.errors import Problem, UsageError, did_you_mean
from drama.model import NARRATOR
from drama.produce import freshness, open_session, prepare, preview
from drama.system import files, player
from drama.timecode import HOUSE_RATE_HZ, clock

if TYPE_CHECKING:
    from drama.audio import Sound
    from drama.cli.console import Console
    from drama.model import Script
    from drama.produce import Session
    from drama.project import Project, StoryFile

_WORDS_A_SECOND = 4.0
"""More than anybody speaks, so that enough is spoken."""


def run(
    console: Console,
    *,
    story: str,
    what: str | None,
    scene: int | None,
    person: str | None,
    preview_s: float | None,
    out: Path | None,
    project: Path | None,
) -> None:
    """Play what is asked for; UsageError for what the story lacks, EngineError where nothing plays here."""
    chosen = [option for option in (what, scene, person, preview_s) if option is not None]
    if len(chosen) > 1:
        message = "that asks for two things to play"
        raise UsageError(Problem(message=message, hint="a cue, a time, --scene, --person or --preview"))
    collection, (entry, *_) = choose([story], project)
    if not chosen or (what and is_time(what)):
        start_s = seconds_of(what) if what else 0.0
        sound, said = _episode(collection, entry, start_s), f"from {clock(start_s)}"
    else:
        sound, said = _spoken(console, collection, entry, what, scene, person, preview_s)
    console.close()
    length_s = len(sound) / HOUSE_RATE_HZ
    console.data({"seconds": round(length_s, 3), "out": str(out) if out else None})
    if out:
        _write(out, sound)
        console.result(str(out))
        return
    console.say(f"{entry.name}: {said}, {clock(length_s)}")
    with tempfile.TemporaryDirectory(prefix="drama-play-") as folder:
        path = Path(folder) / "play.wav"
        _write(path, sound)
        player.play(path, length_s)


def _write(path: Path, sound: Sound) -> None:
    with files.replacing(path, durable=False) as temporary:
        soundfile.write(temporary, sound, HOUSE_RATE_HZ, subtype="PCM_16", format="WAV")


def _episode(collection: Project, entry: StoryFile, start_s: float) -> Sound:
    """Return the finished episode from a time on, (frames, 2)."""
    name = freshness.read_manifest(collection.output(entry.key)).get("episode", {}).get("file", "")
    path = collection.root / "output" / Path(str(name)).name
    if not name or not path.is_file():
        message = f"story {entry.key} has no episode yet"
        hint = (
            f"drama render {entry.key} makes it; drama play {entry.key} --preview 60 plays the first minute"
        )
        raise UsageError(Problem(message=message, hint=hint))
    blocks = list(ffmpeg.decode(path, HOUSE_RATE_HZ, 2))
    sound = np.concatenate(blocks, axis=1).T if blocks else np.zeros((0, 2), np.float32)
    first = round(start_s * HOUSE_RATE_HZ)
    if first >= len(sound):
        raise UsageError(Problem(message=f"the episode ends at {clock(len(sound) / HOUSE_RATE_HZ)}"))
    return sound[first:]


def _spoken(
    console: Console,
    collection: Project,
    entry: StoryFile,
    what: str | None,
    scene: int | None,
    person: str | None,
    preview_s: float | None,
) -> tuple[Sound, str]:
    """Return a piece of a story as it is heard, spoken now where it isn't yet, and what it is."""
    session = open_session(collection, progress=console)
    try:
        prepared = prepare.cast_story(session, prepare.adapt_story(session, entry))
        play = prepared.script
        if what is not None:
            if not what.isdigit():
                seconds_of(what)
            wanted, said = [int(what)], f"cue {what}"
            if int(what) not in {cue.number for cue in play.cues}:
                raise UsageError(Problem(message=f"the script has no cue {what}"))
        elif scene is not None:
            wanted, said = _scene(play, scene), f"scene {scene}"
        elif person is not None:
            wanted, said = _person(play, person)
        else:
            return _first(session, prepared, preview_s or 0.0), f"the first {preview_s:g} s"
        return preview.preview(session, prepared, wanted, beds=scene is not None).sound, said
    finally:
        session.close()


def _scene(play: Script, number: int) -> list[int]:
    if not 1 <= number <= len(play.scenes):
        there = f"it has {counted(len(play.scenes), 'scene')}"
        raise UsageError(Problem(message=f"story {play.key} has no scene {number}", hint=there))
    return [cue.number for cue in play.scenes[number - 1].cues]


def _person(play: Script, name: str) -> tuple[list[int], str]:
    known = {one.name: one.name for one in play.characters}
    known |= {alias: one.name for one in play.characters for alias in one.aliases} | {NARRATOR: NARRATOR}
    folded = {called.casefold(): own for called, own in known.items()}
    found = folded.get(name.casefold())
    lines = [cue.number for cue in play.cues if cue.is_speech and cue.part == found]
    if found is None or not lines:
        message = f"nobody called {name!r} speaks in story {play.key}"
        raise UsageError(Problem(message=message, hint=did_you_mean(name, known)))
    return lines, found


def _first(session: Session, prepared: prepare.Prepared, length_s: float) -> Sound:
    """Return the first seconds of a story: as few cues as fill them, by the words that a minute holds."""
    words_left = length_s * _WORDS_A_SECOND
    wanted = []
    for cue in prepared.script.cues:
        wanted.append(cue.number)
        words_left -= len(cue.text.split()) if cue.is_speech else 0
        if words_left < 0:
            break
    heard = preview.preview(session, prepared, wanted, beds=True).sound
    return heard[: round(length_s * HOUSE_RATE_HZ)]
