"""Who speaks where the narration or a line says so outright: given names, people who are pointed at."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING

import pytest
from growth import LINEAR, growth

from drama.adapt.decision.attribute import Attribution, attribute
from drama.adapt.text import structure

if TYPE_CHECKING:
    from collections.abc import Callable


def told(text: str) -> Attribution:
    return attribute(text, structure.read(text))


def speakers(text: str) -> list[str]:
    return [quotation.speaker for quotation in told(text).quotations]


def gender(text: str, name: str) -> str:
    return next(person.gender for person in told(text).characters if person.name == name)


def test_a_parent_who_begins_a_sentence_is_somebody() -> None:
    text = (
        'I had told Tobias nothing. Dad opened the door before we could knock.\n\n"There she is! Come in."\n'
    )
    assert speakers(text) == ["Dad"]


def test_a_grandmother_who_never_does_something_is_somebody() -> None:
    text = 'Tobias had the bread in his hand. Gran never turned round.\n\n"Sit down," said Tobias.\n\n"No."\n'
    assert speakers(text) == ["Tobias", "Gran"]


def test_a_name_before_sir_is_the_speakers_own() -> None:
    text = (
        "I had brought Tobias home. Tobias laughed. Uncle Ray opened the door.\n\n"
        '"And this must be the boy."\n\n'
        '"Tobias, sir. Good evening."\n\n"Sir! You hear that, Carol?"\n'
    )
    assert speakers(text)[1] == "Tobias"


def test_a_name_before_sir_that_answers_what_somebody_else_is_called_is_no_speakers() -> None:
    text = (
        "Harden was out. Tobias rang, and Francis came in with the lamp.\n\n"
        '"What is the name of the man who brings the orchids?" said Tobias.\n\n"Harden, sir."\n'
    )
    assert speakers(text)[1] != "Harden"


def test_whoever_is_asked_for_may_call_the_asker_too() -> None:
    text = (
        'Nell put down the spoon. Dun stood in front of the door.\n\n"Who wants her?" said Dun.\n\n'
        '"It\'s Ferrin, Nell. I have a thorn."\n'
    )
    assert speakers(text)[1] == "Ferrin"


def test_this_is_somebody_over_a_loudspeaker_is_the_speakers_own_name() -> None:
    text = (
        'Ogun slid out from under the ship. "Done," said Ogun. The tannoy cleared its throat.\n\n'
        '"This is Warden Sool. All bays are closed."\n\n"Run," said Ogun.\n'
    )
    assert speakers(text) == ["Ogun", "Warden Sool", "Ogun"]


def test_this_is_somebody_who_is_seen_presents_another() -> None:
    text = (
        'Ogun came in with a boy. Lena stood up. "This is Pell," said Ogun.\n\n"Good evening," said Lena.\n'
    )
    assert speakers(text) == ["Ogun", "Lena"]


def test_a_loudspeaker_is_whoever_gives_a_name_over_it() -> None:
    text = (
        'Ines leaned on the desk. The speaker coughed. "Who is that?"\n\n'
        '"Salvage tug Marigold," said Ines.\n\n'
        '"My name is Voss. What year is it?"\n\n"Thirty-one," said Ines.\n\n"So late?" said the speaker.\n'
    )
    assert speakers(text)[-1] == "Voss"


def test_a_father_whom_lines_call_is_the_priest() -> None:
    text = (
        'Father Godwin held up the lamp. "Is she dressed?" said Father Godwin.\n\n'
        '"I am not fretting, Father," said Alaric. "I only asked, Father."\n\n'
        'Father Godwin looked at him. "Father," said Alaric, "go in."\n'
    )
    assert speakers(text) == ["Father Godwin", "Alaric", "Alaric", "Alaric", "Alaric"]
    assert "Father" in next(one for one in told(text).characters if one.name == "Father Godwin").aliases


def test_a_father_is_no_priest_where_somebody_has_a_father() -> None:
    text = (
        "Father Godwin held up the lamp. Her father sat by the fire. "
        '"Is she dressed?" said Father Godwin.\n\n"Go to bed, Ines," said her father.\n\n'
        '"No, Father," said Ines.\n'
    )
    assert speakers(text)[1] != "Father Godwin"


def test_a_sentence_that_is_nothing_but_a_description_tells_the_speaker() -> None:
    text = (
        'Lowell thumbed the line. "County," said Lowell.\n\n'
        '"I hit something." A woman, young, out of breath. '
        '"It was in the road."\n\n"What is your name?" said Lowell.\n\n"Dina."\n'
    )
    assert speakers(text) == ["Lowell", "Dina", "Dina", "Lowell", "Dina"]


def test_whoever_it_was_spoke() -> None:
    text = (
        'Bea had her hand over her mouth. Toad lay flat. "Down," said Bea.\n\n"I know you are in there." '
        'It was only Gill, with the barrow.\n\n"Oh," said Toad.\n\nThe gate creaked.\n\n"And you."\n\n'
        "It was the porter, bending over them.\n"
    )
    assert speakers(text) == ["Bea", "Gill", "Toad", "the porter"]


def test_whose_turn_it_was_tells_nothing() -> None:
    text = (
        'Bea and Gill sat on the wall. "Ready?" said Gill.\n\n"Ready," said Bea. "Now?"\n\n'
        '"Is it?" It was Bea\'s turn.\n\n"Now," said Bea.\n'
    )
    assert speakers(text)[3] == "Gill"


def test_who_is_asked_two_things_by_name_answers() -> None:
    text = (
        'Lowell looked at the clock. Ines had the line. "Here," said Dina. "Ask her," said Lowell.\n\n'
        '"Dina, can you see a tower? A tall one?" said Ines.\n\n"Yes."\n\n"Good," said Ines.\n'
    )
    assert speakers(text)[3] == "Dina"


def test_the_pronoun_of_a_beat_tells_a_likely_sex() -> None:
    text = '"Where?" said Korrin.\n\n"Home," Varsh said.\n\n"Where?"\n\n"Home." She had begun to cry.\n'
    assert gender(text, "Varsh") == "female"


def test_her_name_is_that_of_my_mother_and_not_of_our_master() -> None:
    text = (
        "I remember my mother's advice, and I know that our master thought well of her. "
        "Her name was Duchess.\n\n"
        '"They have found a hare," said my mother, and I looked, and I saw it.\n\n"What hare?" I said.\n'
    )
    assert speakers(text)[0] == "Duchess"


def test_the_old_horse_is_the_old_riding_horse_and_not_whoever_else_is_a_horse() -> None:
    text = (
        'An old riding horse stood at the gate with Duchess. "They have lost it," said the old horse.\n\n'
        '"Poor thing," said Duchess. The black horse moved no more. She had known that horse for years. '
        "His name was Roy.\n\n"
        '"I know," said the old horse.\n'
    )
    assert speakers(text) == ["the old horse", "Duchess", "the old horse"]


def test_the_old_woman_is_the_landlady_who_is_a_signora() -> None:
    text = (
        'The landlady gave me the key, and I took it. "The last gentleman left," said the landlady.\n\n'
        '"Is it damp?" I asked.\n\n"No," said Signora Varga. "It is shy."\n\n*\n\n'
        'I found the landlady in the kitchen. "Who is in the wall?" I said.\n\n'
        'The old woman crossed herself. "With the last one she wept."\n'
    )
    assert speakers(text)[-1] == "Signora Varga"


def test_a_mx_is_neither_he_nor_she() -> None:
    text = 'Mx. Ade stood in the door with a cup. "Is this yours?" said Mx. Ade.\n\n"Yes," said Tobias.\n'
    assert gender(text, "Mx Ade") == "nonbinary"


def test_they_of_one_person_alone_is_neither_he_nor_she() -> None:
    text = (
        'Korrin lay on the ceiling with their hair hanging down. "No," said Korrin.\n\n'
        '"Come down," said Tobias.\n\nKorrin opened their eyes. "No."\n'
    )
    assert gender(text, "Korrin") == "nonbinary"


def test_they_who_may_be_two_tell_nothing_of_one() -> None:
    text = (
        'Korrin and Tobias shut their eyes. "No," said Korrin.\n\n"Yes," said Tobias.\n\n'
        'Korrin looked at Tobias. They nodded, and closed their eyes. "No."\n'
    )
    assert gender(text, "Korrin") != "nonbinary"


def test_a_man_who_is_only_heard_is_a_man() -> None:
    text = (
        '"Who is that?" said Ines.\n\n"Do I sound abandoned?" It was a man. "My name is Voss."\n\n'
        '"Ines," said Ines.\n\n"Voss," said Voss.\n'
    )
    assert gender(text, "Voss") == "male"


def test_whoever_answers_a_call_gives_a_name_and_is_the_one_described_next() -> None:
    text = (
        "I pulled the desk phone over, and I rang, and I waited for the one man I knew.\n\n"
        '"Pruitt."\n\n"It\'s Danny," I said.\n\n"No," said the desk sergeant.\n\n"Please, Pruitt," I said.\n'
    )
    assert [speakers(text)[0], speakers(text)[2]] == ["Pruitt", "Pruitt"]


def test_a_name_that_answers_a_question_is_nobodys_at_the_telephone() -> None:
    text = (
        'Ines put the lamp down. "Who did it?" said Ines.\n\n"Pruitt."\n\n"It was late," said Ines.\n\n'
        '"Very," said Tobias.\n'
    )
    assert speakers(text)[1] == "Tobias"


def test_my_sister_is_not_whoever_gives_a_name_outside() -> None:
    text = (
        "My sister had got up on the settle, and I fetched my boots, and I said nothing.\n\n"
        '"There is a dog."\n\n"There is no dog," I said. Dun looked at my sister.\n\n'
        '"Who wants her?" said Dun.\n\n"It\'s Ferrin, Nell. I have a thorn."\n\n'
        '"Open it," I said. My sister laughed.\n'
    )
    assert speakers(text)[0] == "my sister"


def test_a_telephone_that_speaks_is_whoever_has_given_a_name_through_it() -> None:
    text = (
        'Ines stood by the wall. "Ines here," said Ines.\n\n'
        '"My name is Vance. I have you under reserves."\n\n'
        '"Third reserves," said Ines. Her mother dried a cup. "Tea," said her mother.\n\n'
        '"I heard that," said the telephone.\n'
    )
    assert speakers(text)[-1] == "Vance"


def test_an_intercom_that_spoke_before_is_nobody_who_gives_a_name() -> None:
    text = (
        '"Welcome," said the intercom.\n\nA boy stood at the lift. "Who are you?" said Ines.\n\n'
        '"My name is Vance."\n\n'
        '"Good evening, Vance," said Ines.\n\n"Attention," said the intercom.\n'
    )
    assert speakers(text)[-1] == "the intercom"


def test_mrs_k_is_the_one_whose_surname_begins_so() -> None:
    text = (
        'Teo knocked. "Who is there?" said Mrs. Kowalczyk.\n\n"It is us," said Teo. Mrs. K was on the floor '
        'with Mrs. Lund.\n\n"You bring the big one?" said Mrs. K.\n'
    )
    assert speakers(text)[0] == speakers(text)[-1]


def test_whose_name_is_told_is_shown_by_it_and_not_by_what_they_are_called() -> None:
    text = (
        "I remember my mother's advice, and I know that our master thought well of her. "
        'Her name was Duchess, but he often called her Pet.\n\n"Well, old Pet," said our master.\n\n'
        '"They have found a hare," said my mother, and I looked, and I saw it.\n\n"What hare?" I said.\n'
    )
    assert speakers(text)[1] == "Duchess"


@pytest.mark.slow
def test_a_word_of_address_that_everybody_has_takes_time_in_proportion() -> None:
    def attributing(count: int) -> Callable[[], object]:
        syllables = [a + b for a in "bdfgklmnprst" for b in "aeiou"]
        names = ["".join(one).capitalize() for one in islice(product(syllables, repeat=3), count)]
        text = "\n\n".join(f'"At once, sir," said {name}.' for name in names)
        return lambda: told(text)

    assert growth(attributing, 200) < LINEAR


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("Our ferryman's name is Tobias, if he ever comes.", "Ines"),
        ("His name is Tobias.", "Ines"),
        ("My name is Tobias.", "Tobias"),
        ("My real name is Tobias.", "Tobias"),
        ("The name is Tobias.", "Tobias"),
        ("Name is Tobias, if you must know.", "Tobias"),
    ],
)
def test_whose_name_is_given(line: str, speaker: str) -> None:
    text = f'Ines rose. She smiled. Tobias rose. He coughed.\n\n"{line}"\n\n"Oh," said Dot. "Is it?"\n'
    assert (speakers(text)[0] == "Tobias") == (speaker == "Tobias")
