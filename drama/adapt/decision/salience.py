"""Salience: who is in the reader's mind at each turn, with the narration's pronouns resolved on the way.

A simple form of centering (Grosz, Joshi, Weinstein 1995). Subjects weigh more than objects; a pronoun is
resolved to the weightiest person of its sex, who gains weight by it. Weights decay with every sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.values import Memory
from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import People
    from drama.adapt.text.reading import Paragraph, Reading

FADING = 0.8
"""Factor by which a weight decays in each sentence."""
SUBJECT, OBJECT, PRONOUN_SUBJECT, PRONOUN, SPEAKER, CALLED = 1.0, 0.5, 0.8, 0.35, 0.6, 0.75
FORGOTTEN = 0.02
LASTING = 0.1
"""Least weight of the protagonist at the beginning of each paragraph."""
GENERIC = frozenset(
    [
        "individual",
        "newcomer",
        "man",
        "woman",
        "boy",
        "girl",
        "lady",
        "gentleman",
        "fellow",
        "person",
        "other",
        "lad",
        "creature",
        "stranger",
        "visitor",
        "individual",
        "newcomer",
    ]
)
"""Nouns that say as little as a pronoun."""


class Mind:
    """The weights of persons, which decay from sentence to sentence."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.weights: dict[int, float] = {}

    def fade(self) -> None:
        """Decay all weights by one sentence."""
        self.weights = {n: w * FADING for n, w in self.weights.items() if w * FADING > FORGOTTEN}

    def add(self, number: int, weight: float) -> None:
        """Add to a person's weight."""
        if number >= 0:
            self.weights[number] = self.weights.get(number, 0.0) + weight

    def weightiest(self, sex: vocabulary.Sex | None, *, but: int = -1) -> int:
        """Return the weightiest person whose sex fits, −1 for nobody; an unknown sex halves the weight."""
        best, top = -1, 0.0
        for number, weight in self.weights.items():
            person = self.people.persons[number]
            if number == but or not person.is_person or person.plural:
                continue
            if sex is not None and person.sex is not None and person.sex != sex:
                continue
            value = weight * (1.0 if person.sex == sex else 0.5)
            if value > top:
                best, top = number, value
        return best


def follow(
    reading: Reading,
    people: People,
    turn_at: Mapping[int, list[tuple[int, Mention | None]]],
    speakers: list[int],
    called: Sequence[Iterable[int]],
) -> Memory:
    """Return who is in mind at every turn.

    `turn_at` holds each paragraph's turns, with the mention in the tag of each, if any. `speakers` are the
    speakers that the pass before found (empty in the first). `called` is whom each turn calls by name.
    """
    memory = Memory(before=[{} for _ in range(sum(len(turns) for turns in turn_at.values()))])
    mind = Mind(people)
    scene = -1
    protagonist = _protagonist(people)
    for index, paragraph in enumerate(reading.paragraphs):
        if paragraph.scene != scene:
            scene = paragraph.scene
            mind.weights = {n: w * 0.3 for n, w in mind.weights.items()}
        if protagonist >= 0:
            mind.weights[protagonist] = max(mind.weights.get(protagonist, 0.0), LASTING)
        _paragraph(paragraph, people.narration[index], turn_at.get(index, []), speakers, mind, memory)
        for turn, _ in turn_at.get(index, []):
            for number in called[turn]:
                mind.add(people.standing(number), CALLED)
    return memory


def _protagonist(people: People) -> int:
    """Return the named person who acts most, whom a reader never forgets; −1 where "I" tells the story."""
    named = [p for p in people.alive() if p.named and not p.plural]
    if people.narrator >= 0 or not named:
        return -1
    return max(named, key=lambda p: (p.subjects, -p.number)).number


def _paragraph(
    paragraph: Paragraph,
    mentions: list[Mention],
    turns: list[tuple[int, Mention | None]],
    speakers: list[int],
    mind: Mind,
    memory: Memory,
) -> None:
    """Process a paragraph's mentions and record who is in mind at each of its turns."""
    tags = {id(mention): turn for turn, mention in turns if mention is not None}
    for turn, mention in turns:
        if mention is None:
            memory.before[turn] = dict(mind.weights)
    sentence = mentions[0].sentence if mentions else 0
    mind.fade()
    subject = -1
    for mention in mentions:
        while sentence < mention.sentence:
            sentence += 1
            mind.fade()
            subject = -1
        turn = tags.get(id(mention), -1)
        if turn >= 0:
            memory.before[turn] = dict(mind.weights)
        number, known = _who(mention, mind, memory, turn, speakers, subject)
        if number >= 0:
            weights = (SUBJECT, OBJECT) if known else (PRONOUN_SUBJECT, PRONOUN)
            acts = mention.subject or turn >= 0  # "said Ines" as much as "Ines said"
            mind.add(number, weights[0] if acts else weights[1])
            subject = number if acts else subject
    for turn, _ in turns:
        if speakers:
            mind.add(speakers[turn], SPEAKER)
    if paragraph.quotes:
        mind.fade()


def _who(
    mention: Mention, mind: Mind, memory: Memory, turn: int, speakers: list[int], subject: int
) -> tuple[int, bool]:
    """Return whom a mention refers to, and whether that is known rather than guessed."""
    if mention.kind == "first":
        return mind.people.narrator, True
    if turn >= 0 and speakers:
        return speakers[turn], True
    number = mind.people.of(mention)
    vague = mention.kind == "description" and mention.head in GENERIC
    vague = vague and not (mention.modifiers or mention.defined)
    if number >= 0 and not vague:
        return number, True
    if mention.head == "it" or (mention.sex is None and mention.kind != "description"):
        return number, False
    but = subject if mention.head in {"him", "her"} and not mention.possessive else -1
    guess = mind.weightiest(mention.sex, but=but)
    memory.meant[mention.start] = guess if guess >= 0 else number
    if turn < 0 and guess >= 0:
        memory.followed.append((mention.start, guess, mention))
    return memory.meant[mention.start], False
