"""Turn taking: whom a line calls, who goes on, who comes back; sentences made for each rule."""

from __future__ import annotations

import pytest

from drama.adapt.decision.attribute import attribute, decide
from drama.adapt.text import structure

TWO = "Ines looked at Tobias over the lamp. Tobias put down the rope.\n\n"


def speakers(text: str) -> list[str]:
    return [q.speaker for q in attribute(text, structure.read(text)).quotations]


@pytest.mark.parametrize(
    "line", ["I'm here Ines. I never left.", "Go Ines, and don't look back!", "Forgive me Ines."]
)
def test_a_name_without_its_comma_still_calls(line: str) -> None:
    assert speakers(f'{TWO}"{line}"\n') == ["Tobias"]


def test_two_tags_with_two_names_are_two_speakers_though_a_closing_mark_was_lost() -> None:
    text = f'{TWO}"To the bank," said Ines. "All of it.\n\n"Then we must go," said Tobias.\n'
    assert speakers(text) == ["Ines", "Ines", "Tobias"]
    again = (
        f'{TWO}"It began with the lamp," said Ines. "It went out.\n\n"And then," said Ines, "it burned."\n'
    )
    assert speakers(again) == ["Ines"] * 4


def test_a_question_mark_behind_the_closing_mark_parts_no_tag_from_its_line() -> None:
    assert speakers(f'{TWO}"I am late," said Ines.\n\n"For what"? asked Tobias.\n') == ["Ines", "Tobias"]


@pytest.mark.parametrize(("told", "expected"), [("told him", ""), ("said to herself", "the driver")])
def test_whom_a_tag_speaks_to_by_a_pronoun_is_who_spoke_before(told: str, expected: str) -> None:
    text = (
        'The station was dark.\n\n"Your papers," she told the driver.\n\n'
        f'"They\'re in the cab," said the driver.\n\n"Then they are gone," she {told}.\n'
    )
    assert speakers(text) == ["", "the driver", expected]


def test_a_name_in_cited_words_calls_nobody() -> None:
    text = f'{TWO}"She came and said, ‘Tobias, it is out,’ no more."\n\n"Was it?" asked Ines.\n'
    assert speakers(text) == ["Tobias", "Ines"]


def test_who_broke_off_goes_on_after_an_interruption() -> None:
    text = (
        TWO
        + 'Dot sat by the door.\n\n"You will see, all of you, that I was right…" said Ines.\n\n'
        + '"Take the lamp away," said Tobias.\n\n"… and then you will be sorry!"\n\nDot shut the door.\n'
    )
    assert speakers(text) == ["Ines", "Tobias", "Ines"]


def test_what_is_called_in_another_scene_says_nothing_here() -> None:
    text = (
        'Ines and Dot were below. Tobias was on the roof.\n\n"Ropes, Tobias!" cried Ines.\n\n* * *\n\n'
        'Ines and Dot sat in the dark.\n\n"Are you there?"\n\n"I am, Ines," said Dot.\n'
    )
    assert speakers(text)[1] == "Ines"


def test_what_somebody_writes_after_speaking_is_no_tag() -> None:
    text = 'Tobias took the log.\n\n"No," he said. "I see that you didn\'t." And he wrote it in.\n'
    found = attribute(text, structure.read(text))
    assert all("letter" not in how for how in found.how)


def test_whom_a_line_calls_is_who_a_pronoun_right_after_it_means() -> None:
    text = (
        "Dot was with Ines and Tobias. Dot ran down the stairs, and Tobias watched her go.\n\n"
        '"Ines, we must hurry," said Tobias.\n\nShe nodded and took the lamp. "Is it far?"\n'
    )
    assert speakers(text)[1] == "Ines"


def test_who_calls_others_so_elsewhere_is_likelier_to_speak_a_line_without_a_tag() -> None:
    text = (
        'Ines, Tobias and Dot stood with the owner of the boat.\n\n"Is it far, sir?" said Ines.\n\n'
        '"Is it deep?" said Tobias.\n\n"Is it cold?" said Dot.\n\n'
        'Nobody answered. The rain went on.\n\n"We ought to go back, sir."\n\nThe wind rose.\n'
    )

    def ines(text: str) -> float:
        found = attribute(text, structure.read(text))
        return {found.quotations[3].speaker: found.quotations[3].sure, **dict(found.others[3])}["Ines"]

    assert ines(text) > 1.5 * ines(text.replace("back, sir", "back, now"))


def test_a_name_in_the_middle_of_a_line_calls_nobody_in() -> None:
    text = (
        'Ines wiped the counter. The new girl had been there since never.\n\n"They asked for burnt ones," '
        'said the girl.\n\n"That is toast, Pim. You may burn toast," said Ines.\n\nThe new girl licked her '
        'thumb. An old man in a cap rapped on the glass. "Are you serving?"\n\nPim wrapped two slices.\n'
    )
    assert speakers(text)[-1] != "Pim"


@pytest.mark.parametrize("tag", ["said Efua", "Efua said"])
def test_who_stands_behind_said_is_as_much_in_mind_as_before_it(tag: str) -> None:
    text = f"Nadia sat down.\n\n“The last one,” {tag}.\n\n“Which?” asked Nadia.\n"
    scene = decide(text, structure.read(text)).scene
    efua = next(person.number for person in scene.people.alive() if "Efua" in person.names)
    assert scene.memory.before[1][efua] > 1.0


def test_a_name_that_leads_a_question_over_its_tag_asks_whom_it_calls() -> None:
    text = "Marnie knelt.\n\n“Marnie,” Caspar said now, “are you afraid of the dark?”\n\n“No,” said Marnie.\n"
    scene = decide(text, structure.read(text)).scene
    assert {scene.people.label(number) for number in scene.units[0].asks} == {"Marnie"}


def test_an_answer_may_give_two_names_and_calls_nobody() -> None:
    text = "“What's your name?” said Marga.\n\n“Daniel. Dan.”\n\n“Sit down,” said Marga. Dan sat down.\n"
    scene = decide(text, structure.read(text)).scene
    assert not scene.units[1].vocatives
    assert {scene.people.label(number) for number in scene.units[1].introduces} >= {"Dan"}
