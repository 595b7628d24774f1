"""A person's traits for casting: sex, age and kind, with the evidence for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.people.ages import age_of
from drama.english import vocabulary
from drama.model import Character

if TYPE_CHECKING:
    from drama.adapt.people.persons import Person
    from drama.model import Age, Kind

_KINDS: tuple[tuple[Kind, frozenset[str]], ...] = (
    ("robot", vocabulary.ROBOTS),
    ("device", vocabulary.DEVICES),
    ("spirit", vocabulary.SPIRITS),
    ("god", frozenset({"god", "goddess", "deity"})),
    ("animal", vocabulary.ANIMALS),
)
_AGES: tuple[tuple[Age, frozenset[str]], ...] = (
    ("child", vocabulary.CHILDREN | vocabulary.CHILD_ADJECTIVES),
    ("old", vocabulary.OLD_NOUNS | vocabulary.OLD_ADJECTIVES),
    ("young", vocabulary.YOUNG | vocabulary.YOUNG_ADJECTIVES),
)

_AGING: frozenset[Kind] = frozenset({"person", "god", "spirit"})
_SIZES = vocabulary.CHILD_ADJECTIVES | vocabulary.OLD_ADJECTIVES | vocabulary.YOUNG_ADJECTIVES
"""Of a robot or a bird these tell the size or the years, and nothing of its voice: "a small robot"."""


def describe(person: Person, name: str) -> Character:
    """Return a person as a character of the script; traits that the story doesn't give are "unknown"."""
    called = _called(person)
    kind, kind_word = next(
        ((kind, word) for kind, nouns in _KINDS for word in sorted(called & nouns)), ("person", "")
    )
    if person.plural:
        kind, kind_word = "crowd", person.head
    age, age_reason = _age(person, called if kind in _AGING else called - _SIZES)
    reasons = [_sex_reason(person)]
    reasons += [f'{kind}: called "{kind_word}"'] * bool(kind_word)
    reasons += [f"{age}: {age_reason}"] * bool(age_reason)
    reasons += ["tells the story"] * person.narrator
    reasons += person.joined
    others = {a for a in (*person.names, *person.epithets) if a.lower() != name.lower()}
    aliases = sorted(others, key=lambda alias: (alias.lower(), alias))  # "the robot" after "The robot"
    return Character(
        name=name,
        aliases=tuple(_distinct(aliases)),
        gender=person.gender,
        age=age,
        kind=kind,
        narrator=person.narrator,
        why="; ".join(reason for reason in reasons if reason),
    )


def _age(person: Person, called: frozenset[str]) -> tuple[Age, str]:
    """Return a person's age group and its evidence: years first, then what the narration calls them."""
    if person.years:
        return age_of(person.years), f"{person.years} years old"
    found = ((age, word) for age, nouns in _AGES for word in sorted(called & nouns))
    age, word = next(found, ("unknown", ""))
    return age, f'called "{word}"' * bool(word)


def _called(person: Person) -> frozenset[str]:
    """Return every word that the narration uses for a person, except names."""
    found = set(person.roles) | set(person.modifiers) | {person.head}
    for epithet in person.epithets if person.named else person.names:
        found |= set(epithet.lower().split())
    for name in person.names:
        first = name.split()[0].lower()
        if (
            person.named
            and first in vocabulary.OLD_ADJECTIVES | vocabulary.YOUNG_ADJECTIVES | vocabulary.CHILD_ADJECTIVES
        ):
            found.add(first)
        found |= {w.lower() for w in name.split() if name.lower().startswith("the ") and person.named}
    return frozenset(found)


def _distinct(names: list[str]) -> list[str]:
    return list({name.lower(): name for name in names}.values())


def _sex_reason(person: Person) -> str:
    sex = person.likely_sex
    if person.gender == "nonbinary":
        return "nonbinary: " + ("Mx." if "mx" in person.titles else f'"they" {person.they} times')
    if sex is None:
        return "nothing tells the gender"
    he, she = person.evidence["male"], person.evidence["female"]
    parts = [name for name in sorted(person.evidence) if name not in {"male", "female", "nonbinary"}]
    if he or she or person.heard:
        pronoun, count = (
            ("he", he + max(person.heard, 0)) if sex == "male" else ("she", she - min(person.heard, 0))
        )
        parts += [f'"{pronoun}" {count} times'] if count > 1 else [f'"{pronoun}"'] * count
    if not parts:
        pronoun = "he" if sex == "male" else "she"
        addressed = person.addressed > 0 if sex == "male" else person.addressed < 0
        parts = ["how others address them"] if addressed else [f'"{pronoun}" stands near the name']
    return f"{sex}: {', '.join(parts)}"
