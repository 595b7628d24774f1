"""Kinds of lines that web fiction has: few tags, epithets, names given late. The examples are ours."""

from __future__ import annotations

import pytest

from drama.adapt.decision.attribute import attribute
from drama.adapt.text import structure


def speakers(text: str) -> list[str]:
    return [quotation.speaker for quotation in attribute(text, structure.read(text)).quotations]


def sure(text: str) -> list[float]:
    return [quotation.sure for quotation in attribute(text, structure.read(text)).quotations]


def merged(text: str) -> dict[str, str]:
    """Return who is somebody else's second name, by description or name."""
    outcome = attribute(text, structure.read(text)).outcome
    assert outcome is not None
    people = outcome.scene.people
    return {
        (min(p.names) if p.named else p.description()): people.label(people.standing(p.number))
        for p in people.persons
        if p.into >= 0
    }


TWO = "Ines kept the lighthouse, and she kept it well. Tobias rowed out to it on Sundays with the post.\n\n"


@pytest.mark.parametrize("join", ["when", "while", "as soon as", "until"])
def test_who_acts_in_a_clause_of_time_behind_a_tag_is_not_its_speaker(join: str) -> None:
    text = (
        f'{TWO}"Well?" Ines asked.\n\nThe guard was not hurt. He sat down.\n\n'
        f'"It went," he mumbled, {join} Tobias knelt down beside him. "The whole step went."\n\n"Well."\n'
    )
    assert speakers(text)[1:3] == ["the guard", "the guard"]


@pytest.mark.parametrize("join", ["and Mara puts the jar back", "when Mara stops at the shelf"])
def test_a_name_behind_the_pronoun_of_a_tag_is_not_who_it_means(join: str) -> None:
    text = f'{TWO}Ines has labelled everything.\n\n"It keeps longer," she explains, {join}.\n'
    assert sure(text)[0] > 0.85


@pytest.mark.parametrize(
    ("somebody", "pronoun"),
    [
        ("potboy", "he"),
        ("stableboy", "he"),
        ("swordswoman", "she"),
        ("spearwoman", "she"),
        ("shieldmaiden", "she"),
        ("flowergirl", "she"),
    ],
)
def test_a_compound_of_boy_or_woman_is_somebody(somebody: str, pronoun: str) -> None:
    text = f'{TWO}A {somebody} caught Tobias by the coat. "Wait!" {pronoun} said, "may I have the boots?"\n'
    assert speakers(text) == [f"the {somebody}"] * 2


@pytest.mark.parametrize("thing", ["talisman", "ottoman", "carboy", "doberman", "walkman"])
def test_a_thing_that_ends_like_a_person_is_nobody(thing: str) -> None:
    text = f'{TWO}The {thing} lay on the table.\n\n"Wait!"\n\n"No," said Ines.\n'
    assert f"the {thing}" not in speakers(text)


def test_a_child_is_told_by_its_years() -> None:
    text = f'{TWO}Ines looked under the chair.\n\n"I\'m a seal," says the five-year-old.\n'
    assert speakers(text) == ["the five-year-old"]


def test_a_bridge_of_fifty_years_is_nobody() -> None:
    text = f'{TWO}The fifty-year-old bridge shook.\n\n"Wait!" Ines cried.\n\n"No."\n'
    assert speakers(text) == ["Ines", "Tobias"]


@pytest.mark.parametrize("tense", ["is", "was"])
def test_this_is_ines_behind_a_line_tells_its_speaker(tense: str) -> None:
    text = f'{TWO}"Who wants soup?" said Tobias.\n\n"Nobody." This {tense} Mara, from the window.\n'
    assert speakers(text) == ["Tobias", "Mara"]
    assert sure(text)[1] > 0.9


@pytest.mark.parametrize("verb", ["hears", "heard", "overheard"])
def test_whoever_hears_a_line_has_not_said_it(verb: str) -> None:
    text = f'{TWO}Mara was aloft. Ines stopped on the ladder.\n\n"Stay there," Ines {verb} above her.\n'
    assert sure(text)[0] < 0.8


@pytest.mark.parametrize("other", ["an old woman", "a man"])
def test_who_spoke_last_of_several_without_a_name_answers_with_one(other: str) -> None:
    text = (
        f"{TWO}A lad sat on the wall, and {other} stood at the gate with a basket.\n\n"
        '"You\'re late," said the lad.\n\n"Who asked you? What\'s your name?" said Ines.\n\n"Perrin."\n\n'
        '"And what do you want, Perrin?" said Ines.\n\nPerrin yawned.\n'
    )
    assert merged(text)["the lad"] == "Perrin"
    assert speakers(text)[2] == "Perrin"


def test_a_robot_that_answers_to_a_name_has_it() -> None:
    text = (
        f'{TWO}Sprocket hums. It turns its lens.\n\n"Sprocket? What do you see?" said Ines.\n\n'
        'The robot turned its lens. "Two ships," the robot reports.\n\n"Two," said Tobias.\n\n'
        '"And a whale," says Sprocket with its arms full of bolts.\n'
    )
    assert merged(text)["the robot"] == "Sprocket"


@pytest.mark.parametrize("line", ['"Odile," she said. "Odile Marchetti."', '"Odile. Odile Marchetti."'])
def test_a_name_given_in_full_is_nobody_elses(line: str) -> None:
    text = (
        f"{TWO}The girl sat on the stairs. Behind her stood the cook, a man with one arm, and he frowned at "
        f'her.\n\n{line}\n\nOdile Marchetti rose. "I\'ll go now."\n'
    )
    assert "the cook" not in merged(text)


def test_a_voice_is_whose_voice_the_next_sentence_tells_of() -> None:
    text = f'{TWO}"Quiet," said a voice in her ear. Mirela sounded as if she was eating. "He hears you."\n'
    assert speakers(text) == ["Mirela", "Mirela"]


def test_her_sister_is_not_the_one_whose_sister_she_is() -> None:
    text = f'{TWO}Mara frowned. Ines wept into her napkin. "Oh, hush," said her sister.\n'
    assert sure(text)[0] < 0.8


def test_an_uncle_by_a_short_name_is_called_by_the_long_one() -> None:
    text = (
        f"{TWO}Uncle Ray came in with a crate. Uncle Ray put it down.\n\n"
        '"Where\'s the rope, Raymond?" said Ines.\n\n"What rope?" said Tobias.\n'
    )
    assert {merged(text).get("Raymond"), merged(text).get("Uncle Ray")} & {"Uncle Ray", "Raymond"}


def test_a_fond_form_of_a_short_name_is_the_same_one() -> None:
    text = (
        f"{TWO}Trish sat down. Trish laughed, and Trish poured the wine.\n\n"
        '"Enough, Trishie," said Ines.\n\n"Never," said Trish.\n'
    )
    assert merged(text)["Trishie"] == "Trish"


def test_ser_is_a_title_of_women_and_men() -> None:
    text = (
        f"{TWO}Ser Ysolde Marsh leaned over the wall, and she frowned.\n\n"
        '"My word, as a knight," Ser Ysolde said.\n\n"Yours?" said the lad.\n\n"Mine," the knight said.\n'
    )
    assert speakers(text)[0] == speakers(text)[2] == "Ser Ysolde Marsh"
    assert {q.gender for q in attribute(text, structure.read(text)).quotations[::2]} == {"female"}


@pytest.mark.parametrize("how", ["very firmly", "firmly, and not very kindly,", "very firmly, and at once,"])
def test_two_adverbs_stand_between_a_subject_and_its_verb(how: str) -> None:
    text = f'{TWO}Tobias begged her to sit; but Mara {how} declined; and then rising up, said, "No."\n'
    assert speakers(text) == ["Mara"]


def test_who_thinks_about_a_line_has_not_the_sex_of_its_speaker() -> None:
    text = (
        'Pam came in with a folder.\n\n"It means are you sure," Pam called over the soup.\n\n'
        "He gave it some thought. That was the thing about him, he gave all of it thought, and one could "
        'ask him if he wanted soup.\n\n"Yes."\n'
    )
    assert attribute(text, structure.read(text)).quotations[0].gender == "female"
