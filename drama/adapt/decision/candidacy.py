"""One person as the speaker of one turn, and what was found for and against that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.decision.salience import GENERIC
from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drama.adapt.decision.surroundings import Around
    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import Person
    from drama.adapt.values import Scene, Unit

NEAR = 2
"""Paragraphs since a mention or a line, up to which a person counts as near."""
KNOWN_TAGS = 2
"""Speech tags from which a description counts as much as a name."""


class Candidacy:
    """A person as the speaker of a turn: what the features look at, and the marks that they leave."""

    def __init__(
        self, scene: Scene, i: int, person: Person, around: Around, heard: Mapping[int, int]
    ) -> None:
        self.scene, self.people, self.i = scene, scene.people, i
        self.unit: Unit = scene.units[i]
        self.person, self.number = person, person.number
        self.around = around
        """The context of the turn, the same for all its candidates."""
        self.heard = heard
        """Who is surely heard in the talk that the turn belongs to, and how often."""
        self.marks: dict[str, float] = {}
        """The features that were marked; all others are 0."""

    def mark(self, name: str, value: object) -> None:
        """Set a feature to 1 where something holds; all others are 0."""
        if value:
            self.marks[name] = 1.0


def is_generic(mention: Mention) -> bool:
    """Return whether a description says no more than a pronoun: "the man", "a voice"."""
    return (mention.head in GENERIC and not mention.modifiers) or mention.head in vocabulary.SPEECH_NOUNS
