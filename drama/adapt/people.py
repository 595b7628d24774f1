# ruff: noqa: C901, E501, FBT003
"""Who is in a story: names and descriptions gathered into persons, with sex, age and kind.

Names are merged when they can only be one person ("Kit" and "Christopher Vane"; "Captain Vane" and "Vane") and
kept apart when they cannot (Mr and Mrs Vane). What a person is like is told by titles, given names, nouns, and the
pronouns that follow them in the narration.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from drama.adapt import words
from drama.adapt.aliases import merge_names
from drama.adapt.mentions import find, noun_sex, reading_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drama.adapt.mentions import Mention
    from drama.adapt.reading import Reading, Token

NAME_WEIGHT, TITLE_WEIGHT, PRONOUN_WEIGHT = 2.5, 8.0, 3.0
"""Votes for a sex: a given name, a title or noun, all pronouns that seem to refer to the person."""


@dataclass(slots=True, eq=False)
class Person:
    """Somebody in the story, named or described."""

    number: int
    named: bool
    names: Counter[str] = field(default_factory=Counter)
    """Every name or description of the person, as written, with its count."""
    epithets: Counter[str] = field(default_factory=Counter)
    """Descriptions of somebody who has a name."""
    title_sex: words.Sex | None = None
    core: tuple[str, ...] = ()
    titles: set[str] = field(default_factory=set)
    head: str = ""
    modifiers: tuple[str, ...] = ()
    owned: bool = False
    roles: set[str] = field(default_factory=set)
    """Nouns that the narration uses for the person."""
    votes: float = 0.0
    """For a man above 0, for a woman below."""
    evidence: Counter[str] = field(default_factory=Counter)
    near: Counter[str] = field(default_factory=Counter)
    """Pronouns after a mention of the person, whoever they mean: weak evidence."""
    addressed: int = 0
    """Lines next to the person's that say "sir" minus those that say "madam"."""
    heard: int = 0
    """Tags with "he" minus tags with "she" among the lines that an earlier pass gave to the person."""
    narration: int = 0
    subjects: int = 0
    acts: int = 0
    """How often the person is the subject of a verb that people are subjects of."""
    vocatives: int = 0
    spoken_of: int = 0
    tags: int = 0
    places: int = 0
    first_at: int = -1
    indefinite: bool = False
    narrator: bool = False
    plural: bool = False
    it: int = 0
    into: int = -1
    """Number of the person that this one was merged into; −1 when it stands."""

    @property
    def sure_sex(self) -> words.Sex | None:
        """The sex that titles, given names and nouns alone tell."""
        if self.votes >= 1.0:
            return "male"
        return "female" if self.votes <= -1.0 else None

    @property
    def sex(self) -> words.Sex | None:
        """The sex that names and pronouns tell together."""
        he, she = self.evidence["male"] + max(self.heard, 0), self.evidence["female"] + max(-self.heard, 0)
        total = self.votes + PRONOUN_WEIGHT * (he - she) / (he + she + 1)
        if total >= 1.0:
            return "male"
        return "female" if total <= -1.0 else None

    @property
    def likely_sex(self) -> words.Sex | None:
        """The sex that all evidence together makes likely, weak evidence included."""
        if self.sex is not None:
            return self.sex
        he, she = self.near["male"], self.near["female"]
        lean = self.addressed or (he - she if max(he, she) >= 3 * min(he, she) else 0)
        return "male" if lean > 0 else "female" if lean < 0 else None

    @property
    def is_person(self) -> bool:
        """Whether anything shows that a name is a person's and not a place's or a thing's."""
        if not self.named or self.narrator or self.tags:
            return True
        if self.titles or self.vocatives or (self.core and reading_names().get(self.core[0], 0) != 0):
            return self.places <= self.acts + self.vocatives + 1
        return self.acts > 0 and self.acts * 2 >= self.places

    def description(self) -> str:
        """Return the commonest description of somebody without a name, with "the"."""
        name = max(self.names.items(), key=lambda item: (item[1], -len(item[0]), item[0]))[0]
        first, _, rest = name.partition(" ")
        articles = {"a", "an", "the", "this", "that", "another", "one"}
        return f"the {rest}" if first.lower() in articles else name[0].lower() + name[1:]


@dataclass(slots=True, eq=False)
class People:
    """All persons of a story and where they are mentioned."""

    persons: list[Person]
    narration: list[list[Mention]]
    """Mentions in the narration of each paragraph."""
    said: list[list[Mention]]
    """Mentions inside each quotation."""
    narrator: int = -1

    def of(self, mention: Mention) -> int:
        """Return the number of the person that a mention is, after merging; −1 for none."""
        return self.standing(mention.person)

    def standing(self, number: int) -> int:
        """Return the person that a number was merged into in the end."""
        while number >= 0 and self.persons[number].into >= 0:
            number = self.persons[number].into
        return number

    def label(self, number: int) -> str:
        """Return the name to show for a person: what the story calls them most, unless that is somebody else's too."""
        person = self.persons[number]
        if not person.names:
            return "I"
        if not person.named:
            return person.description()
        ranked = sorted(person.names, key=lambda name: (-person.names[name], -len(name), name))
        best = ranked[0]
        titles, core = parts(best)
        if self._is_shared(core, number):
            full = [name for name in ranked if not parts(name)[0] and len(parts(name)[1]) > 1]
            best = full[0] if full else best
        plain = best.split(" ", len(titles))[-1] if len(core) > 1 else best
        return plain if plain in person.names else best

    def _is_shared(self, core: tuple[str, ...], number: int) -> bool:
        """Whether somebody else has these words in a name."""
        return any(
            p.number != number
            and p.into < 0
            and p.named
            and set(core) <= {w for n in p.names for w in parts(n)[1]}
            for p in self.persons
        )

    def merge(self, loser: int, winner: int) -> None:
        """Make one person of two; the winner keeps its number."""
        loser, winner = self.standing(loser), self.standing(winner)
        if loser == winner:
            return
        a, b = self.persons[loser], self.persons[winner]
        a.into = winner
        if a.named == b.named:
            b.names.update(a.names)
        else:
            b.epithets.update(a.names)
        b.epithets.update(a.epithets)
        b.titles |= a.titles
        b.roles |= a.roles | ({a.head} if a.head else set())
        b.votes += a.votes
        b.evidence.update(a.evidence)
        b.near.update(a.near)
        b.title_sex = b.title_sex or a.title_sex
        for counter in ("narration", "subjects", "acts", "vocatives", "spoken_of", "tags", "places", "it"):
            setattr(b, counter, getattr(b, counter) + getattr(a, counter))
        b.first_at = (
            min(x for x in (a.first_at, b.first_at) if x >= 0) if max(a.first_at, b.first_at) >= 0 else -1
        )
        b.narrator = b.narrator or a.narrator

    def alive(self) -> Iterable[Person]:
        """Yield the persons that were not merged into others."""
        return (p for p in self.persons if p.into < 0)


def gather(reading: Reading) -> People:
    """Return the persons of a story, every mention assigned that is a name or a description."""
    narration = [find(reading, p.tokens) for p in reading.paragraphs]
    said = [find(reading, tokens, quoted=True) for tokens in reading.said]
    people = People([], narration, said)
    named: dict[tuple[str, ...], int] = {}
    described: dict[tuple[str, ...], int] = {}
    for index, mentions in enumerate(narration):
        for mention in mentions:
            _enter(people, mention, named, described, quoted=False)
            _note_place(people, mention, reading.paragraphs[index].tokens)
    for index, mentions in enumerate(said):
        for mention in mentions:
            if mention.kind == "name":
                _enter(people, mention, named, described, quoted=True)
                if mention.person >= 0 and is_vocative(reading.said[index], mention):
                    people.persons[mention.person].vocatives += 1
    merge_names(people)
    _note_pronouns(people)
    _link_roles(people, reading)
    _merge_descriptions(people)
    _find_narrator(people, reading)
    return people


# ------------------------------------------------------------------ entering
def _enter(
    people: People,
    mention: Mention,
    named: dict[tuple[str, ...], int],
    described: dict[tuple[str, ...], int],
    *,
    quoted: bool,
) -> None:
    if mention.kind == "name":
        titles, core = parts(mention.text)
        key = (mention.sex or "", *sorted(titles), "|", *core)
        number = named.get(key, -1)
        if number < 0:
            number = named[key] = len(people.persons)
            sex = mention.sex or ("female" if titles[:1] == ("mrs",) else None)
            person = Person(number, True, core=core, titles=set(titles), title_sex=sex)
            _vote_by_name(person)
            people.persons.append(person)
    elif mention.kind == "description" and mention.head not in {"other", "others"}:
        modifiers = tuple(m for m in mention.modifiers if m not in _EMPTY and m not in words.DETERMINERS)
        if mention.modifiers[:1] == ("other",) or quoted:
            return
        key = (mention.head, "own" if mention.owner else "", *modifiers)
        number = described.get(key, -1)
        if number < 0:
            number = described[key] = len(people.persons)
            person = Person(
                number, False, head=mention.head, modifiers=modifiers, owned=mention.owner is not None
            )
            person.plural = mention.head in words.CROWDS
            person.roles.add(mention.head)
            person.title_sex = noun_sex(mention.head)
            if person.title_sex:
                person.votes += TITLE_WEIGHT if person.title_sex == "male" else -TITLE_WEIGHT
                person.evidence[f'called "{mention.head}"'] += 1
            people.persons.append(person)
        people.persons[number].indefinite |= mention.determiner in {"a", "an", "another", "one"}
    else:
        return
    mention.person = number
    person = people.persons[number]
    if quoted:
        person.spoken_of += 1
        if person.named:
            person.names[mention.text] += 1
        return
    person.names[mention.text] += 1
    person.narration += 1
    person.subjects += mention.subject
    person.acts += mention.subject and mention.verb in words.HUMAN_VERBS
    if person.first_at < 0:
        person.first_at = mention.start


_EMPTY = frozenset(
    [
        "very",
        "poor",
        "same",
        "good",
        "dear",
        "own",
        "said",
        "whole",
        "now",
        "still",
        "this",
        "that",
        "aforesaid",
    ]
)


_LAST_TITLES = frozenset({"begum", "bibi", "khanum", "hanim"})


def parts(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a name's titles and its other words, in small letters; a lone title is a name."""
    low = [w.lower() for w in name.split()]
    if low and low[0] in {"the", "a", "an"}:
        low = low[1:]
    titles = []
    if len(low) > 1 and low[-1] in _LAST_TITLES:
        titles.append("mrs")
        low = low[:-1]
    while len(low) > 1 and low[0] in words.TITLES:
        titles.append(words.TITLE_SAME.get(low[0], low[0]))
        low = low[1:]
    return tuple(titles), tuple(words.TITLE_SAME.get(w, w) if len(low) == 1 else w for w in low)


def _vote_by_name(person: Person) -> None:
    if person.title_sex:
        person.votes += TITLE_WEIGHT if person.title_sex == "male" else -TITLE_WEIGHT
        person.evidence["title"] += 1
    elif person.core:
        sex = reading_names().get(person.core[0])
        kin = noun_sex(person.core[-1])
        if kin or sex:
            person.votes += (TITLE_WEIGHT if kin else NAME_WEIGHT) * (1 if (kin or sex) == "male" else -1)
            person.evidence["given name"] += 1


_PLACE_PREPOSITIONS = frozenset(
    ["in", "at", "into", "from", "near", "through", "across", "toward", "towards"]
)


def _note_place(people: People, mention: Mention, tokens: list[Token]) -> None:
    if mention.person >= 0 and mention.first and tokens[mention.first - 1].low in _PLACE_PREPOSITIONS:
        people.persons[mention.person].places += 1


def is_vocative(tokens: list[Token], mention: Mention) -> bool:
    """Return whether a name inside a quotation calls somebody: set off by commas, or alone with a "!" or "?"."""
    if mention.possessive or mention.text.startswith("the "):
        return False
    before = tokens[mention.first - 1] if mention.first else None
    after = tokens[mention.last] if mention.last < len(tokens) else None
    if before is not None and before.low in _WARM:
        before = tokens[mention.first - 2] if mention.first > 1 else None
    closes = after is None or after.text[0] in ",.!?;:…—-)"
    opens = before is None or before.text[0] in ",.!?;—-…" or before.low in _CALLS
    if not (opens and closes):
        return False
    if before is None:
        alone = after is None or mention.last + 1 >= len(tokens)
        if alone and (after is None or after.text == "."):
            return False  # "Mrs. Moore." tells a name
        return after is None or after.text != "," or not _apposition(tokens, mention.last)
    return not _listed(tokens, mention)


_WARM = frozenset({"my", "dear", "poor", "sweet", "old", "good", "dearest"})
_CALLS = frozenset(
    {"oh", "o", "well", "yes", "no", "ah", "hey", "hello", "hi", "thanks", "you", "please", "now", "sorry"}
)


def _listed(tokens: list[Token], mention: Mention) -> bool:
    """True for one name of several: "Cork, and Lisbon, and Gibraltar"."""
    after = [t.text for t in tokens[mention.last : mention.last + 3]]
    before = [t.text for t in tokens[max(0, mention.first - 3) : mention.first]]
    follows = after[:1] == [","] and (
        after[1:2] == ["and"] or (len(after) > 1 and after[1][0].isupper() and after[2:3] in ([","], ["and"]))
    )
    precedes = (
        before[-1:] == [","]
        and len(before) > 1
        and before[-2][0].isupper()
        and before[-2].lower() not in words.NOT_NAMES
    )
    return (follows and len(after) > 2 and after[2][0].isupper()) or (
        precedes and before[-3:-2] in ([","], ["and"])
    )


def _apposition(tokens: list[Token], at: int) -> bool:
    """True when a comma after a name only opens an apposition or a clause about it."""
    return at + 1 < len(tokens) and tokens[at + 1].low in {"who", "whose", "whom", "the", "which"}


# ------------------------------------------------------------------ sex by pronouns
def _note_pronouns(people: People) -> None:
    """Let each pronoun vote for the person last mentioned before it, when that was the subject of a sentence.

    No vote is cast where somebody else of the pronoun's sex, known by title or name, was mentioned shortly before:
    the pronoun may well be theirs.
    """
    recent: list[tuple[int, Mention]] = []
    in_use: dict[words.Sex, tuple[int, int]] = {}
    for mentions in people.narration:
        for mention in mentions:
            if mention.kind == "pronoun" and recent:
                number = people.of(recent[-1][1])
                if mention.sex is None:
                    people.persons[number].it += recent[-1][1].subject and mention.head == "it"
                    continue
                if mention.sentence - recent[-1][0] <= 2:
                    people.persons[number].near[mention.sex] += 1
                sentence, before = in_use.get(mention.sex, (-9, -1))
                if before == number or recent[-1][0] - sentence > 2:
                    voted = _let_vote(people, mention, recent)
                    in_use[mention.sex] = (mention.sentence, number if voted else -1)
                else:
                    in_use[mention.sex] = (mention.sentence, before)
            elif mention.person >= 0:
                recent = [*recent[-5:], (mention.sentence, mention)]


def _let_vote(people: People, pronoun: Mention, recent: list[tuple[int, Mention]]) -> bool:
    sentence, last = recent[-1]
    person = people.persons[people.of(last)]
    if pronoun.sentence - sentence > 2 or last.possessive or last.after_preposition:
        return False
    rivals = {people.of(m) for s, m in recent[:-1] if pronoun.sentence - s <= 4} - {person.number}
    if any(people.persons[n].sure_sex == pronoun.sex for n in rivals) or (not last.subject and rivals):
        return False
    person.evidence[pronoun.sex or ""] += 1
    return True


# ------------------------------------------------------------------ roles and descriptions
_TITLE_ROLES = {
    "dr": ("doctor", "physician", "surgeon"), "capt": ("captain",), "sgt": ("sergeant",), "col": ("colonel",), "gen": ("general",),
    "lt": ("lieutenant",), "prof": ("professor",), "inspector": ("inspector", "detective"), "detective": ("detective",), "agent": ("agent",),
    "king": ("king",), "queen": ("queen",), "prince": ("prince",), "princess": ("princess",), "duke": ("duke",), "duchess": ("duchess",),
    "count": ("count",), "countess": ("countess",), "judge": ("judge",), "nurse": ("nurse",), "father": ("priest",), "rev": ("clergyman", "vicar", "rector", "parson", "minister"),
    "cmdr": ("commander",), "admiral": ("admiral",), "maj": ("major",), "cpl": ("corporal",), "sheriff": ("sheriff",), "mayor": ("mayor",),
    "officer": ("officer",), "constable": ("constable", "policeman"), "president": ("president",), "baron": ("baron",), "uncle": ("uncle",),
    "aunt": ("aunt",), "director": ("director",), "chief": ("chief",), "bishop": ("bishop",), "lady": ("lady",), "governor": ("governor",),
}  # fmt: skip


def _link_roles(people: People, reading: Reading) -> None:
    """Enter the nouns that stand beside names: "Mrs Dale, the housekeeper", "his sister Jane", "Vane was a pilot"."""
    for person in people.persons:
        for title in person.titles:
            person.roles |= set(_TITLE_ROLES.get(title, ()))
    for mentions, paragraph in zip(people.narration, reading.paragraphs, strict=True):
        for a, b in pairwise(mentions):
            if {a.kind, b.kind} == {"name", "description"} and a.person >= 0 and b.person >= 0:
                name, noun = (a, b) if a.kind == "name" else (b, a)
                if _beside(paragraph.tokens, a, b):
                    people.persons[name.person].roles.add(noun.head)
                    if (
                        not people.persons[noun.person].plural
                        and a.kind == "description"
                        and a.last == b.first
                    ):
                        noun.person = name.person


def _beside(tokens: list[Token], a: Mention, b: Mention) -> bool:
    between = [t.low for t in tokens[a.last : b.first]]
    if a.possessive or (b.determiner == "own" and b.owner is a):
        return False
    if not between:
        return a.kind == "description" and not a.possessive
    after = tokens[b.last].text if b.last < len(tokens) else "."
    if between == [","]:
        return (
            after in ",.;—"
            and not (a.kind == "description" and a.determiner in {"a", "an"})
            and not b.possessive
        )
    return between in (["was"], ["is"]) and a.kind == "name" and b.determiner in {"a", "an", "the"}


def _merge_descriptions(people: People) -> None:
    """Merge descriptions into the one person who is called so, and bare ones into the one they shorten."""
    named = [p for p in people.persons if p.named and p.into < 0]
    roles: dict[str, set[int]] = {}
    for person in named:
        for role in person.roles:
            roles.setdefault(role, set()).add(people.standing(person.number))
    for person in people.persons:
        if person.named or person.into >= 0 or person.plural:
            continue
        for name in {f"the {person.head}"}:
            same = [
                p
                for p in named
                if p.core == (words.TITLE_SAME.get(person.head, person.head),)
                and not p.titles
                and not person.modifiers
            ]
            if len(same) == 1 and name:
                people.merge(person.number, same[0].number)
                break
        if person.into >= 0:
            continue
        holders = roles.get(person.head, set())
        if (
            len(holders) == 1
            and not person.indefinite
            and person.head not in _TOO_COMMON
            and not person.owned
        ):
            people.merge(person.number, next(iter(holders)))
    by_head: dict[tuple[str, bool], list[Person]] = {}
    for person in people.persons:
        if not person.named and person.into < 0:
            by_head.setdefault((person.head, person.owned and person.head in words.KIN), []).append(person)
    for group in by_head.values():
        bare = [p for p in group if not p.modifiers]
        rest = [p for p in group if p.modifiers]
        if len(bare) == 1 and len(rest) == 1 and not bare[0].plural:
            people.merge(rest[0].number, bare[0].number) if bare[0].narration > rest[
                0
            ].narration else people.merge(bare[0].number, rest[0].number)


_TOO_COMMON = frozenset(
    ["man", "woman", "boy", "girl", "lady", "gentleman", "person", "fellow", "child", "friend"]
)


# ------------------------------------------------------------------ the narrator
def _find_narrator(people: People, reading: Reading) -> None:
    """Enter a first-person narrator when the narration says "I"."""
    firsts = sum(m.kind == "first" for mentions in people.narration for m in mentions)
    subjects = sum(m.kind == "first" and m.text == "I" for mentions in people.narration for m in mentions)
    narrated = sum(t.is_word for p in reading.paragraphs for t in p.tokens)
    if subjects < 3 or firsts < 0.0015 * narrated:
        return
    person = Person(len(people.persons), True, narrator=True)
    people.persons.append(person)
    people.narrator = person.number
