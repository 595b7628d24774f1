"""What the narration says of somebody beside a name: "a robot called Bollard", "old Franz"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drama.adapt.people.descriptions import noun_sex
from drama.adapt.people.persons import TITLE_WEIGHT
from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import People
    from drama.adapt.text.reading import Token


def note_adjectives(people: People, mentions: list[Mention], tokens: list[Token]) -> None:
    """Enter that "old Franz" is "the old man", and "little Nell" "the little girl"."""
    for mention in mentions:
        adjective = tokens[mention.first].low
        if mention.kind != "name" or mention.person < 0 or adjective not in _AGES:
            continue
        person = people.persons[mention.person]
        for noun in _AGES[adjective]:
            grown = adjective == "little" and person.titles  # "little Mrs. Price"
            if noun_sex(noun) in {None, person.sex} and not grown:
                person.styles.add((adjective, noun))
                person.roles.add(noun)


_AGES = {
    "old": ("man", "woman", "lady", "fellow"),
    "young": ("man", "woman", "lady", "fellow"),
    "little": ("boy", "girl", "fellow", "child"),
}
"""Nouns that the narration may use for somebody with an adjective before the name."""


def link(people: People, mentions: list[Mention], tokens: list[Token]) -> None:
    """Enter "a robot called Bollard", "the robot stood there; its name was Bollard", "himself as Bollard"."""
    last: Mention | None = None
    kin: dict[str | None, Mention] = {}
    for mention in mentions:
        before = [t.low for t in tokens[max(0, mention.first - 2) : mention.first]]
        if mention.kind == "name" and mention.person >= 0 and before[1:] == ["as"]:
            sex = vocabulary.PRONOUNS.get(before[0]) if before[0].endswith("self") else None
            people.persons[mention.person].votes += TITLE_WEIGHT * ((sex == "male") - (sex == "female"))
        if mention.kind == "name" and mention.person >= 0 and _whose_name_it_is(tokens, mention) is not None:
            # "Her name was Duchess, but he often called her Pet": she is shown as Duchess
            people.persons[mention.person].told[mention.text] += 1
            people.persons[mention.person].outright.add(mention.text)
        named = mention.kind == "name" and mention.person >= 0 and last is not None
        if named and last is not None and before:
            between = " ".join(t.low for t in tokens[last.last : mention.first])
            sex = _whose_name_it_is(tokens, mention)
            if sex is not None and last.sex not in {None, sex}:
                if sex in kin:  # "my mother's advice … our master … Her name was Duchess"
                    number = people.of(mention)
                    people.merge(
                        people.of(kin[sex]), number, f"is {people.label(number)} by the narration's word"
                    )
            elif _CALLED.fullmatch(between) or before in (["name", "was"], ["name", "is"]):
                people.persons[mention.person].roles.add(last.head)
                people.persons[mention.person].styles.add((*last.modifiers, last.head))
                last.person = mention.person
        if mention.kind == "description" and mention.person >= 0 and mention.head not in vocabulary.KIN:
            last = mention
        elif mention.kind == "description" and mention.owner is not None and mention.owner.kind == "first":
            kin[mention.sex] = mention


def _whose_name_it_is(tokens: list[Token], mention: Mention) -> vocabulary.Sex | None:
    """Return the sex of the pronoun in "her name was Ines"; None for anything else."""
    before = [t.low for t in tokens[max(0, mention.first - 3) : mention.first]]
    told = before[1:] in (["name", "was"], ["name", "is"])
    return vocabulary.PRONOUNS.get(before[0]) if told else None


def link_pronouns(people: People, mentions: list[Mention], tokens: list[Token]) -> None:
    """Enter "the manager reported. She was a grim woman named Petronella": the manager is Petronella."""
    for last, pronoun, description, name in zip(
        mentions, mentions[1:], mentions[2:], mentions[3:], strict=False
    ):
        between = " ".join(t.low for t in tokens[description.last : name.first])
        being = [t.low for t in tokens[pronoun.last : description.first]]
        kinds = (last.kind, pronoun.kind, description.kind, name.kind)
        if kinds != ("description", "pronoun", "description", "name") or being not in (["was"], ["is"]):
            continue
        known = -1 not in {last.person, name.person} and not people.persons[last.person].plural
        follows = pronoun.subject and pronoun.sentence - last.sentence in {0, 1} and not last.possessive
        fits = last.sex in {None, pronoun.sex}
        if known and follows and fits and _CALLED.fullmatch(between):
            number = people.of(name)
            people.merge(people.of(last), number, f"is {people.label(number)} by the narration's word")


_CALLED = re.compile(
    r"called|named|(?:, )?(?:(?:whom|that|which) (?:they|everybody|everyone|people|we|i|he|she|you)(?: all)?"
    r" (?:called|named|knew as)|who (?:was|is) (?:called|named|known as)|known (?:to \w+ )?as"
    r"|who (?:went|goes) by(?: the name of)?|by the name of"
    r"|(?:had )?(?:introduced|introduces|presented|presents) (?:him|her|them)self as)"
)
"""The words between a description and its bearer's name: "the cook, whom they called Biscuit"."""
