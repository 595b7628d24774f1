"""Who gives a name as their own: "They call me Ines," says the stranger, who is Ines from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.decision.salience import GENERIC
from drama.adapt.people.aliases import compatible
from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.adapt.people.persons import People
    from drama.adapt.text.reading import Paragraph
    from drama.adapt.values import Unit


def merge_introduced(people: People, paragraphs: Sequence[Paragraph], units: list[Unit]) -> None:
    """Merge a description whose own line gives a name with the person of that name.

    "The voice" and "the man" can be many people: they are assigned to that person in this scene alone.
    """
    for unit in units:
        hint = unit.hint("tag", "loose", "intro", "before", "after")
        if hint is None or hint.mention.kind != "description" or len(unit.introduces) != 1:
            continue
        described = people.persons[people.of(hint.mention)] if people.of(hint.mention) >= 0 else None
        named = people.persons[people.standing(next(iter(unit.introduces)))]
        if described is None or described.named or described.plural or named.narrator:
            continue
        if not compatible(described, named):
            continue
        why = f'gives the name, as "{described.description()}"'
        if hint.mention.head in GENERIC | vocabulary.SPEECH_NOUNS and not described.modifiers:
            scene = paragraphs[unit.paragraph].scene
            named.joined.append(why)
            for mentions, paragraph in zip(people.narration, paragraphs, strict=True):
                for mention in mentions:
                    if paragraph.scene == scene and people.of(mention) == described.number:
                        mention.person = named.number
                        named.epithets[mention.text] += 1
        else:
            people.merge(described.number, named.number, why)
