"""What a language model says about a story, as evidence: it is weighed in every pass and settles nothing.

Persons are given by their numbers in an attribution of the same text without it, each with those who were
merged into them: the same text gives the same numbers again, before any pass has merged anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drama.adapt.decision import turns

if TYPE_CHECKING:
    from drama.adapt.values import Scene
    from drama.english import vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An answer about who speaks a line."""

    start: int
    """Offset of the quotation."""
    people: tuple[int, ...]
    weight: float
    """Logarithm of how many times likelier the answer is if these speak than if somebody else does; > 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """The answers of a language model, each as far as it is believed."""

    lines: tuple[Claim, ...] = ()
    same: tuple[tuple[int, int, str], ...] = ()
    """Who is somebody else, who that is, and the reason in words."""
    sexes: tuple[tuple[int, vocabulary.Sex, str], ...] = ()
    """Who is of which sex, and the reason in words."""


NONE = Claims()


def enter(scene: Scene, claims: Claims) -> None:
    """Merge those who are probably one, unless the rules hold them for two, and note who speaks what."""
    people = scene.people
    for gone, kept, why in claims.same:
        one, other = people.standing(gone), people.standing(kept)
        loser, winner = sorted((one, other), key=lambda n: (n == people.narrator, people.persons[n].named))
        people.merge(loser, winner, why)
    for number, sex, why in claims.sexes:
        person = people.persons[people.standing(number)]
        person.votes += 1.0 if sex == "male" else -1.0
        person.evidence[why] += 1
    turns.stand(scene)
    at = {scene.reading.spans[q].start: i for i, unit in enumerate(scene.units) for q in unit.quotes}
    found: dict[int, list[Claim]] = {}
    for claim in claims.lines:
        if claim.start in at:
            found.setdefault(at[claim.start], []).append(claim)
    for i, said in found.items():
        weights = scene.claims.setdefault(i, {})
        for claim in said:  # a turn's quotations have one speaker: they count as one answer
            for number in {people.standing(n) for n in claim.people}:
                weights[number] = weights.get(number, 0.0) + claim.weight / len(said)
