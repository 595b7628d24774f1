"""`drama render`: the episodes of stories, made where they aren't fresh."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING

from drama.adapt import review
from drama.cli.commands.attributor import server_of
from drama.cli.commands.choosing import choose
from drama.cli.commands.wording import faults
from drama.errors import Problem, UsageError, did_you_mean
from drama.master import PRESETS
from drama.produce import engine_settings, open_session, render
from drama.produce import prepare as produce_prepare
from drama.speech import engines
from drama.system import distribution, locks
from drama.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drama.cli.console import Console
    from drama.produce import Session, render
    from drama.produce import prepare as produce_prepare
    from drama.project import StoryFile, VoicesFile


def run(
    console: Console,
    *,
    stories: Sequence[str] | None,
    project: Path | None,
    jobs: int | None,
    preset: str | None,
    dry_run: bool,
    stems: bool,
    attributor: str | None = None,
    base_url: str | None = None,
    model: str | None = None,
) -> None:
    """Make each story's episode, or say what would be done and why."""
    check_preset(preset)
    server = server_of(attributor, base_url, model)
    if dry_run:  # which sends nothing to anybody
        server = None
    collection, entries = choose(stories, project)
    if not dry_run:
        collection.sweep()
    with open_session(collection, jobs=jobs, progress=console, attributor=server) as session:
        results = [
            _render(console, session, entry, preset, dry_run=dry_run, stems=stems) for entry in entries
        ]
        if not dry_run and any(not result["fresh"] for result in results):
            for line in voices_hint(session.file):
                console.say(line)
    console.data({"dry_run" if dry_run else "rendered": results})


def voices_hint(file: VoicesFile) -> tuple[str, ...]:
    """Return how to get natural voices, for a collection that speaks with the default engine."""
    if file.settings.engine != engines.DEFAULT:
        return ()
    if engines.best(engine_settings(file)) == "kokoro":
        return ("natural voices are ready: write engine: kokoro under house: in voices.yaml",)
    install = distribution.install_command("kokoro")
    return (f"for natural voices: {install}, then drama voices --get kokoro (121 MB, once)",)


def check_preset(preset: str | None) -> None:
    """Raise UsageError for a preset that there isn't."""
    if preset and preset not in (*PRESETS, "custom"):
        known = ", ".join((*PRESETS, "custom"))
        hint = did_you_mean(preset, PRESETS) or f"the presets are {known}"
        raise UsageError(Problem(message=f"there is no preset {preset!r}", hint=hint))


def _render(
    console: Console, session: Session, entry: StoryFile, preset: str | None, *, dry_run: bool, stems: bool
) -> dict[str, object]:
    began = time.monotonic()
    prepared = prepare(console, session, entry, keep=not dry_run)
    if dry_run:
        planned = render.plan(session, prepared, preset=preset)
        console.result(_intention(entry, planned))
        return {
            "key": entry.key,
            "fresh": planned.fresh,
            "why": planned.reasons,
            "to_speak": planned.missing,
            "costs": [asdict(cost) for cost in planned.costs],
        }
    # A batch on the collection may be at the same story.
    with locks.held(session.project.cache / "locks" / entry.key, wait=True):
        made = render.make(session, prepared, preset=preset, stems=stems)
    for note in made.notes:
        console.say(note)
    console.close()
    console.result(_summary(made, time.monotonic() - began))
    # Who else might speak takes a second to find: an episode that is fresh was told of when it was made.
    doubtful = () if made.fresh else review.check(prepared.script, prepared.adapted.story)
    console.say(_what_now(entry.key, len(doubtful)))
    return {
        "key": entry.key,
        "path": made.path,
        "fresh": made.fresh,
        "why": made.reasons,
        "spoken": made.spoken,
        "duration_s": made.duration_s,
        "integrated_lufs": made.loudness.integrated_lufs,
        "true_peak_dbtp": made.loudness.true_peak_dbtp,
        "decisions": len(doubtful),
    }


def _what_now(key: str, decisions: int) -> str:
    """Return how to listen, and whether anything wants a look."""
    waiting = f"{decisions} decision{'s' * (decisions != 1)} wait{'s' * (decisions == 1)}: drama check {key}"
    return f"  listen: drama play {key}, or drama open {key}" + (f"\n  {waiting}" if decisions else "")


def prepare(console: Console, session: Session, entry: StoryFile, *, keep: bool) -> produce_prepare.Prepared:
    """Return a story adapted and cast, both told to the console, and kept in their files if asked."""
    adapted = produce_prepare.adapt_story(session, entry)
    prepared = produce_prepare.cast_story(session, adapted)
    if keep:
        produce_prepare.keep_script(session, adapted)
        produce_prepare.keep_cast(session, {prepared.script.key: prepared.casting})
    for note in (*adapted.notes, *prepared.casting.notes):
        console.say(note)
    if adapted.state == "new":
        console.say(f"adapted to {session.project.script(entry.key)}")
    for part in prepared.casting.entries:
        console.say(f"cast {part.name}: {part.voice}")
    for problem in faults(session, prepared):
        console.say(str(problem))
    return prepared


def _intention(entry: StoryFile, planned: render.Plan) -> str:
    if planned.fresh:
        return f"{entry.key}: fresh, nothing to do"
    said = f"{entry.key}: {planned.missing} takes to speak, because " + "; ".join(planned.reasons)
    for cost in planned.costs:
        price = f", about ${cost.dollars:.2f}" if cost.dollars else ""
        said += f"\n  {cost.engine} would be sent {cost.characters:,} characters{price}"
    return said


def _summary(made: render.Made, spent_s: float) -> str:
    level = f"{made.loudness.integrated_lufs:.1f} LUFS, {made.loudness.true_peak_dbtp:.1f} dBTP"
    about = f"{made.path}: {clock(made.duration_s)}, {level}"
    if made.fresh:
        return f"{about}; fresh, nothing to do"
    return f"{about}; {made.spoken} takes spoken, {spent_s:.1f} s"
