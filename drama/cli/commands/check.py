"""`drama check`: what wants a look before a render, each with the edit that would settle it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from drama.adapt import decisions, recast, review
from drama.cli.commands import measured, understood
from drama.cli.commands.choosing import Trouble, choose_or_all
from drama.cli.commands.wording import counted, faults, narrators
from drama.errors import Problem, UsageError
from drama.produce import misspelt, open_session, prepare, render, waiting
from drama.speech import terms_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from drama.cli.console import Console
    from drama.model import Pronunciation, Script
    from drama.produce import Session
    from drama.project import StoryFile


def run(
    console: Console,
    *,
    stories: Sequence[str] | None,
    project: Path | None,
    below: float,
    audio: bool,
    hear: bool,
    preset: str | None,
) -> None:
    """Print the findings of each story, the gravest first, and what a person's corrections suggest.

    With `audio` the finished episodes, or their masters for a preset, are measured instead; with `hear` a
    recogniser listens to every line.
    """
    if audio and hear:
        raise UsageError(Problem(message="--audio and --hear are two checks", hint="one after the other"))
    if hear:
        understood.run(console, stories=stories, project=project)
        return
    if audio:
        measured.run(console, stories=stories, project=project, preset=preset)
        return
    if preset:
        raise UsageError(
            Problem(message="--preset goes with --audio", hint="drama check 003 --audio --preset acx")
        )
    collection, entries = choose_or_all(stories, project)
    results: list[dict[str, object]] = []
    plays: list[Script] = []
    trouble = Trouble()
    with open_session(collection, progress=console) as session:
        for entry in entries:
            with trouble.noted():
                _check(console, session, entry, below, plays, results)
        strays = misspelt(collection, session.file, plays)
        for problem in strays:
            console.result(str(problem))
        if not stories:
            held = terms_in(session.file.lexicon, [cue.text for play in plays for cue in play.cues])
            _tell_unused(console, [one for one in session.file.lexicon if one.term.strip() not in held])
        console.data({"checked": results, "voices_file": [asdict(problem) for problem in strays]})
    trouble.tell()


def _check(
    console: Console,
    session: Session,
    entry: StoryFile,
    below: float,
    plays: list[Script],
    results: list[dict[str, object]],
) -> None:
    """Print what a story wants a look for; add its script to the plays, and what was found to the results."""
    adapted = prepare.adapt_story(session, entry)
    prepared = prepare.cast_story(session, adapted)
    render.check_settings(session, prepared)
    plays.append(adapted.script)
    findings = [f for f in review.check(adapted.script, adapted.story) if f.kind != "doubtful"]
    asked = (
        waiting.waiting(session.project, adapted)
        if below == decisions.DOUBTFUL_BELOW
        else decisions.decisions(adapted.script, adapted.story, below, outcome=adapted.outcome)
    )
    wrong = faults(session, prepared)
    lessons = decisions.following(adapted.script, adapted.story)
    found = counted(len(findings) + len(wrong), "finding")
    wanted = counted(len(asked), "decision")
    console.result(f"{entry.key} {adapted.script.title}: {wanted}, {found}")
    notes = (*adapted.notes, *narrators(adapted.script))
    for line in _told(notes, asked, findings, wrong, lessons, key=entry.key):
        console.result(line)
    if lessons:
        console.result(f"  {'':<13} drama script {entry.key} --follow takes what follows")
    results.append(
        {
            "key": entry.key,
            "notes": adapted.notes,
            "decisions": [asdict(decision) for decision in asked],
            "findings": [asdict(finding) for finding in findings],
            "lexicon": [asdict(problem) for problem in wrong],
            "follows": [asdict(lesson) for lesson in lessons],
        }
    )


def _told(
    notes: Sequence[str],
    asked: Sequence[decisions.Decision],
    findings: Sequence[review.Finding],
    wrong: Sequence[Problem],
    lessons: Sequence[recast.Proposal],
    *,
    key: str,
) -> Iterator[str]:
    """Yield what a story wants a look for, in words: who may be one person, who speaks, the rest."""
    for note in notes:
        yield f"  {'note':<13} {note}"
    first = [finding for finding in findings if finding.kind == "alike"]
    yield from _found(first)
    for decision in asked:
        yield _asked(key, decision)
    if any(decision.until > decision.cue for decision in asked):
        yield f"  {'in turn':<13} the people named speak the lines from one cue to the other by turns;"
        yield f"  {'':<13} change numbers and names to what is right"
    yield from _found([finding for finding in findings if finding.kind != "alike"])
    for problem in wrong:
        where = f"{problem.place}: " if problem.place else ""
        yield f"  {'lexicon':<13} {where}{problem.message}\n  {'':<13} {problem.hint}".rstrip()
    for lesson in lessons:
        yield f"  {'follows':<13} cue {lesson.cue}: {lesson.speaker} → {lesson.to}: {lesson.why}"


def _found(findings: Sequence[review.Finding]) -> Iterator[str]:
    """Yield findings in words, each with the edits that would settle it."""
    for finding in findings:
        where = f"cue {finding.cue}: " if finding.cue else ""
        yield f"  {finding.kind:<13} {where}{finding.message}\n  {'':<13} {finding.edit}"


def _asked(key: str, decision: decisions.Decision) -> str:
    """Return a decision in words: whose line it is now, who else it may be, what an answer changes."""
    now, *others = decision.choices
    lines = [f"  {'who speaks':<13} cue {decision.cue}: {decision.text} now {now.name} ({now.sure:.2f})"]
    for choice in others:
        more = f", and {counted(len(choice.changes), 'other line')} with it" if choice.changes else ""
        answer = f'drama script {key} --answer "{decision.cue}={choice.name}"'
        lines.append(f"  {'':<13} {choice.name} ({choice.sure:.2f}){more}: {answer}")
    if decision.until > decision.cue:
        both = f"{now.name}, {others[0].name}"
        answer = f'drama script {key} --answer "{decision.cue}-{decision.until}={both}"'
        lines.append(f"  {'':<13} in turn: {answer}")
    return "\n".join(lines)


def _tell_unused(console: Console, entries: Sequence[Pronunciation]) -> None:
    for entry in entries:
        console.say(f"{entry.place}: no story of the collection holds {entry.term!r} of the lexicon")
