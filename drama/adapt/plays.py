"""Plays: the file itself names the speakers, so that no attribution is needed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from drama.adapt.decision.attribute import Attribution
from drama.english import vocabulary
from drama.model import Character, Quotation

if TYPE_CHECKING:
    from drama.model import Gender, Story

_WHY = "the script names the speaker"


def is_play(story: Story) -> bool:
    """Return whether a story's file says who speaks."""
    return any(one.kind == "line" for one in story.passages)


def attribution(story: Story) -> Attribution:
    """Return the lines of a play with the speakers that it names, each with confidence 1."""
    lines = [one for one in story.passages if one.kind == "line"]
    count = Counter(one.speaker for one in lines)
    people = {name: Character(name=name, gender=_gender(name), why=_WHY) for name in count}
    return Attribution(
        quotations=tuple(
            Quotation(
                start=one.start,
                end=one.end,
                speaker=one.speaker,
                gender=people[one.speaker].gender,
                sure=1.0,
                why=_WHY,
            )
            for one in lines
        ),
        characters=tuple(people[name] for name in sorted(count, key=lambda name: (-count[name], name))),
        how=tuple(one.how for one in lines),
        others=tuple(() for _ in lines),
    )


def _gender(name: str) -> Gender:
    """Return the sex that a title or a given name implies."""
    pieces = name.lower().replace(".", "").split()
    for piece in pieces:
        if piece in vocabulary.TITLES_MALE or piece in vocabulary.TITLES_FEMALE:
            return "male" if piece in vocabulary.TITLES_MALE else "female"
    return next((sex for piece in pieces if (sex := vocabulary.sex_of_name(piece))), "unknown")
