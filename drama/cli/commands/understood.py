"""`drama check --hear`: a recogniser hears every line, and those that it misses are spoken again."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from drama.cli.commands.choosing import Trouble, choose
from drama.english import brief
from drama.produce import hearing, open_session, prepare
from drama.speech import hearing as recogniser
from drama.system import locks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drama.cli.console import Console
    from drama.produce import Session
    from drama.project import StoryFile


def run(console: Console, *, stories: Sequence[str] | None, project: Path | None) -> None:
    """Print the lines of each story that weren't understood at once, and keep the best takes of them."""
    collection, entries = choose(stories, project)
    with open_session(collection, progress=console) as session:
        ears = ears_of(session)
        heard, trouble = [], Trouble()
        for entry in entries:
            with trouble.noted():
                heard.append(verify(console, session, entry, ears))
        console.data({"heard": heard})
        trouble.tell()


def ears_of(session: Session) -> recogniser.Ears:
    """Return the recogniser that the environment names, for the language of a session's stories."""
    return recogniser.ears(os.environ.get(recogniser.VARIABLE, ""), session.file.settings.language)


def verify(console: Console, session: Session, entry: StoryFile, ears: recogniser.Ears) -> dict[str, object]:
    """Return what was heard of a story, printed, after entering the takes that are kept in its script."""
    with locks.held(session.project.cache / "locks" / entry.key, wait=True):
        adapted = prepare.adapt_story(session, entry)
        prepare.keep_script(session, adapted)
        found = hearing.verify(session, adapted, ears)
        changed = found.script != adapted.script
        prepare.keep_script(session, replace(adapted, script=found.script, changed=changed, base=None))
    console.close()
    still = [one for one in found.lines if not one.best.understood]
    better = len(found.lines) - len(still)
    console.result(
        f"{entry.key}: {found.heard} lines heard; {better} understood in another take, {len(still)} in none"
    )
    for one in found.lines:
        console.result(_line(entry.key, one))
    return {
        "key": entry.key,
        "lines": found.heard,
        "misheard": [
            {
                "cue": one.cue,
                "speaker": one.speaker,
                "text": one.best.text,
                "heard": one.best.heard,
                "take": one.take,
                "understood": one.best.understood,
            }
            for one in found.lines
        ],
    }


def _line(key: str, one: hearing.HeardLine) -> str:
    """Return a line in words: which take is kept, and what was heard instead of its words."""
    word = f"take {one.take}" if one.take > 1 else "look"
    who = one.speaker or "the narrator"
    said = f"  {word:<7} cue {one.cue}, {who}: {brief(one.best.text)}"
    if one.best.understood:
        return said
    return f"{said}\n  {'':<7} heard {brief(one.best.heard)}; drama play {key} {one.cue}"
