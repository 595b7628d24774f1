"""Tags within longer sentences: whose verb of speech it is, and where a quotation goes on behind its tag."""

from __future__ import annotations

import pytest

from drama.adapt.decision.attribute import attribute
from drama.adapt.people.mentions import find
from drama.adapt.people.people import gather
from drama.adapt.people.vocatives import is_vocative
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
        '"Up, all of you!" barked Tobias, as Ines sat down again; "the boat is in!"',
        '"My good Ines," sighed Tobias, hardly waiting for her to end, "nobody asked for a map."',
        '"Six!" shouted Tobias, "seven if the cook eats." Ines protested, and counted the plates.',
        '"It was never there," cried Tobias, too proud even to tell Ines that he had looked; "never once."',
        '"Well," said Tobias, who was holding the list that Ines wrote; "lovely."',
    ],
)
def test_a_line_goes_on_behind_its_tag_whoever_else_is_named_there(text: str) -> None:
    assert set(speakers(text)) == {"Tobias"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"No," said Ines, and Tobias said, "Yes."', ["Ines", "Tobias"]),
        (
            '"What is it?" asked Ines, and Tobias answered, slowly and to nobody, "A lamp."',
            ["Ines", "Tobias"],
        ),
        ('"I won\'t," said Tobias, while Ines, busy with her gloves, added: "Nor I."', ["Tobias", "Ines"]),
        ('When Ines said lightly, "There is soup," Tobias replied, "I know."', ["Ines", "Tobias"]),
        ('"Leave?" Ines demanded while Tobias mumbled, "Today?" and ate.', ["Ines", "Tobias"]),
    ],
)
def test_the_next_quotation_of_a_sentence_may_have_a_tag_of_its_own(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        'Tobias walked to the door where Ines was waiting, shook out his coat, and said, "Good evening."',
        'Tobias climbed to the loft where Lady Gaunt and Ines slept, and said, "Good evening."',
        'Tobias guessed what she meant, and with half a smile, leaned to Ines, and said,\n\n"Good evening."',
        'Tobias opened the shed, found Ines curled up behind the logs, and said, "Good evening."',
        'Tobias, whom Ines had seen, put down the lamp, and said: "Good evening."',
        'Lady Gaunt was asleep, when Tobias ran in, and waking Ines, said, "Good evening."',
        'Tobias held the lamp a second and then said, "Good evening."',
        'They turned the boat; and a little afterwards Tobias happily exclaimed,\n\n"Good evening."',
        'When they were all below, Tobias shutting the hatch, said,\n\n"Good evening."',
        'Ines dealt; and soon afterwards Tobias, leaning towards Ines, said to her,\n\n"Good evening."',
        'Ines sneezed, and Tobias quickly offering his scarf, said, "Good evening."',
    ],
)
def test_whose_verb_of_speech_a_sentence_ends_with(text: str) -> None:
    assert speakers(text) == ["Tobias"]


@pytest.mark.parametrize(
    "text",
    [
        'Ines said, "Your turn." Lady Gaunt yawned over her cards. "I give up," she announced.',
        'Ines whispered, "It is late." The clock struck nine, and she said, "Ines, to bed."',
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
        ('"It is," said the rather tired Lady Gaunt.', "Lady Gaunt"),
        ('"A rat!" cried the short-sighted Lady Gaunt, who had stood up.', "Lady Gaunt"),
        ('"Thieves!" exclaimed the voice of old Tobias.', "Tobias"),
        ('"It is green," Lady Gaunt heard Ines say.', "Ines"),
        ('"It is green," Lady Gaunt heard Ines quietly say to him.', "Ines"),
    ],
)
def test_a_speaker_behind_adjectives_a_voice_or_who_heard_it(text: str, expected: str) -> None:
    assert speakers(text) == [expected]


def test_a_lady_and_a_miss_of_one_surname_are_two() -> None:
    text = (
        "Miss Harrow smiled. Lady Harrow slept. Miss Clara Harrow sang.\n\n"
        '"Well," said Lady Harrow, "well."\n\n'
        '"No," said Miss Clara Harrow.\n'
    )
    assert speakers(text) == ["Lady Harrow", "Lady Harrow", "Miss Clara Harrow"]


def test_how_somebody_speaks_is_no_part_of_who_it_is() -> None:
    text = (
        'A boy came. "Yes," said the boy.\n\n"No," said the boy in a hoarse whisper.\n\n'
        '"Oh," said the boy with a groan.\n'
    )
    blocks = structure.read(text)
    people = gather(read(text, blocks, quotes.find(text, blocks)))
    assert [(p.description(), p.narration) for p in people.alive()] == [("the boy", 4)]


@pytest.mark.parametrize(
    "text",
    [
        'Lady Gaunt claimed the map; but Ines met that with the short answer, "Mine."',
        'Lady Gaunt had sworn to it, and Ines ended the matter with, "Mine."',
        'Lady Gaunt opened her mouth. She was cut short by Ines, with, "Mine."',
        'Tobias opened the box, and heard her laugh at Lady Gaunt and say: "Mine."',
        'Great was the joy of Lady Gaunt on hearing Ines call, "Mine!"',
        'Ines asked for the map, and, when Tobias shook his head, said, "Mine."',
        'Ines held the map up; and, while he was reading it, added, "Mine."',
        'Tobias had the map till Ines, coming in quickly, said, "Mine."',
        'Lady Gaunt had the map, when it was taken by Ines suddenly leaning over, and saying, "Mine."',
        '"Mine," was one of the first words of Ines.',
        '"Mine," were the words that Ines spoke.',
        'Ines had found it. "Mine," was another of her remarks.',
        'Ines looked up. Her only answer was: "Mine."',
        'Lady Gaunt gave way, and Ines\'s next and last question was, "Mine?"',
        '"Mine," was Ines\'s quick correction.',
        'Lady Gaunt looked at the map. After a while Ines said, as if to the lamp, "Mine."',
        'Lady Gaunt looked at the map. For a second Ines stared; then she said: "Mine."',
    ],
)
def test_who_says_what_a_longer_sentence_leads_to(text: str) -> None:
    assert speakers(text) == ["Ines"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"I sold it," cried Ines, and sat down. After a while Tobias said, as if to the lamp, "Good."', 2),
        ('"No," said Tobias; and he left. Ines came in. They looked about. As she sat, she said: "Yes."', 2),
        ('"Well, Ines," Tobias went on, as soon as Lady Gaunt began to snore, "this is a map."', 1),
        (
            '"Here is a map," Ines resumed. "A good one." Tobias observed, with a sigh, that it was old.',
            1,
        ),
    ],
)
def test_where_another_person_begins_and_where_nobody_does(text: str, expected: int) -> None:
    assert len(set(speakers(text))) == expected
    assert "Lady Gaunt" not in speakers(text)


@pytest.mark.parametrize(
    "text",
    [
        'Ines knocked twice. "Enter," came the answer.',
        'Ines offered him soup. But "Later, later!" was the only reply.',
        '"Soup?" said Ines. "Later," was the quick reply.',
    ],
)
def test_an_answer_is_not_of_whoever_spoke_or_acted_before_it(text: str) -> None:
    assert speakers(text)[-1] != "Ines"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Boat!" called a deep, rough voice.\n\n"Boat!" called the voice.', "voice"),
        ('"Boat!" hissed a voice near to her.', "voice"),
        ('They wrote again. The question was repeated: "Is there a boat?"', "Lady Gaunt"),
    ],
)
def test_what_is_no_speakers_name(text: str, expected: str) -> None:
    assert all(expected in speaker for speaker in speakers(text))


@pytest.mark.parametrize(
    "text",
    [
        'He slept; but Ines, glancing for a second at the old clock, and then at Tobias, said, "Late."',
        'He was there; and Ines, who was merry, from all the wine, had the grace of saying, "Late."',
        'He was sorry to wake Tobias, for Ines stood at the gate, and said in a voice that he knew: "Late."',
        'Lady Gaunt rose; for Ines was in the hall, ending her tale with these words to Tobias: "Late."',
        'Ines said - "Late."',
    ],
)
def test_a_subject_stays_one_behind_asides_and_behind_for(text: str) -> None:
    assert speakers(text) == ["Ines"]


@pytest.mark.parametrize(
    "text",
    [
        '"I only meant--" Ines cut in. "No."',
        '"I only meant," said Tobias, "that you--" Ines interrupted him. "No."',
        '"I only meant…" Ines broke in. "No."',
    ],
)
def test_whoever_breaks_in_has_the_next_line(text: str) -> None:
    said = speakers(text)
    assert said[-1] == "Ines"
    assert "Ines" not in said[:-1]


@pytest.mark.parametrize(
    "text",
    [
        '"You knew." Ines said nothing.',
        '"You knew." Ines did not answer.',
        '"You knew." Ines made no reply.',
    ],
)
def test_who_says_nothing_is_no_speaker(text: str) -> None:
    told = PEOPLE + '"Sit down," said Ines.\n\n' + text
    quotations = attribute(told, structure.read(told)).quotations
    assert quotations[-1].speaker != "Ines" or quotations[-1].sure < 0.9


@pytest.mark.parametrize(
    "silent", ["She shook her head.", "She nodded.", "Ines didn't answer.", "Ines kept quiet."]
)
def test_whoever_asked_goes_on_when_the_other_answers_without_a_word(silent: str) -> None:
    text = f'"Sit down," said Tobias.\n\n"No," said Ines.\n\n"Are you ill?"\n\n{silent}\n\n"Then eat."'
    assert speakers(text)[-2:] == ["Tobias", "Tobias"]


def test_what_is_told_behind_a_finished_line_is_no_tag() -> None:
    text = '"I know," said Tobias.\n\n"All of it." Ines then said something about the boat.'
    told = PEOPLE + text
    assert attribute(told, structure.read(told)).quotations[-1].sure < 0.97


@pytest.mark.parametrize(
    ("line", "calls"),
    [
        ("Tobias, I suppose, is late.", False),
        ("Tobias, they say, has gone.", False),
        ("Tobias, I suppose you are late.", True),
        ("Tobias, I am late.", True),
    ],
)
def test_a_name_before_an_aside_and_its_verb_is_no_call(line: str, *, calls: bool) -> None:
    told = f'{PEOPLE}"{line}"'
    blocks = structure.read(told)
    reading = read(told, blocks, quotes.find(told, blocks))
    name = next(m for m in find(reading, reading.said[0], quoted=True) if m.text == "Tobias")
    assert is_vocative(reading.said[0], name) is calls


def test_her_before_an_article_owns_nobody() -> None:
    told = 'Ines stood at the rail. Behind her a small girl laughed. "Again!" cried the small girl.\n'
    blocks = structure.read(told)
    people = gather(read(told, blocks, quotes.find(told, blocks)))
    assert sorted(p.description() for p in people.alive() if not p.named) == ["the small girl"]


@pytest.mark.parametrize("lone", [";", ":", "—", "-", ",", "with:", "was:", "with,", "x, with", "for:"])
def test_a_paragraph_of_hardly_anything_leads_to_nobody(lone: str) -> None:
    text = f'{lone}\n\n"Yes."\n\n{lone} "No."\n\n"Well--" {lone}\n'
    assert {q.speaker for q in attribute(text, structure.read(text)).quotations} == {""}


@pytest.mark.parametrize("verb", ["continued in the same way", "resumed", "continued, half to himself"])
def test_whoever_continues_at_a_paragraphs_end_has_the_next_line(verb: str) -> None:
    text = (
        f'"Salt," said Ines.\n\nLady Gaunt blushed. Out of pity, perhaps, Tobias {verb}.\n\n"Salt is cheap."'
    )
    assert speakers(text) == ["Ines", "Tobias"]
