"""A story's turns of speech and their context: the input of every attribution rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drama.adapt.evidence.evidence import Hint
    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import People
    from drama.adapt.text.reading import Reading
    from drama.english import vocabulary


@dataclass(slots=True, eq=False)
class Unit:
    """One speaker's turn: the quotations of a paragraph, or of several when a quotation continues."""

    quotes: list[int]
    paragraph: int
    hints: list[Hint] = field(default_factory=list)
    vocatives: set[int] = field(default_factory=set)
    """Persons it calls by name."""
    kin: set[int] = field(default_factory=set)
    """Parents among them, "Dad", whoever that is to its speaker."""
    summons: set[int] = field(default_factory=set)
    """Persons whom a last word of its own calls: "I will see to it. Rolf!"."""
    asks: set[int] = field(default_factory=set)
    """Persons whom its last words call: "Will it, Ines?"."""
    named: set[int] = field(default_factory=set)
    """Persons it names without calling them."""
    introduces: set[int] = field(default_factory=set)
    """Persons whom it names as its speaker: "I am Ines"."""
    gives: set[int] = field(default_factory=set)
    """Those of them whose names a sentence of its own gives."""
    end_paragraph: int = 0
    """Index of its last paragraph."""
    question: bool = False
    addressees: set[int] = field(default_factory=set)
    """Persons whom its tag names as addressees: "said Ines to Tobias", "Ines told Tobias"."""
    calls: set[str] = field(default_factory=set)
    """The forms of address that it uses, in lower case: names, "sir", "mother"."""
    address: vocabulary.Sex | None = None
    """The sex of whoever is called "sir" or "madam" in it."""

    def hint(self, *kinds: str) -> Hint | None:
        """Return the first hint of one of these kinds."""
        for found in self.hints:
            if found.kind in kinds:
                return found
        return None


@dataclass(slots=True)
class Memory:
    """The result of salience: who is in mind before each turn, and whom each pronoun seems to mean."""

    before: list[dict[int, float]] = field(default_factory=list)
    """For each turn, weights of persons at its tag, or at its beginning when it has none."""
    followed: list[tuple[int, int, Mention]] = field(default_factory=list)
    """Offset, person and mention of each resolved pronoun or generic description outside tags."""
    meant: dict[int, int] = field(default_factory=dict)
    """Person by the offset of a pronoun or a generic description."""


@dataclass(slots=True, eq=False)
class Talk:
    """A run of turns and who surely has one."""

    first: int
    """Index of its first turn."""
    last: int
    heard: dict[int, list[int]] = field(default_factory=dict)
    """For each person, the turns whose tag or beat names or describes them, in order."""
    turns: dict[int, list[int]] = field(default_factory=dict)
    """For each of these turns, who it is."""


@dataclass(slots=True, eq=False)
class Scene:
    """Everything from which the features are computed."""

    reading: Reading
    people: People
    units: list[Unit]
    timeline: list[tuple[int, int, Mention]]
    """Offset, person and mention of everybody named or described in the narration, in order."""
    offsets: list[int]
    """The offsets of the timeline."""
    paragraph_starts: list[int]
    first_of_paragraph: list[int]
    """Index into the timeline of the first mention at or after each paragraph, and its length at the end."""
    memory: Memory = field(default_factory=Memory)
    told: dict[int, list[int]] = field(default_factory=dict)
    """Who speaks a unit, where a person has told; several where the name is theirs alike."""
    claims: dict[int, dict[int, float]] = field(default_factory=dict)
    """By unit and person, how much a language model's answer speaks for them: a logarithm of odds."""
    speakers: list[int] = field(default_factory=list)
    """After a first pass: who seems to speak each unit."""
    callers: dict[str, dict[int, list[int]]] = field(default_factory=dict)
    """After a first pass: by form of address, who surely uses it, and in which turns."""
    talks: list[Talk] = field(default_factory=list)
    hinted: set[int] = field(default_factory=set)
    """Who stands in a tag or beat anywhere, or gives a name in a line: they are there to speak."""
    spoke: dict[int, list[int]] = field(default_factory=dict)
    """After a first pass: the units that each person seems to speak in, in order."""
