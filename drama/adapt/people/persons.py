"""Persons of a story: their names, the evidence for their sex, and which were merged into which."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import product
from math import inf
from typing import TYPE_CHECKING

from drama.adapt.people.descriptions import noun_sex
from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drama.adapt.evidence.evidence import Hint
    from drama.adapt.people.mention import Mention
    from drama.model import Gender

NAME_WEIGHT, TITLE_WEIGHT = 2.5, 8.0
"""Votes for a sex: a given name, a title or noun."""
RARELY = 20
"""Ratio of a shared name's uses to the full name's above which the full name counts as a slip."""
SURELY = 0.5
"""The lead of one sex in the nearby pronouns, squared, over their number, under which they tell nothing.

Pronouns that belong to others come by chance, and the variance of such a lead is their number.
"""
RANKED = 2
"""Weight of a captain or a sergeant against one nearby pronoun: most in fiction are men."""
ADDRESSED, NAMED = 2, 4
"""Weights against one nearby pronoun: a "sir" or "madam" next to a line; each vote by a given name."""
AGAINST_NAME = 4
"""Lead of one sex in the pronouns, which is half of them or more, at which a given name is the other's."""
BEHIND_TAG = 3
"""Weight of the "he" in '"Go," said Tolly. He waved', against any other pronoun after a name."""
_RANKS = frozenset(vocabulary.TITLE_SAME.get(title, title) for title in vocabulary.TITLES_RANK)
THEY = 2
"""Pronouns from which "they" tells that somebody is neither he nor she."""
PRONOUN_WEIGHT = 3.0
"""Most votes for a sex that all pronouns for a person can have together."""


@dataclass(slots=True, eq=False)
class Person:
    """Somebody in the story, named or described."""

    number: int
    named: bool
    names: Counter[str] = field(default_factory=Counter)
    """Every name or description of the person, as written, with its count."""
    told: Counter[str] = field(default_factory=Counter)
    """The same, counted in the narration alone."""
    epithets: Counter[str] = field(default_factory=Counter)
    """Descriptions of somebody who has a name."""
    outright: set[str] = field(default_factory=set)
    """Names that the narration gives outright: "Her name was Duchess"."""
    title_sex: vocabulary.Sex | None = None
    core: tuple[str, ...] = ()
    titles: set[str] = field(default_factory=set)
    head: str = ""
    modifiers: tuple[str, ...] = ()
    owned: bool = False
    roles: set[str] = field(default_factory=set)
    """Nouns that the narration uses for the person."""
    styles: set[tuple[str, ...]] = field(default_factory=set)
    """The same with their adjectives: a young man."""
    votes: float = 0.0
    """Above 0 for a man, below 0 for a woman."""
    evidence: Counter[str] = field(default_factory=Counter)
    behind_tags: Counter[str] = field(default_factory=Counter)
    """Those of the pronouns that begin the sentence behind a tag with the person's name."""
    near: Counter[str] = field(default_factory=Counter)
    """Pronouns after a mention of the person, whoever they refer to: weak evidence."""
    addressed: int = 0
    """Lines next to the person's that say "sir" minus those that say "madam"."""
    heard: int = 0
    """Tags with "he" minus tags with "she" among the lines that an earlier pass gave to the person.

    It tells the likely sex for casting, not who speaks: a guess would confirm itself.
    """
    begins: float = inf
    """Offset of the first name or description of the person, in the narration or in a line."""
    narration: int = 0
    subjects: int = 0
    acts: int = 0
    """How often the person is the subject of a verb that usually has a human subject."""
    vocatives: int = 0
    spoken_of: int = 0
    tags: int = 0
    places: int = 0
    indefinite: bool = False
    gives_name: bool = False
    """Whether a line gives the name as its speaker's own: "My name's Pell"."""
    narrator: bool = False
    plural: bool = False
    it: int = 0
    they: int = 0
    """How often "they" or "their" surely means this one person."""
    years: int = 0
    """How old the narration says the person is; 0 when it doesn't."""
    into: int = -1
    """Number of the person that this one was merged into; −1 when it wasn't merged."""
    joined: list[str] = field(default_factory=list)
    """In words, why persons with other names or descriptions are this one."""
    merged: list[int] = field(default_factory=list)
    """Numbers of the persons that were merged into this one."""

    @property
    def sure_sex(self) -> vocabulary.Sex | None:
        """The sex that titles, given names and nouns alone show."""
        if self.votes >= 1.0:
            return "male"
        return "female" if self.votes <= -1.0 else None

    @property
    def sex(self) -> vocabulary.Sex | None:
        """The sex that names and pronouns together show."""
        return self._sex_by(self._pronouns("male"), self._pronouns("female"))

    def _pronouns(self, sex: vocabulary.Sex) -> int:
        return self.evidence[sex] + (BEHIND_TAG - 1) * self.behind_tags[sex]

    def _sex_by(self, he: int, she: int) -> vocabulary.Sex | None:
        """Return the sex by names and nouns together with counts of pronouns."""
        lead = he - she
        against = lead * self.votes < 0 and abs(self.votes) <= NAME_WEIGHT
        if against and abs(lead) >= max(AGAINST_NAME, (he + she) / 2):
            return "male" if lead > 0 else "female"
        total = self.votes + PRONOUN_WEIGHT * lead / (he + she + 1)
        if total >= 1.0:
            return "male"
        return "female" if total <= -1.0 else None

    @property
    def likely_sex(self) -> vocabulary.Sex | None:
        """The sex that all evidence together makes likely, weak evidence included."""
        if self.plural:
            return self.title_sex
        he, she = self._pronouns("male") + max(self.heard, 0), self._pronouns("female") + max(-self.heard, 0)
        told = self._sex_by(he, she)
        if told is not None:
            return told
        near = self.near["male"] - self.near["female"] + RANKED * bool(self.titles & _RANKS)
        lean = near + ADDRESSED * self.addressed + NAMED * self.votes
        mixed = near**2 < SURELY * self.near.total()
        if mixed and not self.addressed and not self.votes:
            return None
        return "male" if lean > 0 else "female" if lean < 0 else None

    @property
    def gender(self) -> Gender:
        """The gender for casting: the likely sex, or neither where one person is a Mx. or "they"."""
        if self.named and not self.plural and self.sure_sex is None:
            he_or_she = self._pronouns("male") + self._pronouns("female") + abs(self.heard)
            if "mx" in self.titles or (self.they >= THEY and not he_or_she):
                return "nonbinary"
        return self.likely_sex or "unknown"

    @property
    def is_person(self) -> bool:
        """Whether anything shows that a name is a person's and not a place's or a thing's."""
        if not self.named or self.narrator or self.tags or self.gives_name:
            return True
        if self._is_ship():
            return False
        if (
            self.titles
            or self.vocatives
            or (self.core and vocabulary.given_names().get(self.core[0], 0) != 0)
        ):
            return self.places <= self.acts + self.vocatives + 1
        if self.places == 0 and self.told and not any(name.startswith("the ") for name in self.told):
            return self.subjects > 0
        return self.acts > 0 and self.acts * 2 >= self.places

    def _is_ship(self) -> bool:
        """Whether a given name that nobody is called by always has "the": the Aurora is a ship."""
        named = bool(self.core) and self.core[0] in vocabulary.given_names()
        called = self.titles or self.vocatives or self.acts
        return named and not called and bool(self.names) and all(n.startswith("the ") for n in self.names)

    def description(self) -> str:
        """Return the commonest description of somebody without a name, with "the"."""
        name = max(self.names.items(), key=lambda item: (item[1], -len(item[0]), item[0]))[0]
        first, _, rest = name.partition(" ")
        several = rest[:3] in {"", "of "}  # "one of them"
        if first.lower() in {"a", "an", "the", "this", "that", "another", "one"} and not several:
            other = "other " if first.lower() == "another" else ""
            return f"the {other}{rest}"
        proper = first.endswith("'s") or " and " in name
        return name if proper else name[0].lower() + name[1:]


def name_vote(core: tuple[str, ...]) -> float:
    """Return the vote for a sex of a name without titles: above 0 for a man's given name or kin noun."""
    kin = vocabulary.KIN_NAMES.get(core[-1]) or noun_sex(core[-1])
    sex = kin or vocabulary.sex_of_name(core[0])
    weight = TITLE_WEIGHT if kin else NAME_WEIGHT
    return 0.0 if sex is None else weight if sex == "male" else -weight


def _name_counted_twice(a: Person, b: Person) -> float:
    """Return the vote for a sex of a given name that both persons have: "Idris" and "Idris Vale"."""
    both = a.evidence["given name"] and b.evidence["given name"]
    return name_vote(a.core) if both and a.core[:1] == b.core[:1] else 0.0


def agreement(person: Person, sex: vocabulary.Sex | None) -> str:
    """Return "fits" or "clash" for a person's sex against another; "open" when either is unknown."""
    if sex is None or person.sex is None:
        return "open"
    return "fits" if person.sex == sex else "clash"


def other_kin(person: Person, noun: str) -> bool:
    """Whether a kin noun excludes a person called Dad or Grandma: it is of another generation."""
    own = {
        vocabulary.GENERATIONS[word]
        for word in person.core
        if word in vocabulary.GENERATIONS and person.named
    }
    return bool(own) and noun in vocabulary.GENERATIONS and vocabulary.GENERATIONS[noun] not in own


@dataclass(slots=True, eq=False)
class People:
    """All persons of a story and where they are mentioned."""

    persons: list[Person]
    narration: list[list[Mention]]
    """Mentions in the narration of each paragraph."""
    said: list[list[Mention]]
    """Mentions inside each quotation."""
    narrator: int = -1
    second_person: bool = False
    """Whether the narration calls the narrator "you"."""
    hints: list[dict[int, list[Hint]]] = field(default_factory=list)
    """For each paragraph, the hints beside its quotations."""
    two: set[frozenset[int]] = field(default_factory=set)
    """Pairs of persons, by their numbers before merging, that are never one."""
    bearers: dict[str, set[int]] = field(default_factory=dict)
    """Index of persons by the words of their names; built on first use, kept up by merges."""
    places: dict[int, set[int]] = field(default_factory=dict)
    """Paragraphs whose narration names each person, by the number before merging; built on first use."""

    def of(self, mention: Mention) -> int:
        """Return the number of the person that a mention is, after merging; −1 for none."""
        return self.standing(mention.person)

    def standing(self, number: int) -> int:
        """Return the person that a number was finally merged into."""
        last = number
        while last >= 0 and self.persons[last].into >= 0:
            last = self.persons[last].into
        if last != number and self.persons[number].into != last:
            self.persons[number].into = last  # the next time in one step
        return last

    def first_paragraphs(self) -> dict[int, int]:
        """Return in which paragraph of the narration each person is mentioned first."""
        firsts: dict[int, int] = {}
        for index, mentions in enumerate(self.narration):
            for mention in mentions:
                firsts.setdefault(self.of(mention), index)
        return firsts

    def label(self, number: int) -> str:
        """Return the name to show: the commonest in the narration, or a full name where others share it."""
        person = self.persons[number]
        if not person.names:
            return "you" if self.second_person else "I"
        if not person.named:
            return person.description()
        told, names = person.told, person.names
        ranked = sorted(names, key=lambda name: (-told[name], name.isupper(), -names[name], -len(name), name))
        best = next((n for n in ranked if n in person.outright or not set(parts(n)[1]) <= _LONE), ranked[0])
        titles, core = parts(best)
        if self._is_shared(core, number):
            known = [name for name in ranked if RARELY * person.names[name] >= person.names[best]]
            full = [name for name in known if not parts(name)[0] and len(parts(name)[1]) > 1]
            best = full[0] if full else best
        plain = best.split(" ", len(titles))[-1] if len(core) > 1 else best
        return plain if plain in person.names else best

    def _is_shared(self, core: tuple[str, ...], number: int) -> bool:
        """Whether somebody else has these words in a name."""
        if not self.bearers:
            for person in self.alive():
                for word in _name_words(person):
                    self.bearers.setdefault(word, set()).add(person.number)
        found = [self.bearers.get(word, set()) for word in core]
        return bool(found) and bool(set.intersection(*found) - {number})

    def merge(self, loser: int, winner: int, why: str = "") -> None:
        """Merge two persons into one, unless they are surely two; the winner keeps its number."""
        loser, winner = self.standing(loser), self.standing(winner)
        if loser == winner or self.are_two(loser, winner):
            return
        a, b = self.persons[loser], self.persons[winner]
        for word in _name_words(a) if self.bearers else ():
            self.bearers[word].discard(loser)
            if b.named:
                self.bearers[word].add(winner)
        a.into = winner
        b.merged += [loser, *a.merged]
        b.joined += [*([why] if why else []), *a.joined]
        if a.named == b.named:
            b.names.update(a.names)
            b.told.update(a.told)
        else:
            b.epithets.update(a.names)
        b.epithets.update(a.epithets)
        b.titles |= a.titles
        b.outright |= a.outright
        b.roles |= a.roles | ({a.head} if a.head else set())
        b.styles |= a.styles
        b.votes += a.votes - _name_counted_twice(a, b)
        b.evidence.update(a.evidence)
        b.behind_tags.update(a.behind_tags)
        b.near.update(a.near)
        b.title_sex = b.title_sex or a.title_sex
        for counter in (
            "narration",
            "subjects",
            "acts",
            "vocatives",
            "spoken_of",
            "tags",
            "places",
            "it",
            "they",
        ):
            setattr(b, counter, getattr(b, counter) + getattr(a, counter))
        b.narrator = b.narrator or a.narrator
        b.gives_name = b.gives_name or a.gives_name
        b.years = b.years or a.years
        b.begins = min(a.begins, b.begins)

    def are_two(self, a: int, b: int) -> bool:
        """Whether two persons, or any that were merged into them, are surely not one."""
        return bool(self.two) and any(
            frozenset(pair) in self.two for pair in product(self.all_of(a), self.all_of(b))
        )

    def all_of(self, number: int) -> tuple[int, ...]:
        """Return a person's number with those of everybody who was merged into them."""
        return (number, *self.persons[number].merged)

    def together(self, a: int, b: int) -> float:
        """Return the share of the paragraphs naming the rarer of two persons that also name the other.

        A paragraph's narration seldom has two names for one person; two people are often named side by side.
        """
        if not self.places:
            for index, mentions in enumerate(self.narration):
                for mention in mentions:
                    if mention.kind == "name":
                        self.places.setdefault(mention.person, set()).add(index)
        first, second = (self._places_of(self.standing(n)) for n in (a, b))
        return len(first & second) / max(1, min(len(first), len(second)))

    def _places_of(self, number: int) -> set[int]:
        return set().union(*(self.places.get(n, set()) for n in self.all_of(number)))

    def alive(self) -> Iterable[Person]:
        """Yield the persons that were not merged into others."""
        return (p for p in self.persons if p.into < 0)


def _name_words(person: Person) -> set[str]:
    """Return the words of a person's names without titles; none for somebody without a name."""
    return {word for name in person.names for word in parts(name)[1]} if person.named else set()


_LONE = frozenset(vocabulary.TITLE_SAME.get(t, t) for t in vocabulary.TITLES) - vocabulary.KIN
"""Titles that don't count as a name where the story has a fuller one."""
_LAST_TITLES = frozenset({"begum", "bibi", "khanum", "hanim"})


def parts(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a name's titles and its other words, in lower case; a lone title is a name."""
    low = [w.lower() for w in name.split()]
    if low and low[0] in {"the", "a", "an"}:
        low = low[1:]
    titles = []
    if len(low) > 1 and low[-1] in _LAST_TITLES:
        titles.append("mrs")
        low = low[:-1]
    while len(low) > 1 and (low[0] in vocabulary.TITLES or vocabulary.is_degree(low)):
        if low[0] in vocabulary.TITLES:
            titles.append(vocabulary.TITLE_SAME.get(low[0], low[0]))
        low = low[1 if low[1] != "mate" else 2 :] or low
    return tuple(titles), tuple(vocabulary.TITLE_SAME.get(w, w) if len(low) == 1 else w for w in low)
