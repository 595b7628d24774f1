"""`drama cast`: who has which voice, how far apart they sound, and what to change."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import asdict
from typing import TYPE_CHECKING

from drama.cast import ALIKE, PITCH_APART_ST, TIMBRE_APART, distances, heard_in
from drama.cli.commands.choosing import Trouble, choose
from drama.cli.commands.wording import counted, narrators
from drama.errors import InputError, Problem, UsageError
from drama.produce import audition_page, misspelt, open_session, prepare, read_voices
from drama.project import voices_edit, voices_file, with_voice
from drama.speech import record
from drama.system import files
from drama.timecode import HOUSE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from drama.cast import Pair, Sound
    from drama.cli.console import Console
    from drama.model import Utterance, Voice
    from drama.produce import Session, prepare
    from drama.project import Part, StoryFile, VoicesFile


_MOST_PAIRS = 20
"""Pairs of voices that are listed, besides those that are too much alike."""


def run(
    console: Console,
    *,
    stories: Sequence[str] | None,
    project: Path | None,
    audition: bool = False,
    changes: Sequence[str] | None = None,
) -> None:
    """Cast each story, enter who is new, and print the cast and the pairs that meet, the likest first.

    With `audition` write a page to listen to as well; `changes` such as "Ines=en-us+f4" are made first.
    """
    collection, entries = choose(stories, project)
    if changes:
        with open_session(collection, progress=console) as session:
            _change(session, entries, changes)
    casts, trouble = [], Trouble()
    with open_session(collection, progress=console) as session:
        for entry in entries:
            with trouble.noted():
                casts.append(_cast(console, session, entry, audition=audition))
    console.data({"casts": casts})
    trouble.tell()


def _change(session: Session, entries: Sequence[StoryFile], changes: Sequence[str]) -> None:
    """Make changes of voices in voices.yaml; it stays as it was when one of them isn't valid."""
    for entry in entries:
        adapted = prepare.adapt_story(session, entry)
        prepare.keep_script(session, adapted)
        prepared = prepare.cast_story(session, adapted)
        prepare.keep_cast(session, {entry.key: prepared.casting})
    path = session.file.path
    before = text = files.read_text(path) if path.exists() else session.file.text
    for change in changes:
        name, equals, voice = (word.strip() for word in change.partition("="))
        if not (name and equals and voice):
            hint = "as in --set Ines=en-us+f4"
            raise UsageError(Problem(message=f"{change!r} names no character and voice", hint=hint))
        file = voices_file.parse(text, path)
        where, engine = voices_edit.where(file, name, [entry.key for entry in entries])
        text = with_voice(text, where, engine, voice)
        if _pitch(file, where):  # chosen for the voice before: the new one is wanted as it was auditioned
            text = voices_edit.with_value(text, (*where, "pitch"), "0")
    files.write_text(path, text)
    try:
        read_voices(path)
    except InputError:
        files.write_text(path, before)
        raise


def _pitch(file: VoicesFile, where: Sequence[str]) -> float:
    """Return the semitones that voices.yaml gives to the part that keys lead to; 0 where it gives none."""
    parts: dict[tuple[str, ...], Part] = {("narrator",): file.narrator}
    parts |= {("characters", part.name): part for part in file.characters}
    parts |= {("stories", key, part.name): part for key, own in file.stories for part in own}
    part = parts.get(tuple(where))
    return (part.pitch or 0.0) if part else 0.0


def _cast(console: Console, session: Session, entry: StoryFile, *, audition: bool) -> dict[str, object]:
    """Cast a story, print what came of it, and return it for programs."""
    adapted = prepare.adapt_story(session, entry)
    prepare.keep_script(session, adapted)
    prepared = prepare.cast_story(session, adapted)
    prepare.keep_cast(session, {prepared.script.key: prepared.casting})
    for note in (*narrators(prepared.script), *prepared.casting.notes):
        console.say(note)
    for problem in misspelt(session.project, session.file, [prepared.script]):
        console.say(str(problem))
    pairs = distances(prepared.script, prepared.cast, session.director, _heard(session, prepared))
    why = dict(prepared.casting.why)
    console.result(f"{prepared.script.title}\n")
    console.result(_line("narrator", prepared.cast.narrator, ""))
    for name, voice in prepared.cast.voices:
        console.result(_line(name, voice, why.get(name, "")))
    console.result(_table(pairs, most=len(pairs) if console.verbose else _MOST_PAIRS))
    heard_at = _audition(session, prepared) if audition else None
    if heard_at:
        console.result(f"\n{heard_at}")
    return {
        "key": entry.key,
        "narrator": asdict(prepared.cast.narrator),
        "voices": {name: asdict(voice) for name, voice in prepared.cast.voices},
        "why": why,
        "pairs": [{**asdict(pair), "apart": pair.apart} for pair in pairs],
        "audition": str(heard_at) if heard_at else None,
    }


def _audition(session: Session, prepared: prepare.Prepared) -> Path:
    """Write the audition page of a story; return its path. What is spoken for it stays in the store."""

    def speak(asked: Sequence[Utterance]) -> list[tuple[NDArray[np.float32], int]]:
        takes = record.record(
            asked, session.store, session.engines, jobs=session.jobs, progress=session.progress
        )
        return [(session.store.samples(take.key), HOUSE_RATE_HZ) for take in takes if take is not None]

    file = session.file
    heard = audition_page.auditions(
        prepared.script, prepared.casting, session.director, file.lexicon, file.settings.delivery_table()
    )
    path = session.project.output(prepared.script.key) / "audition.html"
    files.write_text(path, audition_page.page(prepared.script, heard, speak))
    return path


def _heard(session: Session, prepared: prepare.Prepared) -> Mapping[str, Sound]:
    """Return how everybody sounds in the takes that are there already."""
    keys = record.plan(prepared.utterances, session.engines)
    there = session.store.having(keys)
    by_name = defaultdict(list)
    for cue, key in zip(prepared.script.cues, keys, strict=True):
        if key in there:
            by_name[cue.part].append(key)
    takes = {name: (session.store.samples(key) for key in keys) for name, keys in by_name.items()}
    return heard_in(takes, HOUSE_RATE_HZ, prepared.cast, session.director)


def _line(name: str, voice: Voice, why: str) -> str:
    pitch = f" pitch {voice.pitch:+g}" if voice.pitch else ""
    sound = f"{voice.engine}:{voice.name}{pitch} rate {voice.rate:g} seat {voice.seat:+.2f}"
    return f"  {name:<20.20} {sound:<52} {why.removeprefix(f'{voice.name}: ')}".rstrip()


def _table(pairs: Sequence[Pair], most: int) -> str:
    """Return those who are heard together, the likest first: all that aren't apart, and so many others."""
    if not pairs:
        return ""
    shown = [pair for at, pair in enumerate(pairs) if at < most or not pair.apart]
    head = f"{'heard together':<42} {'likeness':>8} {'semitones':>9} {'timbre':>7}  accent"
    lines = ["", f"  {head}"]
    for pair in shown:
        far = pair.distance
        mark = " " if pair.apart else "!"
        accent = "other" if far.other_accent else "same"
        names = f"{pair.one} / {pair.other}"
        lines.append(
            f"{mark} {names:<42.42} {_figure(far.likeness, 2):>8} {_figure(far.pitch_st, 1):>9}"
            f" {_figure(far.timbre, 1):>7}  {accent:<5}  {pair.advice}".rstrip()
        )
    if more := len(pairs) - len(shown):
        lines.append(f"  and {counted(more, 'pair')} farther apart (-v lists all)")
    lines.append(
        f"  ! marks two who may be taken for one: a likeness of {ALIKE:.2f} or more; where none is known,"
        f" under {PITCH_APART_ST:g} semitones and a timbre under {TIMBRE_APART:g}"
    )
    return "\n".join(lines)


def _figure(value: float, places: int) -> str:
    """Return a figure as written; a dash for one that nobody could measure."""
    return "–" if math.isnan(value) else f"{value:.{places}f}"
