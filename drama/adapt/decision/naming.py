"""Whom the narration gives a name: "a voice that he began to call Lull", "a badge that said Lorna"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.people.persons import TITLE_WEIGHT
from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.text.reading import Token
    from drama.adapt.values import Scene

REACH = 30
"""Paragraphs back in which whoever is named has spoken without a name."""
_WITHIN = 8
"""Words before a name within which a badge has it."""
_NAMES_SOMEBODY = frozenset(
    ["call", "called", "calling", "name", "named", "naming", "nickname", "nicknamed", "dub", "dubbed",
     "christen", "christened", "baptised", "baptized"]
)  # fmt: skip
"""Verbs that give a name to their object."""
_BADGES = frozenset(
    ["badge", "nametag", "nameplate", "name-tag", "name-plate", "name-badge", "lanyard", "tag"]
)
_SHOWS = frozenset(["said", "says", "saying", "read", "reads", "reading", "was", "named", "called"])


def name(scene: Scene, heard: list[set[int]]) -> None:
    """Merge each new name that the narration gives with the only one who spoke without a name before.

    `heard` holds who is surely heard in each turn.
    """
    people = scene.people
    known: set[int] = set()
    for index, mentions in enumerate(people.narration):
        tokens = scene.reading.paragraphs[index].tokens
        for mention in mentions:
            number = people.of(mention)
            is_new = number >= 0 and mention.kind == "name" and number not in known
            known.add(number)
            pronoun = _is_named_so(tokens, mention.first)
            if not is_new or not (pronoun or _is_worn(tokens, mention.first)):
                continue
            sex = vocabulary.PRONOUNS[pronoun] if pronoun else people.persons[number].sex
            nameless = {
                n
                for i, unit in enumerate(scene.units)
                if index - REACH <= unit.paragraph <= index
                for n in heard[i]
                if not people.persons[n].named
                and not people.persons[n].plural
                and (people.persons[n].sex in {None, sex} or not (pronoun or sex))
            }
            if len(nameless) == 1:
                why = f"is named {people.label(number)} by the narration"
                people.merge(nameless.pop(), number, why)
                told = vocabulary.PRONOUNS.get(pronoun)
                people.persons[number].votes += TITLE_WEIGHT * ((told == "male") - (told == "female"))


def _is_named_so(tokens: list[Token], at: int) -> str:
    """Return the pronoun of whoever is given the name that begins at a token; empty for nobody."""
    if at < 2 or tokens[at - 1].low not in {"him", "her", "it"}:
        return ""
    return tokens[at - 1].low if tokens[at - 2].low in _NAMES_SOMEBODY else ""


def _is_worn(tokens: list[Token], at: int) -> bool:
    """Whether the name that begins at a token is what a badge says."""
    before = [token.low for token in tokens[max(0, at - _WITHIN) : at]]
    return bool(before) and before[-1] in _SHOWS and not _BADGES.isdisjoint(before)
