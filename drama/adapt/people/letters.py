"""Letters: whom a salutation greets isn't there, and a signature tells the sex of "I"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.people.descriptions import noun_sex
from drama.adapt.people.persons import TITLE_WEIGHT

if TYPE_CHECKING:
    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import People
    from drama.adapt.text.reading import Paragraph, Reading

_SALUTES = frozenset({"dear", "dearest", "my"})
"""Words with which a letter begins."""
_LONGEST = 5
"""Most words of a salutation or a signature."""


def note_letters(people: People, reading: Reading) -> None:
    """Take whom letters only greet out of the narration, and let signatures tell the narrator's sex."""
    greeted: set[int] = set()
    for paragraph, mentions in zip(reading.paragraphs, people.narration, strict=True):
        if len(paragraph.tokens) > _LONGEST or paragraph.quotes:
            continue
        for mention in mentions:
            if mention.kind == "name" and _is_greeted(paragraph, mention):
                greeted.add(people.of(mention))
            sex = noun_sex(mention.head) if mention.kind == "description" else None
            if people.narrator >= 0 and sex and _signs(paragraph, mention):
                narrator = people.persons[people.narrator]
                narrator.votes = TITLE_WEIGHT if sex == "male" else -TITLE_WEIGHT
                narrator.evidence[f'signs as "{mention.head}"'] = 1
    tagged = {people.of(one.mention) for found in people.hints for ones in found.values() for one in ones}
    away = {n for n in greeted - tagged if n >= 0 and not people.persons[n].subjects}
    for mention in (m for mentions in people.narration for m in mentions if people.of(m) in away):
        mention.person = -1
    for number in away:
        people.persons[number].narration = 0


def _is_greeted(paragraph: Paragraph, mention: Mention) -> bool:
    """Whether a paragraph does nothing but greet: "Dear Ines,", "My dear Mr. Pell"."""
    tokens = paragraph.tokens  # "Dear" may be part of the mention
    return tokens[0].low in _SALUTES and mention.first <= 2 and len(tokens) <= mention.last + 1


def _signs(paragraph: Paragraph, mention: Mention) -> bool:
    """Whether a paragraph is a signature: "Your loving son,"."""
    return mention.first == 0 and paragraph.tokens[0].low in {"your", "ever"} and mention.last <= _LONGEST
