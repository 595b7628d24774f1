"""What the narration between two lines tells of them, and who its nouns and names are."""

from __future__ import annotations

import pytest

from drama.adapt.decision import features
from drama.adapt.decision.attribute import Attribution, attribute
from drama.adapt.text import structure


def read(text: str) -> Attribution:
    return attribute(text, structure.read(text))


def speakers(text: str) -> list[str]:
    return [q.speaker for q in read(text).quotations]


@pytest.mark.parametrize("who", ["A guard", "A nurse in a grey coat"])
def test_whoever_comes_in_between_two_lines_has_the_next(who: str) -> None:
    text = (
        'Ines and Tobias sat in the kitchen.\n\n"Late," said Ines.\n\n"Very," said Tobias.\n\n'
        f'"You could have telephoned."\n\n{who} came in from the yard and shook off the rain.\n\n'
        '"Papers, please."\n'
    )
    assert speakers(text)[-1] == f"the {who.split()[1]}"


def test_whoever_spoke_last_does_not_go_on_where_another_acted_in_between() -> None:
    text = (
        'Ines and Tobias were in the kitchen.\n\n"Nobody came," said Ines.\n\n"No," said Tobias.\n\n'
        'She put the kettle on and looked at the clock.\n\n"Nobody ever does."\n\n"True."\n'
    )
    assert speakers(text) == ["Ines", "Tobias", "Ines", "Tobias"]


@pytest.mark.parametrize(
    ("sentence", "verb"),
    [
        ("The captain of the guard nodded.", "nodded"),
        ("A woman with red hair laughed.", "laughed"),
        ("The clerk of the seal, who had been kneeling there for an hour, let out a moan.", "let"),
    ],
)
def test_what_stands_behind_a_noun_may_stand_before_its_verb(sentence: str, verb: str) -> None:
    found = read(f'{sentence}\n\n"Late," said Ines.\n').outcome
    assert found is not None
    mention = found.scene.people.narration[0][0]
    assert (mention.subject, mention.verb) == (True, verb)


def test_a_voice_that_changes_is_nobody_who_acts() -> None:
    text = (
        'Ines met Tobias at the gate.\n\n"Late," said Ines.\n\n'
        '"The bus broke down." The voice was hoarse.\n\n"Again?" said Ines.\n'
    )
    assert speakers(text)[1] == "Tobias"


@pytest.mark.parametrize("name", ["Gran", "Nain", "Abuela"])
def test_my_grandmother_is_whom_the_story_calls_so(name: str) -> None:
    text = (
        f"{name} sat by the window. I made the tea, and I cut the bread. {name} looked on.\n\n"
        f'"Too thick," said {name}.\n\n"It is bread," I said.\n\n"It is a doorstep," my grandmother said.\n'
    )
    found = speakers(text)
    assert found[0] == found[2] == name


def test_an_aunt_is_miss_to_others() -> None:
    text = (
        'Aunt Drusilla dropped a stitch.\n\n"Oh dear," said Aunt Drusilla.\n\nThe butler came in.\n\n'
        '"Miss Drusilla has dropped a stitch, sir," said the butler.\n\nDrusilla blushed. "I have."\n'
    )
    assert len({c.name for c in read(text).characters}) == 2


def test_two_names_that_one_line_gives_are_one_persons() -> None:
    text = (
        '"Who is there?" asked Ines.\n\n"They call me Asset Nineteen. I call me Marrow."\n\n'
        '"Go away," said Tobias.\n\n"I can\'t," said Marrow.\n\n"Try, Nineteen," said Ines.\n'
    )
    found = read(text)
    assert [q.speaker for q in found.quotations][1] == "Marrow"
    assert found.outcome is not None
    owners = {
        p.number for p in found.outcome.scene.people.alive() if {"Marrow", "Asset Nineteen"} & p.names.keys()
    }
    assert len(owners) == 1


def test_a_name_is_given_before_and_too() -> None:
    text = (
        'Ines and Tobias stood at the gate, and a boy looked over it.\n\n"Hello," said Ines.\n\n'
        '"Hello," said Tobias.\n\n"What do you want?"\n\n"I\'m Nils and I\'m six."\n\nTobias laughed.\n'
    )
    assert speakers(text)[-1] == "Nils"


def test_who_is_an_it_to_the_narration_is_not_whoever_is_called_beside_its_line() -> None:
    text = (
        '"They are here," said Otto.\n\nInes turned around. "Who?"\n\n"Nobody," said Otto.\n\n'
        '"We have minded the step," said the envoy.\n\n"Good," said Otto.\n\n'
        'The envoy listened with its whole body. "That is old."\n\n"We killed her?"\n\n"No, Ines. Hush."\n\n'
        '"She was three hundred." The envoy turned, until its face was near.\n'
    )
    found = speakers(text)
    assert found[3] == found[-1] == "the envoy"


def test_a_name_that_is_a_verb_too_calls_its_bearer_where_it_stands_alone() -> None:
    text = (
        'Doc lay on the bed. Finch and May stood beside it.\n\n"No," said May.\n\n"No?" said Finch.\n\n'
        '"Boil the salt. Strong as it will go. May?"\n\n"I am here."\n'
    )
    assert speakers(text)[-1] == "May"


def test_a_doctor_is_the_one_with_the_title_who_is_named_later() -> None:
    text = (
        'Ines came in, and there was a doctor by the bed.\n\n"It is healing," the doctor said.\n\n'
        '"When?" asked Ines.\n\nDr. Vane went pink. "Soon."\n'
    )
    assert len({c.name for c in read(text).characters}) == 2


def test_whoever_calls_pupils_mister_is_the_teacher_and_they_are_not() -> None:
    text = (
        "Tomas Wolski came in late, and Mx. Abara looked up.\n\n"
        '"Mr. Wolski," said Mx. Abara. "Good morning."\n\n'
        '"Morning," said Tomas.\n\nThe teacher sighed. "Sit down."\n'
    )
    found = speakers(text)
    assert found[0] == found[-1] != found[2]


def test_who_tells_the_story_is_still_there_some_paragraphs_on() -> None:
    text = (
        'I sat by the fire, and I watched them. I was cold.\n\n"Mice," said Otto.\n\n"Rats," said Ines.\n\n'
        'Ines put the kettle on.\n\nOtto looked at the clock.\n\n"Nobody came."\n'
    )
    found = read(text).outcome
    assert found is not None
    narrator = found.turns[-1].candidates.index(found.scene.people.narrator)
    assert found.turns[-1].features[narrator][features.INDEX["middle"]]


def test_the_protagonist_is_never_forgotten() -> None:
    wind = "The wind was cold.\n\n" * 30
    talk = '"Nobody came," said Otto.\n\n"No," said Ruth.\n'
    text = f"Ines packed. Ines locked the house. Ruth waved.\n\n{wind}{talk}"
    found = read(text).outcome
    assert found is not None
    in_mind = found.scene.memory.before[0]
    assert [found.label[number] for number in in_mind] == ["Ines"]


def test_whom_a_turns_last_words_call_is_not_who_spoke_before_it() -> None:
    text = (
        'Doc lay on the bed. Finch and May stood beside it. May looked at Finch.\n\n"No," said May.\n\n'
        '"What, then?" said Doc.\n\n"You don\'t know him!" The girl with the crossbow was near tears.\n\n'
        '"But I know the foot." Doc coughed. "Boil the salt. May?"\n\n"I am here."\n'
    )
    found = read(text).outcome
    assert found is not None
    assert not any(person.joined for person in found.scene.people.persons)
