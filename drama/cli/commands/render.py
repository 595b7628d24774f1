"""`drama render`: the episodes of stories, made where they aren't fresh."""

from __future__ import annotations

import re
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from drama.batch import enter
from drama.cli import unchanged
from drama.cli.commands import understood
from drama.cli.commands.attributor import server_of
from drama.cli.commands.choosing import Trouble, choose
from drama.cli.commands.wording import counted, faults
from drama.errors import Problem, UsageError, did_you_mean
from drama.master import PRESETS
from drama.produce import engine_settings, excerpt, open_session, render, waiting
from drama.produce import prepare as produce_prepare
from drama.speech import engines
from drama.system import distribution, locks, seals
from drama.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.cli.console import Console
    from drama.produce import Session
    from drama.project import Project, StoryFile, VoicesFile


def run(
    console: Console,
    *,
    stories: Sequence[str] | None,
    project: Path | None,
    jobs: int | None,
    preset: str | None,
    dry_run: bool,
    stems: bool,
    chapter: int | None = None,
    scene: int | None = None,
    first: str | None = None,
    attributor: str | None = None,
    base_url: str | None = None,
    model: str | None = None,
) -> None:
    """Make each story's episode, or say what would be done and why."""
    check_preset(preset)
    part = _part(chapter, scene, first)
    server = server_of(attributor, base_url, model)
    collection, entries = choose(stories, project)
    if not dry_run:
        collection.sweep()
    rest, trouble = Rest(collection, entries, preset), Trouble()
    with open_session(
        collection, jobs=jobs, progress=console, attributor=server, asks=not dry_run
    ) as session:
        if part and not dry_run:
            made = []
            for entry in entries:
                with trouble.noted():
                    made.append(_excerpt(console, session, entry, part, preset))
            console.data({"excerpts": made})
            trouble.tell()
            return
        results = []
        for entry in entries:
            with trouble.noted():
                results.append(
                    _render(console, session, entry, preset, dry_run=dry_run, stems=stems, rest=rest)
                )
        if not dry_run and any(not result["fresh"] for result in results):
            for line in voices_hint(session.file):
                console.say(line)
        paths = rest.paths(session)
    console.data({"dry_run" if dry_run else "rendered": results})
    trouble.tell()
    if paths and not dry_run:
        data = {
            "rendered": [{**one, "fresh": True, "why": (), "spoken": 0, "decisions": 0} for one in results]
        }
        asked = {"stories": stories, "project": project, "preset": preset}
        unchanged.remember(asked, paths, rest.told, data)


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


def _part(chapter: int | None, scene: int | None, first: str | None) -> excerpt.Part | None:
    """Return the part of each story that is asked for; None for the whole."""
    if sum(one is not None for one in (chapter, scene, first)) > 1:
        message = "only one of --chapter, --scene and --first can be had at once"
        raise UsageError(Problem(message=message, hint="drama render 003 --chapter 2"))
    if first is not None:
        found = re.fullmatch(r"(\d{1,5}(?:\.\d{1,3})?)\s*(s|min|m)?", first.strip())
        if not found or not float(found[1]):
            raise UsageError(Problem(message=f"{first!r} is no length of time", hint="write 60s or 2min"))
        return excerpt.Part(first_s=float(found[1]) * (60 if (found[2] or "s").startswith("m") else 1))
    return excerpt.Part(chapter=chapter or 0, scene=scene or 0) if chapter or scene else None


def _excerpt(
    console: Console, session: Session, entry: StoryFile, part: excerpt.Part, preset: str | None
) -> dict[str, object]:
    prepared = prepare(console, session, entry, keep=True)
    with locks.held(session.project.cache / "locks" / entry.key, wait=True):
        made = excerpt.make(session, prepared, part, preset=preset)
    console.close()
    console.result(f"{made.path}: {clock(made.duration_s)}; {counted(made.spoken, 'take')} spoken")
    return {"key": entry.key, "path": str(made.path), "duration_s": made.duration_s, "spoken": made.spoken}


def _render(
    console: Console,
    session: Session,
    entry: StoryFile,
    preset: str | None,
    *,
    dry_run: bool,
    stems: bool,
    rest: Rest,
) -> dict[str, object]:
    began = time.monotonic()
    prepared = prepare(console, session, entry, keep=not dry_run)
    if session.file.settings.hear and not dry_run and not render.plan(session, prepared, preset=preset).fresh:
        understood.verify(console, session, entry, understood.ears_of(session))
        prepared = prepare(console, session, entry, keep=True)
    rest.heard(prepared, session)
    if dry_run:
        render.check_settings(session, prepared)
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
    rest.made(entry, session, prepared, made)
    if rest.is_current():
        enter(session, entry, prepared, made, preset=preset, spent_s=time.monotonic() - began)
    for note in made.notes:
        console.say(note)
    console.close()
    console.result(_summary(made, time.monotonic() - began))
    # Who else might speak can take seconds to find: an episode that is fresh was told of when it was made.
    is_told = not made.fresh and (console.as_json or not console.quiet)
    asked = waiting.waiting(session.project, prepared.adapted) if is_told else ()
    console.say(_what_now(entry.key, len(asked)))
    return {
        "key": entry.key,
        "path": made.path,
        "fresh": made.fresh,
        "why": made.reasons,
        "spoken": made.spoken,
        "duration_s": made.duration_s,
        "integrated_lufs": made.loudness.integrated_lufs,
        "true_peak_dbtp": made.loudness.true_peak_dbtp,
        "decisions": len(asked),
    }


class Rest:
    """What a render will answer when it is asked again, and the files whose change makes that untrue.

    What a file was is noted before it is read, so that an edit meanwhile is seen the next time.
    """

    def __init__(self, project: Project, entries: Sequence[StoryFile], preset: str | None) -> None:
        """Note what the stories' files are now."""
        self.told: list[tuple[str, str]] = []
        self._preset = preset
        self._is_sure = True
        inputs = [project.voices, project.stories_folder, project.root / "takes", project.root / "sounds"]
        self._own: set[Path] = {project.voices}
        for entry in entries:
            scripts = (project.script(entry.key), project.made(entry.key))
            recordings = project.recordings(entry.key)
            inputs += [entry.path, *scripts, recordings, *_within(recordings)]
            self._own |= set(scripts)
        self._before = seals.signatures([*inputs, *_within(project.root / "sounds")])

    def heard(self, prepared: produce_prepare.Prepared, session: Session) -> None:
        """Take in what was decided: what it will tell again, and what this run itself wrote of its inputs."""
        adapted, casting = prepared.adapted, prepared.casting
        cast_now = bool(casting.entries or casting.own or casting.narrator)
        notes = adapted.story.notes if adapted.state == "new" else adapted.notes
        self._is_sure &= adapted.state != "adapted again" and not (cast_now and casting.notes)
        self.told += [("say", note) for note in (*notes, *casting.notes)]
        self.told += [("say", str(problem)) for problem in faults(session, prepared)]
        wrote = adapted.changed or adapted.base is not None or cast_now
        now = seals.signatures(map(Path, self._before))
        for path in self._own if wrote else ():
            self._before[str(path)] = now[str(path)]
        voices = [prepared.cast.narrator, *(voice for _, voice in prepared.cast.voices)]
        self._is_sure &= all(engines.is_packaged(voice.engine, voice.name) for voice in voices)

    def made(
        self, entry: StoryFile, session: Session, prepared: produce_prepare.Prepared, made: render.Made
    ) -> None:
        """Take in a finished episode, with all that goes with it."""
        self.told += [("say", note) for note in made.notes]
        self.told.append(("result", _summary(replace(made, fresh=True), 0.0)))
        self.told.append(("say", _what_now(entry.key, 0)))
        project = session.project
        cover = project.cover(prepared.adapted.story.path, entry.key)
        pictures = [one for one in (cover, project.root / session.file.show.cover) if one]
        files = [path for path in project.output(entry.key).iterdir() if path.is_file()]
        self._before |= seals.signatures([made.path, project.output(entry.key), *files, *pictures])

    def paths(self, session: Session) -> dict[str, str]:
        """Return the files and what they were; nothing where an engine or a file may be another by now."""
        return self._before if self._is_sure and self.is_current() and not session.attributor else {}

    def is_current(self) -> bool:
        """Return whether nothing that was read has changed since."""
        return seals.signatures(map(Path, self._before)) == self._before


def _within(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*")) if folder.is_dir() else []


def _what_now(key: str, asked: int) -> str:
    """Return how to listen, and whether anything wants a look."""
    said = f"{counted(asked, 'decision')} wait{'s' * (asked == 1)}: drama check {key}"
    return f"  listen: drama play {key}, or drama open {key}" + (f"\n  {said}" if asked else "")


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
        console.say(f"{'' if keep else 'would be '}adapted to {session.project.script(entry.key)}")
    for part in (*prepared.casting.entries, *prepared.casting.own):
        console.say(f"{'' if keep else 'would '}cast {part.name}: {part.voice}")
    for problem in faults(session, prepared):
        console.say(str(problem))
    return prepared


def _intention(entry: StoryFile, planned: render.Plan) -> str:
    if planned.fresh:
        return f"{entry.key}: fresh, nothing to do"
    said = f"{entry.key}: {counted(planned.missing, 'take')} to speak, because " + "; ".join(planned.reasons)
    for cost in planned.costs:
        price = f", about ${cost.dollars:.2f}" if cost.dollars else ""
        said += f"\n  {cost.engine} would be sent {cost.characters:,} characters{price}"
    return said


def _summary(made: render.Made, spent_s: float) -> str:
    level = f"{made.loudness.integrated_lufs:.1f} LUFS, {made.loudness.true_peak_dbtp:.1f} dBTP"
    about = f"{made.path}: {clock(made.duration_s)}, {level}"
    if made.fresh:
        return f"{about}; fresh, nothing to do"
    return f"{about}; {counted(made.spoken, 'take')} spoken, {spent_s:.1f} s"
