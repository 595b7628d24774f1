"""`drama status`: what the ledger knows of the collection's episodes."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from drama.batch import LEDGER, Ledger, look
from drama.cli.commands.choosing import choose_or_all, unreadable
from drama.errors import Problem, UsageError
from drama.project import readable
from drama.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drama.batch import Entry, Planned
    from drama.cli.console import Console

_MOST_VOICES = 3


def run(
    console: Console,
    *,
    stories: Sequence[str] | None,
    project: Path | None,
    voice: str | None,
    before: str | None,
) -> None:
    """Show every story that is asked for, or those that use a voice or are older than a pronunciation."""
    collection, entries = choose_or_all(stories, project)
    plan = look(collection, entries, jobs=1)
    with Ledger(collection.cache / LEDGER) as ledger:
        known = {entry.key: entry for entry in ledger.entries()}
        keys = {planned.key for planned in plan.stories}
        if voice:
            keys &= {key for key, _character in ledger.using(voice)}
        if before:
            try:
                keys &= set(ledger.made_before(before))
            except KeyError:
                hint = "it is noted when `drama batch` reads voices.yaml"
                problem = Problem(message=f"the ledger knows no pronunciation of {before!r}", hint=hint)
                raise UsageError(problem) from None
    shown = [planned for planned in plan.stories if planned.key in keys]
    for planned in shown:
        console.result(_line(planned, known.get(planned.key), voice))
    others = () if stories or voice or before else readable.unread(collection)
    for problem in others:
        console.result(unreadable(problem))
    total_s = sum(known[planned.key].duration_s for planned in shown if planned.key in known)
    fresh = sum(planned.fresh for planned in shown)
    count = "1 story" if len(shown) == 1 else f"{len(shown)} stories"
    faulty = sum(planned.fault is not None for planned in shown) + len(others)
    said = f", {faulty} can't be read" if faulty else ""
    console.result(f"{count}, {fresh} fresh{said}; {clock(total_s)} of episodes")
    console.data(
        {
            "stories": [_as_data(planned, known.get(planned.key)) for planned in shown],
            "unread": [asdict(problem) for problem in others],
        }
    )


def _line(planned: Planned, entry: Entry | None, voice: str | None) -> str:
    if planned.fault:
        return unreadable(planned.fault)
    state = "fresh" if planned.fresh else f"to do ({planned.why})"
    if entry is None or entry.integrated_lufs is None:
        return f"{planned.name}: {state}"
    about = f"{clock(entry.duration_s)}, {entry.integrated_lufs:.1f} LUFS, made in {entry.spent_s:.1f} s"
    warned = f", {entry.warnings} warnings" if entry.warnings else ""
    return f"{planned.name}: {state}; {about}{warned}; {_voices(entry, voice)}"


def _voices(entry: Entry, voice: str | None) -> str:
    if voice:
        who = [
            name or "narrator" for name, engine, used in entry.voices if voice in (used, f"{engine}:{used}")
        ]
        return f"{voice}: " + ", ".join(who)
    used = [name for name, _count in Counter(used for _name, _engine, used in entry.voices).most_common()]
    more = len(used) - _MOST_VOICES
    return "voices " + ", ".join(used[:_MOST_VOICES]) + (f" and {more} more" if more > 0 else "")


def _as_data(planned: Planned, entry: Entry | None) -> dict[str, object]:
    return {
        "key": planned.key,
        "name": planned.name,
        "fresh": planned.fresh,
        "why": planned.why,
        "fault": asdict(planned.fault) if planned.fault else None,
        "ledger": asdict(entry) if entry else None,
    }
