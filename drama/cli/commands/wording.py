"""What is wrong with the pronunciations that a story calls for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from drama.speech import lexicon_faults

if TYPE_CHECKING:
    from drama.errors import Problem
    from drama.produce import Session, prepare


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
