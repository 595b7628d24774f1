"""Which characters may be one person under two names, and how probable that is: a question for a person.

Two speakers are compared by who answers whom, whom both talk with, where both are, whom others call beside
their lines, and by their names. A logistic regression weighs these; benchmarks/fit_attribution.py fits it to
the pairs of the marked stories that may ship. Its best guesses are right in two cases of five on authors left
out: too seldom to merge anybody, often enough to ask.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import combinations
from math import exp, log1p, prod
from typing import TYPE_CHECKING

from drama.adapt.decision import weights
from drama.adapt.decision.salience import GENERIC
from drama.adapt.people.aliases import compatible
from drama.adapt.people.persons import parts
from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from drama.adapt.people.persons import Person
    from drama.adapt.values import Scene

SIGNS = (
    "same scenes", "called beside", "calls", "answers", "same partners", "lines near", "generic", "voice",
    "same sex", "both named", "shares a word", "within", "log lines", "constant",
)  # fmt: skip
"""What the comparison of two speakers is based on; each is 0 for "no" or "never" and grows to about 1."""
EXCHANGE = 2
"""Two turns answer each other up to this many paragraphs apart."""
NEAR = 4
"""Turns between two lines up to which they are near each other."""
MOST_SPEAKERS = 60
"""Most speakers that are compared with each other, those with most lines."""
OFFERED = 3
"""Most persons offered for one."""
LEAST, AT_STAKE = 0.05, 0.15
"""Least probability of a person who is offered, and least number of lines that an answer mends on average."""
LIKELY, MUCH = 0.1, 0.3
"""The same where a language model is asked: its answer about somebody less likely would settle nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A character who may be another one under a second name."""

    name: str
    lines: int
    """How many turns of speech the character has."""
    others: tuple[tuple[str, float], ...]
    """Who it may be, with probabilities between 0 and 1, likeliest first."""

    @property
    def at_stake(self) -> float:
        """How many lines an answer mends on average."""
        return self.lines * (1.0 - prod(1.0 - sure for _, sure in self.others))


@dataclass(slots=True)
class Company:
    """Where the speakers of a story speak and are mentioned, and beside whom."""

    lines: dict[int, list[int]] = field(default_factory=dict)
    """The turns of each speaker, in order."""
    scenes: dict[int, set[int]] = field(default_factory=dict)
    partners: dict[int, set[int]] = field(default_factory=dict)
    answers: Counter[tuple[int, int]] = field(default_factory=Counter)
    called_beside: Counter[tuple[int, int]] = field(default_factory=Counter)
    """How often a turn next to somebody's (first) calls somebody (second)."""
    calls: Counter[tuple[int, int]] = field(default_factory=Counter)


def identities(scene: Scene, label: Mapping[int, str]) -> tuple[Identity, ...]:
    """Return who may be somebody else, most lines at stake first."""
    company, known = observe(scene), weights.identity()
    found: dict[int, list[tuple[float, int]]] = {}
    for lesser, other in pairs(scene, company):
        signs = compare(scene, company, lesser, other)
        sure = 1.0 / (1.0 + exp(-sum(known.get(name, 0.0) * value for name, value in signs.items())))
        if sure >= LEAST and label[lesser] != label[other]:
            found.setdefault(lesser, []).append((sure, other))
    asked = (
        Identity(
            name=label[number],
            lines=len(company.lines[number]),
            others=_offered(persons, label),
        )
        for number, persons in found.items()
    )
    return tuple(sorted((a for a in asked if a.at_stake >= AT_STAKE), key=lambda a: (-a.at_stake, a.name)))


def likely(found: Iterable[Identity]) -> tuple[Identity, ...]:
    """Return the questions whose answer by a language model may settle who somebody is."""
    sure = (replace(one, others=tuple(other for other in one.others if other[1] >= LIKELY)) for one in found)
    return tuple(one for one in sure if one.at_stake >= MUCH)


def _offered(persons: list[tuple[float, int]], label: Mapping[int, str]) -> tuple[tuple[str, float], ...]:
    """Return the likeliest names with their probabilities, each name once."""
    best: dict[str, float] = {}
    for sure, number in sorted(persons, reverse=True):
        best.setdefault(label[number], round(sure, 2))
    return tuple(best.items())[:OFFERED]


def observe(scene: Scene) -> Company:
    """Return who speaks where and beside whom, by the speakers that the last pass found."""
    people, units, company = scene.people, scene.units, Company()
    speakers = [people.standing(number) for number in scene.speakers]
    paragraphs = scene.reading.paragraphs
    for paragraph, mentions in zip(paragraphs, people.narration, strict=True):
        for mention in mentions:
            number = people.narrator if mention.kind == "first" else people.of(mention)
            company.scenes.setdefault(number, set()).add(paragraph.scene)
    for i, (unit, number) in enumerate(zip(units, speakers, strict=True)):
        company.lines.setdefault(number, []).append(i)
        company.scenes.setdefault(number, set()).add(paragraphs[unit.paragraph].scene)
        company.calls.update((number, people.standing(n)) for n in unit.vocatives)
        if i and 0 < unit.paragraph - units[i - 1].end_paragraph <= EXCHANGE:
            _meet(scene, company, i, speakers)
    return company


def _meet(scene: Scene, company: Company, i: int, speakers: list[int]) -> None:
    """Enter that a turn and the one before it answer each other."""
    for here, there, k in ((speakers[i], speakers[i - 1], i - 1), (speakers[i - 1], speakers[i], i)):
        company.answers[here, there] += 1
        company.partners.setdefault(here, set()).add(there)
        company.called_beside.update((here, scene.people.standing(n)) for n in scene.units[k].vocatives)


def pairs(scene: Scene, company: Company) -> Iterator[tuple[int, int]]:
    """Yield the speakers who may be one person, whoever has the lesser name or fewer lines first."""
    persons = scene.people.persons
    speaking = [n for n in company.lines if n >= 0 and not persons[n].plural]
    ranked = sorted(speaking, key=lambda n: (-len(company.lines[n]), n))[:MOST_SPEAKERS]
    for one, other in combinations(ranked, 2):
        p, q = persons[one], persons[other]
        if not (p.sex and q.sex and p.sex != q.sex) and compatible(p, q):
            lesser = min((one, other), key=lambda n: (persons[n].named, len(company.lines[n]), -n))
            yield lesser, other if lesser == one else one


def compare(scene: Scene, company: Company, lesser: int, other: int) -> dict[str, float]:
    """Return the signs that two speakers are one person."""
    p, q = scene.people.persons[lesser], scene.people.persons[other]
    mine, theirs = company.lines[lesser], company.lines[other]
    both = (lesser, other), (other, lesser)
    partners = [company.partners.get(n, set()) - {lesser, other} for n in (lesser, other)]
    near = sum(_reaches(theirs, i) for i in mine)
    scenes = company.scenes[lesser]
    return {
        "same scenes": len(scenes & company.scenes[other]) / len(scenes),
        "called beside": log1p(sum(company.called_beside[pair] for pair in both)),
        "calls": log1p(sum(company.calls[pair] for pair in both)),
        "answers": log1p(company.answers[lesser, other]),
        "same partners": len(partners[0] & partners[1]) / max(1, len(partners[0] | partners[1])),
        "lines near": near / len(mine),
        "generic": float(not p.named and p.head in GENERIC and not p.modifiers),
        "voice": float(not p.named and p.head in vocabulary.SPEECH_NOUNS),
        "same sex": float(p.sex is not None and p.sex == q.sex),
        "both named": float(p.named and q.named),
        "shares a word": float(p.named and q.named and bool(_words(p) & _words(q))),
        "within": float(theirs[0] < mine[0] and mine[-1] < theirs[-1]),
        "log lines": log1p(len(theirs)),
        "constant": 1.0,
    }


def _reaches(turns: list[int], i: int) -> bool:
    """Whether one of these turns, in order, is near a turn."""
    k = bisect_left(turns, i - NEAR)
    return k < len(turns) and turns[k] <= i + NEAR


def _words(person: Person) -> set[str]:
    return {word for name in person.names for word in parts(name)[1]}
