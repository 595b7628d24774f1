"""How well a story's cast agrees with the one that a person has marked: who exists, and who is who."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drama.adapt.evaluation.gold import Names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.adapt.evaluation.gold import Marked
    from drama.model import Character


@dataclass(frozen=True, slots=True, kw_only=True)
class CastFigures:
    """Counts over the characters who speak."""

    marked: int
    """Characters that a person has marked as speaking."""
    met: int
    """Marked characters to whom a name in the cast refers unambiguously."""
    named: int
    """Characters in the cast."""
    real: int
    """Characters in the cast whose name refers to exactly one marked character."""
    wrong_merges: int
    """Characters in the cast whose names refer to two or more marked ones."""
    missed_merges: int
    """Surplus characters: two in the cast who are one marked character count once."""
    gender_right: int
    gender_wrong: int
    """Right and wrong are counted over those met whose gender is marked; the others are "unknown"."""

    @property
    def precision(self) -> float:
        """Share of the cast that are marked characters, between 0 and 1."""
        return self.real / self.named if self.named else 0.0

    @property
    def recall(self) -> float:
        """Share of the marked speakers who are in the cast, between 0 and 1."""
        return self.met / self.marked if self.marked else 0.0


def judge(story: Marked, characters: Sequence[Character]) -> CastFigures:
    """Return how a cast agrees with a marked story."""
    names = Names(story.characters)
    genders = {person["id"]: person.get("gender", "unknown") for person in story.characters}
    speakers = {q["speaker"] for q in story.quotes if not q["speaker"].startswith("_")}
    met: dict[str, list[Character]] = {}
    wrong = real = 0
    for character in characters:
        means = {names.resolve(name) for name in (character.name, *character.aliases)} - {None}
        wrong += len(means) > 1
        person = names.resolve(character.name)
        real += person is not None
        if person is not None and person in speakers:
            met.setdefault(person, []).append(character)
    told = [
        (max(found, key=lambda one: one.gender != "unknown").gender, genders[person])
        for person, found in met.items()
        if genders[person] in {"male", "female", "nonbinary"}
    ]
    return CastFigures(
        marked=len(speakers),
        met=len(met),
        named=len(characters),
        real=real,
        wrong_merges=wrong,
        missed_merges=sum(len(found) - 1 for found in met.values()),
        gender_right=sum(said == right for said, right in told),
        gender_wrong=sum(said not in {right, "unknown"} for said, right in told),
    )


def total(figures: Sequence[CastFigures]) -> CastFigures:
    """Return the sums over some stories."""
    fields = CastFigures.__dataclass_fields__
    return CastFigures(**{name: sum(getattr(one, name) for one in figures) for name in fields})
