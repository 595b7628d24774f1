"""`drama check`: what wants a look before a render, each with the edit that would settle it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from drama import mend, produce, review
from drama.commands.choosing import choose_or_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drama.console import Console


def run(console: Console, *, stories: Sequence[str] | None, project: Path | None, below: float) -> None:
    """Print the findings of each story, the gravest first, and what a person's corrections suggest."""
    house, entries = choose_or_all(stories, project)
    studio = produce.open_studio(house, progress=console)
    results = []
    for entry in entries:
        adapted = produce.adapt_story(studio, entry)
        findings = review.check(adapted.script, adapted.story, below)
        lessons = mend.lessons(produce.own_adaptation(studio, adapted), adapted.script)
        console.result(f"{entry.key} {adapted.script.title}: {_count(len(findings), 'finding')}")
        for finding in findings:
            where = f"cue {finding.cue}: " if finding.cue else ""
            console.result(f"  {finding.kind:<13} {where}{finding.message}\n  {'':<13} {finding.edit}")
        for lesson in lessons:
            console.result(
                f"  {'follows':<13} cue {lesson.cue}: {lesson.speaker} → {lesson.to}: {lesson.why}"
            )
        if lessons:
            console.result(f"  {'':<13} drama script {entry.key} --follow takes what follows")
        results.append(
            {
                "key": entry.key,
                "findings": [asdict(finding) for finding in findings],
                "follows": [asdict(lesson) for lesson in lessons],
            }
        )
    console.data({"checked": results})


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + "s" * (number != 1)
