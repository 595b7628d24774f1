"""Human takes: recordings in takes/NUMBER/ that stand in for the engines' lines.

A file whose name begins with a number is the line of that number, as in the actor's sides: `12.wav`,
`012 second try.flac`. A file named after a character holds all of her lines in order: `Lara.wav`, or in parts
`Lara 1.wav`, `Lara 2.wav`; it is cut at its silences. Where a line has both, the file of its own is used.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from drama.audio import sound_files
from drama.errors import InputError, Place, Problem, did_you_mean
from drama.model import NARRATOR, Take, Utterance
from drama.speech.engine import Speech
from drama.speech.human.segmentation import Cut, Stretch, align, levels, stretches
from drama.system import files as system_files
from drama.system import json_values
from drama.timecode import HOUSE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pydub import AudioSegment

    from drama.model import Script
    from drama.speech.take_store import Entry, Store

SUFFIXES = frozenset(
    [".aac", ".aif", ".aiff", ".flac", ".m4a", ".mp3", ".oga", ".ogg", ".opus", ".wav", ".webm"]
)
SCHEMA = "drama-recordings/1"
_CUTTING = "drama-cuts/3"
"""Version of the method of cutting; changes when the samples of a cut change."""
_BEFORE_S = 0.06
_AFTER_S = 0.15
"""Margins left around detected speech: breath before, the room's tail after."""
_FADE_MS = 20
_APART_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The human takes of a story."""

    takes: tuple[Take | None, ...]
    """One for each cue of the script; None where nobody recorded it."""
    notes: tuple[str, ...]
    """What a person should know: changed lines, doubtful cuts, files passed over."""
    digest: str
    """Changes with every recording and what it stands for; empty when there are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A piece of a file that is one line."""

    path: Path
    sha256: str
    cue: int
    """Index into the script's cues."""
    cut: Cut | None
    """None for the whole file."""

    @property
    def key(self) -> str:
        span = (self.cut.start_s, self.cut.end_s) if self.cut else None
        return hashlib.sha256(json.dumps([_CUTTING, self.sha256, span]).encode()).hexdigest()


def recorded(folder: Path, play: Script, store: Store, memory: Path) -> Recorded:
    """Return the human takes for a script, stored trimmed and at their own level.

    `memory` is the file that records which words each recording was made for. InputError with every file
    that can't be assigned: no such line or character, no speech in it, fewer speech segments than lines.
    """
    nothing = Recorded(takes=(None,) * len(play.cues), notes=(), digest="")
    if not folder.is_dir():
        return nothing
    files, notes = _files(folder)
    if not files:
        return replace(nothing, notes=notes)
    remembered = _read_memory(memory)
    problems: list[Problem] = []
    parts, more = _placed(files, play, remembered, problems)
    entries = _kept(parts, play, store, problems)
    if problems:
        raise InputError(*problems)
    changed = _changed(parts, play, remembered)
    _write_memory(memory, remembered)
    digest = hashlib.sha256(json.dumps(sorted((part.cue, part.key) for part in parts)).encode()).hexdigest()
    return Recorded(takes=_takes(entries, play), notes=(*notes, *more, *changed), digest=digest)


def _files(folder: Path) -> tuple[list[Path], tuple[str, ...]]:
    found, notes = [], []
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.is_dir():
            continue
        if path.suffix.lower() in SUFFIXES:
            found.append(path)
        else:
            notes.append(f"{path} is no sound file and was passed over")
    return found, tuple(notes)


def _placed(
    files: Sequence[Path], play: Script, memory: _Memory, problems: list[Problem]
) -> tuple[list[_Part], list[str]]:
    """Return the part of a file for each recorded cue, single lines before whole sessions, and notes."""
    notes: list[str] = []
    single: dict[int, _Part] = {}
    sessions: dict[str, list[Path]] = {}
    numbered = {cue.number: i for i, cue in enumerate(play.cues) if cue.is_spoken}
    names = _names(play)
    for path in files:
        if match := re.match(r"\d+", path.stem):
            index = numbered.get(int(match[0]))
            if index is None:
                message = f"there is no line {int(match[0])} in the script"
                problems.append(_problem(path, message, "`drama sides` gives each line's number"))
                continue
            if index in single:
                notes.append(f"{path.name} stands for line {int(match[0])}, not {single[index].path.name}")
            single[index] = _Part(path=path, sha256=_digest(path), cue=index, cut=None)
            continue
        name = names.get(re.sub(r"[\s_-]*\d*$", "", path.stem).lower())
        if name is None:
            near = did_you_mean(path.stem, names) or "name it after a line's number or a character"
            problems.append(_problem(path, f"nobody in the script is called {path.stem!r}", near))
        else:
            sessions.setdefault(name, []).append(path)
    parts, cues = dict(single), play.cues
    for name, paths in sessions.items():
        lines = [i for i, cue in enumerate(cues) if cue.is_spoken and cue.part == name]
        found, fault = _session(paths, lines, play, memory)
        if fault:
            problems.append(fault)
        parts = {part.cue: part for part in found} | parts
        notes += [
            f"line {cues[part.cue].number} was cut from {part.path.name} at {part.cut.start_s:.1f} s, "
            "but its length doesn't fit its words: listen to it"
            for part in found
            if part.cut and part.cut.doubtful and parts[part.cue] is part
        ]
    return [parts[index] for index in sorted(parts)], notes


def _session(
    paths: Sequence[Path], lines: Sequence[int], play: Script, memory: _Memory
) -> tuple[list[_Part], Problem | None]:
    """Return the lines found in a character's files, which follow one another; or what is wrong."""
    digests = [_digest(path) for path in paths]
    cues = play.cues
    texts = [cues[index].text for index in lines]
    asked = hashlib.sha256(json.dumps([digests, texts]).encode()).hexdigest()
    if asked not in memory.cuts:
        heard: list[Stretch] = []
        starts_s: list[float] = []
        for path in paths:
            # Files are laid end to end, so far apart that no line spans two of them.
            starts_s.append(heard[-1].end_s + _APART_S if heard else 0.0)
            try:
                with sound_files.Recording(path) as recording:
                    heard += [s.later(starts_s[-1]) for s in _heard(recording)]
            except InputError as error:
                return [], error.problems[0]
        cuts = align(heard, texts)
        if not cuts:
            message = f"{len(heard)} stretches of speech were heard where {len(lines)} lines are expected"
            hint = "leave a second of silence between lines, or record each line in a file of its own"
            return [], _problem(paths[0], message, hint)
        memory.cuts[asked] = [_in_its_file(cut, starts_s) for cut in cuts]
    return [
        _Part(
            path=paths[which],
            sha256=digests[which],
            cue=index,
            cut=Cut(start_s=start, end_s=end, doubtful=odd),
        )
        for index, (which, start, end, odd) in zip(lines, memory.cuts[asked], strict=True)
    ], None


def _in_its_file(cut: Cut, starts_s: Sequence[float]) -> tuple[int, float, float, bool]:
    """Return which file a cut lies in, its times there, and whether it is doubtful."""
    which = max(i for i, start_s in enumerate(starts_s) if cut.start_s >= start_s)
    start_s, end_s = (round(time_s - starts_s[which], 3) for time_s in (cut.start_s, cut.end_s))
    return which, start_s, end_s, cut.doubtful


def _kept(parts: Sequence[_Part], play: Script, store: Store, problems: list[Problem]) -> dict[int, Entry]:
    """Return each part's entry in the store, after cutting and storing those that it lacks."""
    entries: dict[int, Entry] = {}
    wanted: dict[Path, list[_Part]] = {}
    cues = play.cues
    for part in parts:
        try:
            entries[part.cue] = store.entry(part.key)
        except KeyError:
            wanted.setdefault(part.path, []).append(part)
    for path, its_parts in wanted.items():
        try:
            with sound_files.Recording(path) as recording:
                for part in its_parts:
                    said = _trimmed(recording, part.cut)
                    if not len(said):
                        message = "nothing is to be heard in it"
                        problems.append(_problem(path, message, "record the line again"))
                        continue
                    speech = Speech(samples=sound_files.samples(said), rate_hz=said.frame_rate)
                    voice = Utterance(text="", engine="recorded", voice=cues[part.cue].part)
                    entries[part.cue] = store.add(part.key, voice, speech)
        except InputError as error:
            problems += error.problems
    return entries


def _heard(recording: sound_files.Recording) -> tuple[Stretch, ...]:
    # At the house rate 10 ms is a whole number of frames, so that the times don't drift.
    return stretches(levels((block[None] for block in recording.blocks()), HOUSE_RATE_HZ))


def _trimmed(recording: sound_files.Recording, cut: Cut | None) -> AudioSegment:
    """Return the speech with a margin on both sides, faded in and out; empty when there is no speech."""
    if cut is None:
        heard = _heard(recording)
        if not heard:
            return recording.segment(0.0, 0.0)
        cut = Cut(start_s=heard[0].start_s, end_s=heard[-1].end_s)
    said = recording.segment(max(0.0, cut.start_s - _BEFORE_S), cut.end_s + _AFTER_S)
    return said.fade_in(_FADE_MS).fade_out(_FADE_MS)


def _takes(entries: Mapping[int, Entry], play: Script) -> tuple[Take | None, ...]:
    """Return the takes with one level for each speaker: the mean power over all her recordings."""
    cues = play.cues
    powers: dict[str, list[tuple[float, int]]] = {}
    for index, entry in entries.items():
        if math.isfinite(entry.lufs):
            power = 10.0 ** (entry.lufs / 10.0)
            powers.setdefault(cues[index].part, []).append((power, entry.frames))
    level = {
        name: 10.0 * math.log10(sum(p * n for p, n in found) / sum(n for _, n in found))
        for name, found in powers.items()
    }
    return tuple(
        Take(
            key=entries[i].key,
            frames=entries[i].frames,
            lufs=entries[i].lufs,
            voice_lufs=level.get(cue.part, entries[i].lufs),
            lead=entries[i].lead,
            trail=entries[i].trail,
            human=True,
        )
        if i in entries
        else None
        for i, cue in enumerate(cues)
    )


def _changed(parts: Sequence[_Part], play: Script, memory: _Memory) -> list[str]:
    """Return a note for each recording whose line has changed since the recording was first seen."""
    notes = []
    cues = play.cues
    now: dict[str, str] = {}
    for part in parts:
        cue = cues[part.cue]
        mark = f"{part.sha256} {cue.number}"
        now[mark] = memory.lines.get(mark, cue.text)
        if now[mark].split() != cue.text.split():
            notes.append(
                f"line {cue.number} was recorded as “{now[mark]}” and now reads “{cue.text}”: "
                f"record {part.path.name} again"
            )
    memory.lines = now
    return notes


@dataclass(slots=True)
class _Memory:
    """What is stored about a story's recordings between runs."""

    lines: dict[str, str] = field(default_factory=dict)
    """The words that each recording was made for, by its hash and line."""
    cuts: dict[str, list[tuple[int, float, float, bool]]] = field(default_factory=dict)
    """Where a session's lines are, by a hash of its files and the lines' words."""


def _read_memory(path: Path) -> _Memory:
    if not path.exists():
        return _Memory()
    try:
        content = json_values.parsed(system_files.read_text(path))
        if content["schema"] == SCHEMA:
            return _Memory(
                content["lines"], {key: [tuple(c) for c in cuts] for key, cuts in content["cuts"].items()}
            )
    except (ValueError, KeyError, TypeError):
        pass  # a cache: all of it is found again, except which words changed since
    return _Memory()


def _write_memory(path: Path, memory: _Memory) -> None:
    content = {"schema": SCHEMA, "lines": memory.lines, "cuts": memory.cuts}
    system_files.write_text(path, json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def _names(play: Script) -> dict[str, str]:
    """Return every name and alias in lower case, with the name as cues give it; the narrator's too."""
    found = {NARRATOR: NARRATOR}
    for character in play.characters:
        for name in (*character.aliases, character.name):
            found[name.lower()] = character.name
    return found


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _problem(path: Path, message: str, hint: str) -> Problem:
    return Problem(message=message, place=Place(path=str(path)), hint=hint)
