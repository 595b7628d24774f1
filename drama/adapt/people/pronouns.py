"""Infer the sex of persons from the pronouns that follow them in the narration."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import People
    from drama.english import vocabulary


def note_pronouns(people: People) -> None:
    """Let each pronoun vote for the person last mentioned before it, when that was the subject of a sentence.

    No vote is cast where somebody else of the pronoun's sex, known by title or name, was mentioned shortly
    before: the pronoun may well be theirs.
    """
    recent: list[tuple[int, Mention]] = []
    in_use: dict[vocabulary.Sex, tuple[int, int]] = {}
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
