"""Infer the sex of persons from the pronouns that follow them in the narration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.people.vocatives import is_vocative
from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Container

    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import People, Person
    from drama.adapt.text.reading import Reading, Token


SAID = 2
"""Weight of a pronoun after a name in a line, against one near a name in the narration."""
SAID_NEAR = 8
"""Words of a line after a name within which a pronoun is that person's."""


def note_pronouns(people: People, reading: Reading) -> None:
    """Let each pronoun vote for the person last mentioned before it, when that was the subject of a sentence.

    No vote is cast where somebody else of the pronoun's sex, known by title or name, was mentioned shortly
    before: the pronoun may well be theirs.
    """
    recent: list[tuple[int, Mention]] = []
    in_use: dict[vocabulary.Sex, tuple[int, int]] = {}
    tags: set[Mention] = set()
    for mentions, hints, paragraph in zip(people.narration, people.hints, reading.paragraphs, strict=True):
        answered = tags
        tags = {hint.mention for beside in hints.values() for hint in beside if hint.kind == "tag"}
        for mention in mentions:
            if mention.kind == "pronoun" and recent:
                number = people.of(recent[-1][1])
                if _tells_it(people.persons[number], mention, paragraph.tokens):
                    continue
                if mention.sex is None:
                    people.persons[number].they += _is_they_of_one(mention, recent, paragraph.tokens)
                    people.persons[number].it += recent[-1][1].subject and (
                        (mention.head == "it" and mention.subject) or _is_its_own(mention, *recent[-1])
                    )
                    continue
                people.persons[number].near[mention.sex] += _nearness(mention, *recent[-1], paragraph.tokens)
                sentence, before = in_use.get(mention.sex, (-9, -1))
                if before == number or recent[-1][0] - sentence > 2:
                    other = _nearness(mention, *recent[-1], paragraph.tokens) == 0
                    clash = people.persons[number].sure_sex not in {None, mention.sex}
                    # who answers the one that the tag before has, or acts behind it: "Pam called." He thought
                    other = other or ((mention in tags or clash) and recent[-1][1] in answered)
                    voted = not other and _let_vote(people, mention, recent, tags)
                    in_use[mention.sex] = (mention.sentence, number if voted else -1)
                else:
                    in_use[mention.sex] = (mention.sentence, before)
            elif mention.person >= 0:
                recent = [*recent[-5:], (mention.sentence, mention)]


def _tells_it(last: Person, pronoun: Mention, tokens: list[Token]) -> bool:
    """Whether a pronoun speaks to what was last described: after "the box hummed", "she told it"."""
    after = [token.low for token in tokens[pronoun.last : pronoun.last + 2]]
    spoken_to = len(after) == 2 and after[0] in vocabulary.SPEECH_VERBS and after[1] == "it"
    return spoken_to and pronoun.head in _SUBJECTS and not last.named


def _is_they_of_one(pronoun: Mention, recent: list[tuple[int, Mention]], tokens: list[Token]) -> bool:
    """Whether "they" or "their" is one person's: "Mx. Ade tore it with their teeth"."""
    sentence, last = recent[-1]
    since = sentence if sentence == pronoun.sentence else pronoun.sentence - 1
    alone = {m.person for s, m in recent if s >= since} == {last.person}
    if not alone or not last.subject or last.kind != "name":
        return False
    after = [t.low for t in tokens[pronoun.last : pronoun.last + 2]]
    if pronoun.head == "their":
        return not (vocabulary.BODY | vocabulary.HAIR).isdisjoint(after)
    return pronoun.head == "they" and not vocabulary.HUMAN_VERBS.isdisjoint(after[:1])


def _is_its_own(pronoun: Mention, sentence: int, last: Mention) -> bool:
    """Whether "its" is a subject's in its own sentence: "the envoy listened with its whole body"."""
    return pronoun.head == "its" and pronoun.sentence == sentence and last.subject


def _nearness(pronoun: Mention, sentence: int, last: Mention, tokens: list[Token]) -> int:
    """Return how much a pronoun after a mention says about its sex, whoever else is there.

    "The child woke. He sat up": most. "The child looked at her": nothing, since it would be "herself".
    """
    distance = pronoun.sentence - sentence
    if distance > 2 or (distance == 0 and last.subject and _is_object(tokens, pronoun)):
        return 0
    return 2 if pronoun.head in _SUBJECTS and distance <= 1 else 1


def _is_object(tokens: list[Token], pronoun: Mention) -> bool:
    """Whether a pronoun is "him", or a "her" that nothing can belong to."""
    if pronoun.head != "her":
        return pronoun.head == "him"
    following = tokens[pronoun.last] if pronoun.last < len(tokens) else None
    return following is None or not following.is_word or following.low in _AFTER_OBJECTS


_SUBJECTS = frozenset({"he", "she"})
_AFTER_OBJECTS = frozenset(
    {
        "a", "about", "across", "after", "again", "against", "and", "around", "as", "at", "away",
        "back", "because", "before", "behind", "but", "by", "down", "for", "from", "if", "in",
        "into", "like", "now", "of", "off", "on", "or", "out", "over", "so", "than", "that", "the",
        "then", "through", "to", "toward", "towards", "under", "until", "up", "when", "where",
        "while", "with", "without",
    }
)  # fmt: skip
"""Words after an object "her", and never after a possessive one."""


def _let_vote(
    people: People, pronoun: Mention, recent: list[tuple[int, Mention]], tags: Container[Mention]
) -> bool:
    sentence, last = recent[-1]
    subject = last.subject or last in tags  # "said Tolly. He", and not "He" of the next paragraph
    person = people.persons[people.of(last)]
    if pronoun.sentence - sentence > 2 or last.possessive or last.after_preposition:
        return False
    rivals = {people.of(m) for s, m in recent[:-1] if pronoun.sentence - s <= 4} - {person.number}
    if any(people.persons[n].sure_sex == pronoun.sex for n in rivals) or (not subject and rivals):
        return False
    behind_tag = last in tags and pronoun.head in _SUBJECTS and pronoun.sentence - sentence <= 1
    person.evidence[pronoun.sex or ""] += 1
    person.behind_tags[pronoun.sex or ""] += behind_tag
    return True


def note_said_pronouns(people: People, reading: Reading) -> None:
    """Count the first "he" or "she" after a name that a line only mentions: "Finch? She was late"."""
    for tokens, mentions in zip(reading.said, people.said, strict=True):
        for k, mention in enumerate(mentions):
            if mention.kind != "name" or mention.person < 0 or is_vocative(tokens, mention):
                continue
            stop = mentions[k + 1].first if k + 1 < len(mentions) else len(tokens)
            for token in tokens[mention.last : min(stop, mention.last + SAID_NEAR)]:
                sex = vocabulary.PRONOUNS.get(token.low)
                if token.low in _SUBJECTS and sex is not None:
                    people.persons[people.of(mention)].near[sex] += SAID
                    break
