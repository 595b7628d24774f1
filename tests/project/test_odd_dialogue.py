"""Dialogue as only some texts have it: odd marks, signs for what is thought, chats, interviews, plays."""

from __future__ import annotations

from pathlib import Path

import pytest

from drama.adapt import adapt, verbatim
from drama.model import Script
from drama.project import story_file


def script(folder: Path, text: str, name: str = "001 case.txt") -> Script:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    story = story_file.read(path)
    made = adapt(story)
    verbatim.check_words(made, story)
    return made


def lines(folder: Path, text: str, name: str = "001 case.txt") -> list[tuple[str, str]]:
    return [(cue.speaker, cue.text) for cue in script(folder, text, name).cues if cue.kind == "line"]


TELEPATHY = "(Are you there?) asked Ines.\n\n(Always,) sent Tobias. (Every word.)\n\nInes shut the hatch.\n"


@pytest.mark.parametrize(
    ("signs", "name"),
    [
        (("::", "::"), "1.txt"),
        (("~", "~"), "1.md"),
        (("/", "/"), "1.txt"),
        (("//", "//"), "1.md"),
        (("<", ">"), "1.txt"),
    ],
)
def test_signs_around_what_is_said_with_a_tag_are_quotation_marks(
    tmp_path: Path, signs: tuple[str, str], name: str
) -> None:
    text = TELEPATHY.replace("(", signs[0]).replace(")", signs[1])
    assert lines(tmp_path, text, name) == [
        ("Ines", "Are you there?"),
        ("Tobias", "Always,"),
        ("Tobias", "Every word."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "He read and/or wrote, he said/she said, 5/6 of it.\n",
        "The file is in /usr/share/doc, or in /etc/hosts. She looked.\n",
        "It took ~ten hours, ~twelve at most. Nobody spoke.\n",
    ],
)
def test_signs_for_something_else_are_no_quotation_marks(tmp_path: Path, text: str) -> None:
    assert not lines(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "”Are you there?” asked Ines.\n\n”Always,” said Tobias. ”Every word.”\n",
        "’Are you there?’ asked Ines.\n\n’Always,’ said Tobias. ’Every word.’\n",
        ",,Are you there?'' asked Ines.\n\n,,Always,'' said Tobias. ,,Every word.''\n",
        "``Are you there?'' asked Ines.\n\n``Always,'' said Tobias. ``Every word.''\n",
        "''Are you there?'' asked Ines.\n\n''Always,'' said Tobias. ''Every word.''\n",
    ],
    ids=["doubles", "singles", "commas", "graves", "apostrophes"],
)
def test_marks_that_point_one_way_or_are_typed_as_commas_are_read(tmp_path: Path, text: str) -> None:
    assert lines(tmp_path, text) == [
        ("Ines", "Are you there?"),
        ("Tobias", "Always,"),
        ("Tobias", "Every word."),
    ]


def test_a_line_of_irc_is_its_speakers_and_an_act_nobodys(tmp_path: Path) -> None:
    for time in ("", "[21:02] "):
        text = f"{time}<maya> who's in?\n{time}<@olaf> me\n{time}* olaf waves\n{time}<maya> good\n"
        made = script(tmp_path, text)
        said = [(cue.speaker or cue.kind, cue.text) for cue in made.cues if cue.kind != "matter"]
        assert [one for one in said if not one[1].endswith(":")] == [
            ("Maya", "who's in?"),
            ("Olaf", "me"),
            ("narrator", "* olaf waves"),
            ("Maya", "good"),
        ]


@pytest.mark.parametrize("mark", ["", "Who asks whom is lost.\n\n"], ids=["whole", "within a story"])
def test_question_and_answer_are_two_speakers(tmp_path: Path, mark: str) -> None:
    text = f"{mark}Q: Where were you?\nA: In the mill.\nQ: Alone?\nA: With the miller.\n"
    found = lines(tmp_path, text)
    assert [text for _, text in found] == ["Where were you?", "In the mill.", "Alone?", "With the miller."]
    assert found[0][0] == found[2][0] != found[1][0] == found[3][0]


def test_names_before_dashes_are_speakers_where_two_speak_twice(tmp_path: Path) -> None:
    text = "Ines – Are you there?\nTobias – Always.\nInes – Then come down.\nTobias – Catch the rope.\n"
    assert [speaker for speaker, _ in lines(tmp_path, text)] == ["Ines", "Tobias", "Ines", "Tobias"]
    assert not lines(tmp_path, "Bread – two loaves.\nMilk – a pint.\nEggs – six.\nBread – none is left.\n")


def test_names_with_a_stop_make_a_play_of_a_text_that_is_all_so(tmp_path: Path) -> None:
    text = "Alba. Who has the key?\n\nBruno. Not I.\n\nAlba. Then who?\n\nBruno. Ask Carlo.\n"
    assert [speaker for speaker, _ in lines(tmp_path, text)] == ["Alba", "Bruno", "Alba", "Bruno"]
    assert not lines(tmp_path, text.replace("Alba", "Yes").replace("Bruno", "No"))


def test_how_somebody_speaks_may_stand_behind_a_comma(tmp_path: Path) -> None:
    made = script(tmp_path, "INES, whispering: Is he asleep?\n\nTOBIAS: Like a log.\n\nINES: Then now.\n")
    first = next(cue for cue in made.cues if cue.kind == "line")
    assert (first.speaker, first.text, first.how) == ("Ines", "Is he asleep?", ("whispered",))


def test_a_story_with_a_scene_of_a_play_in_it_stays_a_story(tmp_path: Path) -> None:
    text = (
        "KING: Who comes?\n\nFOOL: Nobody, sire.\n\nKING: Then let him in.\n\nFOOL: He is in.\n\n"
        '"Louder," said Ines.\n'
    )
    found = lines(tmp_path, text)
    assert [speaker.title() for speaker, _ in found] == ["King", "Fool", "King", "Fool", "Ines"]
    assert found[-1][1] == "Louder,"


def test_a_message_as_answers_quote_it_has_whole_sentences_and_no_empty_cues(tmp_path: Path) -> None:
    text = (
        "The letter from the harbour was long, and nobody in the house had read it.\n\n"
        "> Nothing has moved here since Tuesday, and the\n> boats lie in the mud.\n>\n> Bring the coat.\n"
        ">\n\n"
        '"When?" said Ines.\n'
    )
    made = script(tmp_path, text)
    assert len(made.scenes) == 1
    assert [cue.text for cue in made.cues][1:3] == [
        "Nothing has moved here since Tuesday, and the boats lie in the mud.",
        "Bring the coat.",
    ]


def test_a_table_at_the_beginning_is_no_title(tmp_path: Path) -> None:
    assert script(tmp_path, 'Ship\tLeaves\nAda\t9:15\nNora\t17:30\n\n"Late," said Ines.\n').title == "case"


def test_a_name_is_whole_again_though_both_its_halves_are_words_of_the_story(tmp_path: Path) -> None:
    text = (
        "The coach went on from Marl-\nborough, for the borough had marl and more marl, "
        "as a borough needs.\n"
        "On Sunday they went to the Sunday-\nschool, for the school was open, and a school is warm.\n"
    )
    said = " ".join(cue.text for cue in script(tmp_path, text).cues)
    assert "from Marlborough, for" in said
    assert "the Sunday-school, for" in said
