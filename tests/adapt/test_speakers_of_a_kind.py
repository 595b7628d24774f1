"""Speakers whom no name tells: one of several, another of a name, a relative, whoever is spoken to."""

from __future__ import annotations

import pytest

from drama.adapt.decision.attribute import Attribution, attribute
from drama.adapt.text import structure


def read(text: str) -> Attribution:
    return attribute(text, structure.read(text))


def speakers(text: str) -> list[str]:
    return [q.speaker for q in read(text).quotations]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("said one", "said the other"),
        ("whispered the one", "whispered the other"),
        ("one of them said", "the other one said"),
        ("said one porter", "said the other porter"),
        ("said one of the porters", "said another"),
        ("said the older porter", "said the other one"),
    ],
)
def test_the_other_behind_one_is_neither_that_one_nor_somebody_named(one: str, other: str) -> None:
    text = (
        'Two porters sat on a trunk, and Ines went up to them.\n\n"Is the train in?" asked Ines.\n\n'
        f'"No," {one}.\n\n"Not yet," {other}.\n\n"When?" asked Ines.\n'
    )
    found = speakers(text)
    assert len(set(found)) == 3
    assert found[0] == found[3] == "Ines"


def test_the_other_in_a_talk_of_two_is_whoever_has_not_spoken() -> None:
    text = (
        'Ines met Tobias at the gate. "Late," said Ines.\n\n"Very," said Tobias.\n\n'
        '"The bus," said Ines.\n\n"Which bus?" said the other.\n'
    )
    assert speakers(text)[-1] == "Tobias"


@pytest.mark.parametrize(
    ("tag", "group"),
    [
        ("Ines and Otto said in one breath", "Ines and Otto"),
        ("said Ines and Otto", "Ines and Otto"),
        ("Ines and I said at once", "Ines and I"),
        ("both of them cried", "both of them"),
    ],
)
def test_two_who_speak_together_are_a_group(tag: str, group: str) -> None:
    text = (
        f'I came with Ines and Otto. I was cold, and I was late.\n\n"Left," {tag}.\n\n"Right," said Ruth.\n'
    )
    assert speakers(text) == [group, "Ruth"]


@pytest.mark.parametrize("tag", ["Otto's sister said", "said Otto's sister"])
def test_a_relative_is_not_the_one_whose_relative_it_is(tag: str) -> None:
    text = f'"He is out," {tag}.\n\n"I am here," said Otto.\n\n"So you are," {tag}.\n'
    assert speakers(text) == ["Otto's sister", "Otto", "Otto's sister"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Big Sam", "Little Sam"),
        ("old Sam", "young Sam"),
        ("Sam Marsh senior", "Sam Marsh junior"),
        ("Sam the smith", "Sam the cook"),
    ],
)
def test_two_of_one_name_are_told_apart_by_what_stands_beside_it(first: str, second: str) -> None:
    said = f'"Heat," said {first}.\n\n"It is hot," said {second}.'
    text = f"They found {first} and {second} at the forge.\n\n{said}\n"
    assert len(set(speakers(text))) == 2


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who are you?", "Name's Corbin."),
        ("And what do they call you?", "Corbin, my lady."),
        ("What is your name?", "It's Corbin."),
    ],
)
def test_whoever_answers_with_a_name_has_it(question: str, answer: str) -> None:
    text = (
        f'The new groom bowed.\n\n"{question}" asked Lady Orme.\n\n"{answer}" said the groom.\n\n'
        '"Good, Corbin."\n\n"Thank you," said Corbin.\n'
    )
    found = speakers(text)
    assert found[1] == found[3] == "Corbin"


def test_whoever_was_told_does_not_speak() -> None:
    text = '"Leave," the widow was told by the clerk.\n\n"Make me," she said.\n\n"I shall," said the clerk.\n'
    assert speakers(text) == ["the clerk", "the widow", "the clerk"]


def test_nobody_of_the_other_sex_speaks_a_line_for_want_of_somebody() -> None:
    text = '"Go," she told the groom.\n\n"I can\'t," said the groom.\n\n"Then stay," she told him.\n'
    assert speakers(text) == ["", "the groom", ""]


def test_whoever_is_asked_by_name_answers_though_the_narration_never_mentions_them() -> None:
    text = (
        'I sat between them with my cap on my knees, and I said nothing.\n\n"It costs nothing," said Osric. '
        '"Does it, Tilda?"\n\n"No, dear."\n\n"There you are."\n\n"I see," I said. "I will come."\n'
    )
    assert speakers(text) == ["Osric", "Osric", "Tilda", "Osric", "I", "I"]


def test_two_sentences_with_i_have_a_narrator_where_one_is_a_tag_and_no_other_speaker_is_it() -> None:
    text = (
        'I held the ladder.\n\n"Is it straight, Walter?" Mrs. Pim called down.\n\n"Nearly," said Walter.\n\n'
        '"I should say not," I said.\n\n"Nobody asked you. Walter, a nail."\n'
    )
    assert speakers(text)[:3] == ["Mrs Pim", "Walter", "I"]


def test_whoever_is_told_about_the_narrator_is_not_the_narrator() -> None:
    text = (
        'I had known the doctor for years.\n\n"Look at his tongue, Simon," she said.\n\n"Ah," I said.\n\n'
        '"Did you see, Simon?"\n\n"May I close my mouth?" I asked.\n\n"Hold the lamp, Simon."\n\n'
        '"I should like to," I said.\n'
    )
    assert [c.name for c in read(text).characters if c.narrator] == ["I"]


@pytest.mark.parametrize(
    ("opening", "names"),
    [
        ("BY THE TIME THE SNOW came, the shed was full.", {"", "Inga"}),
        ("CAPTAIN MARLOW STOOD at the rail.", {"Inga", "Captain Marlow"}),
        ("The gate said KEEP OFF THE GRASS, and Marlow read it.", {"Inga", "Marlow"}),
    ],
)
def test_words_in_capitals_are_names_only_where_they_are_elsewhere(opening: str, names: set[str]) -> None:
    text = f'{opening}\n\n"Forty," he said.\n\n"Of hens," said Inga.\n'
    assert {q.speaker for q in read(text).quotations} == names


@pytest.mark.parametrize("mark", ["*", "_", "**"])
def test_words_in_italics_or_bold_with_a_tag_are_said(mark: str) -> None:
    text = (
        f"Ines put down her bag.\n\n{mark}Hello,{mark} said the lamp.\n\n"
        f"{mark}You are late,{mark} the lamp went on. {mark}Sit down.{mark}\n\n“I will,” said Ines.\n"
    )
    found = read(text).unquoted
    assert [(one.speaker, text[one.start : one.end].strip(mark)) for one in found] == [
        ("the lamp", "Hello,"),
        ("the lamp", "You are late,"),
        ("the lamp", "Sit down."),
    ]


def test_it_is_whoever_spoke_in_italics_last() -> None:
    text = (
        "Ines put down her bag.\n\n*Hello,* said somebody who was not there.\n\n"
        "*I was the ship,* it said. *I think I still am.*\n\n“Good,” said Ines.\n"
    )
    assert [one.speaker for one in read(text).unquoted] == ["somebody"] * 3


def test_a_message_in_brackets_with_a_tag_is_said() -> None:
    text = "Ines fell.\n\n[Tutorial skipped,] said a voice like a lift's. [Reason: budget.]\n\n[Level: 1.]\n"
    found = read(text).unquoted
    assert [(one.speaker, text[one.start : one.end]) for one in found] == [
        ("the voice", "[Tutorial skipped,]"),
        ("the voice", "[Reason: budget.]"),
    ]


def test_who_announces_a_verse_does_not_say_the_line_behind_it() -> None:
    text = (
        "Ines looked out at the weir and sang what her mother had sung:\n\nLow water, high water,\n"
        "Who'll mind the daughter?\nI will, said the heron,\nI've nothing to do.\n\n"
        "“You missed a verse,” said Otto.\n\n“Did I?” said Ines.\n\nShe looked at him.\n"
    )
    assert speakers(text) == ["Otto", "Ines"]
    assert "sung" not in read(text).how[0]


def test_whoever_is_asked_by_the_name_before_a_question_answers() -> None:
    text = (
        'Odo laughed. "You are not serious," said Odo.\n\n"Ruth, what is out there?" Ines asked.\n\n'
        '"One crate. Two metres long."\n\n"Long," Ruth said.\n\n"Very," said Tom. "Odo, come here."\n'
    )
    assert speakers(text)[2] == "Ruth"


def test_the_warden_is_the_warden_with_a_name() -> None:
    text = (
        '"You have my lunch," said Warden Hale.\n\n"Its what?" said Ines.\n\n"The crate," said the warden.\n'
    )
    assert speakers(text) == ["Warden Hale", "Ines", "Warden Hale"]


def test_the_woman_opposite_is_nobody_who_was_called() -> None:
    text = (
        "Nell sat down. The woman opposite lowered her newspaper to look at her.\n\n"
        '"It is not now, Mum," said Nell.\n\n"I am busy," said Mum in her ear.\n\n'
        '"This is the quiet car," said the woman opposite.\n'
    )
    found = speakers(text)
    assert found[:2] == ["Nell", "Mum"]
    assert found[2] not in {"Nell", "Mum"}
