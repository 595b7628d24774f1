"""`drama check`: what wants a look before a render, each with the edit that would settle it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from drama.adapt import recast, review
from drama.cli.commands import hear
from drama.cli.commands.choosing import choose_or_all
from drama.cli.commands.wording import faults
from drama.errors import Problem, UsageError
from drama.produce import open_session, prepare
from drama.speech import terms_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drama.cli.console import Console
    from drama.model import Pronunciation


def run(
    console: Console,
    *,
    stories: Sequence[str] | None,
    project: Path | None,
    below: float,
    audio: bool,
    preset: str | None,
) -> None:
    """Print the findings of each story, the gravest first, and what a person's corrections suggest.

    With `audio` the finished episodes, or their masters for a preset, are measured instead.
    """
    if audio:
        hear.run(console, stories=stories, project=project, preset=preset)
        return
    if preset:
        raise UsageError(
            Problem(message="--preset goes with --audio", hint="drama check 003 --audio --preset acx")
        )
    collection, entries = choose_or_all(stories, project)
    results = []
    held: set[str] = set()
    with open_session(collection, progress=console) as session:
        for entry in entries:
            adapted = prepare.adapt_story(session, entry)
            prepared = prepare.cast_story(session, adapted)
            findings = review.check(adapted.script, adapted.story, below)
            wrong = faults(session, prepared)
            lessons = recast.lessons(prepare.own_adaptation(session, adapted), adapted.script)
            console.result(
                f"{entry.key} {adapted.script.title}: {_count(len(findings) + len(wrong), 'finding')}"
            )
            for note in adapted.notes:
                console.result(f"  {'note':<13} {note}")
            for finding in findings:
                where = f"cue {finding.cue}: " if finding.cue else ""
                console.result(f"  {finding.kind:<13} {where}{finding.message}\n  {'':<13} {finding.edit}")
            for problem in wrong:
                where = f"{problem.place}: " if problem.place else ""
                console.result(
                    f"  {'lexicon':<13} {where}{problem.message}\n  {'':<13} {problem.hint}".rstrip()
                )
            for lesson in lessons:
                console.result(
                    f"  {'follows':<13} cue {lesson.cue}: {lesson.speaker} → {lesson.to}: {lesson.why}"
                )
            if lessons:
                console.result(f"  {'':<13} drama script {entry.key} --follow takes what follows")
            results.append(
                {
                    "key": entry.key,
                    "notes": adapted.notes,
                    "findings": [asdict(finding) for finding in findings],
                    "lexicon": [asdict(problem) for problem in wrong],
                    "follows": [asdict(lesson) for lesson in lessons],
                }
            )
            held |= terms_in(session.file.lexicon, [cue.text for cue in adapted.script.cues])
        if not stories:
            _tell_unused(console, [one for one in session.file.lexicon if one.term.strip() not in held])
    console.data({"checked": results})


def _tell_unused(console: Console, entries: Sequence[Pronunciation]) -> None:
    for entry in entries:
        console.say(f"{entry.place}: no story of the collection holds {entry.term!r} of the lexicon")


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + "s" * (number != 1)
