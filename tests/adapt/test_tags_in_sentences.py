"""Tags within longer sentences: whose verb of speech it is, and where a quotation goes on behind its tag."""

from __future__ import annotations

import pytest

from drama.adapt.decision.attribute import attribute
from drama.adapt.people.people import gather
from drama.adapt.text import quotes, structure
from drama.adapt.text.reading import read

PEOPLE = "Ines rose. She smiled. Tobias rose. He coughed. Lady Gaunt sat.\n\n"


def speakers(text: str) -> list[str]:
    """Return the speakers of a story in which Ines, Tobias and Lady Gaunt are known."""
    told = PEOPLE + text
    return [q.speaker for q in attribute(told, structure.read(told)).quotations]


@pytest.mark.parametrize(
    "text",
    [
        '"Now, then!" growled Tobias, as Ines started up; "half past five!"',
        '"My dear Ines," replied Tobias, hardly hearing her to the end, "let us not be judged."',
        '"Twenty!" cried Tobias, "thirty if it is an inch." Ines protested, and named the milestones.',
        '"You are wrong," cried Tobias, driven by fear even to tell Ines that she was; "quite wrong."',
        '"Well," said Tobias, who had been reading one of the letters that Ines wrote; "beautiful."',
    ],
)
def test_a_line_goes_on_behind_its_tag_whoever_else_is_named_there(text: str) -> None:
    assert set(speakers(text)) == {"Tobias"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"No," said Ines, and Tobias said, "Yes."', ["Ines", "Tobias"]),
        (
            '"What is it?" asked Ines, and Tobias answered, very nearly as before, "A lamp."',
            ["Ines", "Tobias"],
        ),
        ('"I won\'t," said Tobias, while Ines, thoughtful again, added: "Nor I."', ["Tobias", "Ines"]),
        ('When Ines said lightly, "You want breakfast, sir," Tobias replied, "I do."', ["Ines", "Tobias"]),
        ('"Leave?" Ines demanded while Tobias mumbled, "Today?" and ate.', ["Ines", "Tobias"]),
    ],
)
def test_the_next_quotation_of_a_sentence_may_have_a_tag_of_its_own(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        'Tobias crossed to the bench where Ines was sitting, laid down his hat, and said, "Good evening."',
        'Tobias came into the room where Lady Gaunt and Ines were sitting, and said, "Good evening."',
        'Tobias saw what she was doing, and at the first pause, turned to Ines, and said,\n\n"Good evening."',
        'Tobias looked round, saw Ines crouched below him, and said, "Good evening."',
        'Tobias, whom Ines had seen, put down the lamp, and said: "Good evening."',
        'Lady Gaunt was asleep, when Tobias ran in, and waking Ines, said, "Good evening."',
        'Tobias looked at Ines a moment and then said, "Good evening."',
        'They came near; and in a moment afterwards Tobias rapturously exclaimed,\n\n"Good evening."',
        'When they had gained the room, Tobias taking out the letter, said,\n\n"Good evening."',
        'Ines played an air; and soon afterwards Tobias, drawing near Ines, said to her,\n\n"Good evening."',
        'Ines came in, and Tobias immediately preparing to go, said, "Good evening."',
    ],
)
def test_whose_verb_of_speech_a_sentence_ends_with(text: str) -> None:
    assert speakers(text) == ["Tobias"]


@pytest.mark.parametrize(
    "text",
    [
        'Ines said, "This is better." Lady Gaunt laughed, too. "I won\'t go on," she declared.',
        'Ines replied, "I wonder." It was enough to melt her aunt, and she said, "Oh, Ines, I will write."',
    ],
)
def test_she_said_behind_a_line_may_be_somebody_elses(text: str) -> None:
    first, second = speakers(text)
    assert (first, second != "Ines") == ("Ines", True)


def test_she_said_behind_a_line_and_a_mans_act_is_the_same_persons() -> None:
    assert set(speakers('Ines said, "Wait." Tobias stopped. "Now," she said.')) == {"Ines"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"I am afraid so," said the more candid Lady Gaunt.', "Lady Gaunt"),
        ('"How proper!" cried the good-hearted Lady Gaunt, who was pleased.', "Lady Gaunt"),
        ('"Hateful bishop!" exclaimed the voice of old Tobias.', "Tobias"),
        ('"I like rubies," Lady Gaunt heard Ines say.', "Ines"),
        ('"I like rubies," Lady Gaunt heard Ines quietly say to him.', "Ines"),
    ],
)
def test_a_speaker_behind_adjectives_a_voice_or_who_heard_it(text: str, expected: str) -> None:
    assert speakers(text) == [expected]


def test_a_lady_and_a_miss_of_one_surname_are_two() -> None:
    text = (
        "Miss Bertram smiled. Lady Bertram slept. Miss Julia Bertram sang.\n\n"
        '"Well," said Lady Bertram, "well."\n\n'
        '"No," said Miss Julia Bertram.\n'
    )
    assert speakers(text) == ["Lady Bertram", "Lady Bertram", "Miss Julia Bertram"]


def test_how_somebody_speaks_is_no_part_of_who_it_is() -> None:
    text = (
        'A boy came. "Yes," said the boy.\n\n"No," said the boy in a hoarse whisper.\n\n'
        '"Oh," said the boy with a groan.\n'
    )
    blocks = structure.read(text)
    people = gather(read(text, blocks, quotes.find(text, blocks)))
    assert [(p.description(), p.narration) for p in people.alive()] == [("the boy", 4)]
