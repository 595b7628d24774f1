"""What several commands say: counts, faults of pronunciations, and who tells a story."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from drama.speech import lexicon_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drama.errors import Problem
    from drama.model import Script
    from drama.produce import Session, prepare


def counted(number: int, what: str) -> str:
    """Return so many of what adds an s for more than one: "1 line", "2 lines"."""
    return f"{number} {what}" + "s" * (number != 1)


def faults(session: Session, prepared: prepare.Prepared) -> tuple[Problem, ...]:
    """Return what is wrong with the entries of a script's lexicon, and with those of the house's it needs."""
    return lexicon_faults(prepared.script.lexicon, session.file.lexicon, lines_by_engine(prepared))


def lines_by_engine(prepared: prepare.Prepared) -> dict[str, list[str]]:
    """Return the story's words that each engine speaks."""
    found: dict[str, list[str]] = defaultdict(list)
    for cue, utterance in zip(prepared.script.cues, prepared.utterances, strict=True):
        if utterance is not None:
            found[utterance.engine].append(cue.text)
    return found


def narrators(script: Script) -> Iterator[str]:
    """Yield whom the narration is taken to be told by, and why; nothing where nobody says "I"."""
    for person in script.characters:
        if person.narrator:
            yield f"the story is told by {person.name} ({person.why})"
