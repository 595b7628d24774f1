"""`drama script`: adapt stories and write their scripts, a person's edits kept; mend a person everywhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from drama.adapt import decisions, recast, strangers, verbatim
from drama.cli.commands.attributor import server_of
from drama.cli.commands.choosing import Trouble, choose
from drama.cli.commands.wording import counted
from drama.errors import Problem, UsageError
from drama.produce import open_session, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from drama.cli.console import Console
    from drama.model import Script


def run(
    console: Console,
    *,
    stories: Sequence[str] | None,
    project: Path | None,
    replacements: Sequence[str] | None,
    merges: Sequence[str] | None,
    follow: bool,
    answers: Sequence[str] | None = None,
    not_one: Sequence[str] | None = None,
    attributor: str | None = None,
    base_url: str | None = None,
    model: str | None = None,
) -> None:
    """Adapt each story again, merge what a person changed, mend what is asked for, and write the script."""
    pairs: list[tuple[Callable[[Script, str, str], Script], tuple[str, str]]] = [
        (edit, _pair(text))
        for edit, texts in (
            (recast.replace, replacements),
            (recast.merge_characters, merges),
            (strangers.tell_apart, not_one),
        )
        for text in texts or ()
    ]
    answered = [_answer(text) for text in answers or ()]
    server = server_of(attributor, base_url, model)
    collection, entries = choose(stories, project)
    results, trouble = [], Trouble()
    with open_session(collection, progress=console, attributor=server) as session:
        for entry in entries:
            with trouble.noted():
                adapted = prepare.adapt_story(session, entry, again=True)
                play = adapted.script
                for edit, (one, other) in pairs:
                    play = edit(play, one, other)
                if answered:
                    play = decisions.answered(play, adapted.story, _lines(play, answered))
                if follow:
                    play = _followed(console, adapted, play)
                if play != adapted.script:
                    verbatim.check_words(play, adapted.story)
                    adapted = replace(adapted, script=play, changed=True)
                prepare.keep_script(session, adapted)
                for note in adapted.notes:
                    console.say(note)
                counts = {character.name: 0 for character in play.characters}
                for cue in play.cues:
                    if cue.kind == "line":
                        counts[cue.speaker] = counts.get(cue.speaker, 0) + 1
                who = ", ".join(f"{name} {count}" for name, count in counts.items() if count)
                path = collection.script(entry.key)
                size = f"{counted(len(play.cues), 'cue')}, {counted(sum(counts.values()), 'line')}"
                console.result(f"{path}: {size} ({who or 'nobody speaks'})")
                results.append({"key": entry.key, "path": path, "state": adapted.state, "lines": counts})
    console.data({"scripts": results})
    trouble.tell()


def _pair(text: str) -> tuple[str, str]:
    old, equals, new = text.partition("=")
    if not (equals and old.strip() and new.strip()):
        hint = 'as in "the housekeeper=Mrs Dale"'
        raise UsageError(Problem(message=f"{text!r} doesn't say who is who", hint=hint))
    return old.strip(), new.strip()


def _answer(text: str) -> tuple[range, str]:
    """Return the cues of an answer, one or from the first to the last, and the name or names said."""
    numbers, name = _pair(text)
    first, dash, last = (part.strip() for part in numbers.partition("-"))
    if not first.isdecimal() or (dash and not last.isdecimal()):
        hint = (
            'as in --answer "57=Mrs Dale", with the number of the cue that drama check asks about, or '
            '"57-61=Mrs Dale, Tobias" for those who take turns from cue 57 to 61'
        )
        raise UsageError(Problem(message=f"{numbers!r} is no cue's number", hint=hint))
    return range(int(first), int(last or first) + 1), name


def _lines(play: Script, answers: Sequence[tuple[range, str]]) -> list[tuple[int, str]]:
    """Return the lines of all answers with their speakers; those of several cues take turns."""
    found: dict[int, str] = {}
    for cues, said in answers:
        if len(cues) == 1:
            found[cues[0]] = said
        else:
            found |= recast.in_turn(play, cues.start, cues.stop - 1, said.split(","))
    return list(found.items())


def _followed(console: Console, adapted: prepare.Adapted, play: Script) -> Script:
    """Return a script in which the lines that hang on what a person told follow it."""
    lessons = decisions.following(play, adapted.story)
    for lesson in lessons:
        console.say(f"cue {lesson.cue}: {lesson.speaker} → {lesson.to}: {lesson.why}")
    return recast.accept(play, lessons)
