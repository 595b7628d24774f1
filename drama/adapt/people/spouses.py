"""Husbands and wives of one surname: "her husband" behind a line of Mrs Pell's is Mr Pell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import People, Person
    from drama.adapt.text.reading import Reading

_OWNERS = {"husband": "mrs", "wife": "mr"}
"""The title of whoever has such a spouse."""
_TITLES = {"husband": "mr", "wife": "mrs"}
BACK = 2
"""Paragraphs back to the last name that a pronoun in "her husband" may stand for."""


def settle(people: People, reading: Reading) -> None:
    """Let "her husband" be Mr Pell where Mrs Pell is the last woman named before it, and the reverse."""
    alive = [p for p in people.alive() if p.named and p.core and p.narration and not p.plural]
    if not any("mr" in p.titles for p in alive) or not any("mrs" in p.titles for p in alive):
        return
    for index, mention in _spouses(people):
        owner = mention.owner
        if owner is None or mention.determiner != "own":
            continue
        person = people.persons[people.of(owner)] if owner.person >= 0 else None
        if owner.kind == "pronoun":
            person = _last_named(people, reading, index, mention)
        if person is None or _OWNERS[mention.head] not in person.titles:
            continue
        title, surname = _TITLES[mention.head], person.core[-1]
        found = [p for p in alive if title in p.titles and p.core[-1] == surname]
        if len(found) == 1:
            mention.person = found[0].number


def _spouses(people: People) -> Iterator[tuple[int, Mention]]:
    """Yield the mentions of husbands and wives with the number of their paragraph."""
    for index, mentions in enumerate(people.narration):
        for mention in mentions:
            if mention.kind == "description" and mention.head in _OWNERS and not mention.modifiers:
                yield index, mention


def _last_named(people: People, reading: Reading, index: int, spouse: Mention) -> Person | None:
    """Return whom the narration last named, of the owner's sex, up to `BACK` paragraphs before a spouse."""
    sex = spouse.owner.sex if spouse.owner is not None else None
    scene = reading.paragraphs[index].scene
    for k in range(index, max(-1, index - BACK - 1), -1):
        if reading.paragraphs[k].scene != scene:
            return None
        for mention in reversed(people.narration[k]):
            if mention.start < spouse.start and mention.person >= 0 and mention.kind == "name":
                person = people.persons[people.of(mention)]
                if person.sex == sex:
                    return person
    return None
