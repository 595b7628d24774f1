"""From prose to scenes of cues: laid out as a play, and not a word lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drama.adapt import adapt, quotations
from drama.adapt.revision.verbatim import check_words
from drama.errors import InputError
from drama.model import Script, Story
from drama.project import script_file, story_file

SHARED = Path(os.environ.get("DRAMA_TEXTS", Path(__file__).parents[3] / "shared"))
"""A folder with any .txt stories below it, to try the whole of adapt on; DRAMA_TEXTS names another."""
TEXTS = sorted(SHARED.rglob("*.txt")) if SHARED.is_dir() else []


def told(text: str, name: str = "012 The Kettle") -> Story:
    return Story(key="012", name=name, path=Path(f"stories/{name}.txt"), text=text, sha256="")


def play(made: Script) -> list[tuple[str, str]]:
    return [(cue.speaker or cue.kind, cue.text) for cue in made.cues]


KETTLE = """The Kettle

by Tove Lund

Chapter One

The kettle sang. "Who's there?" asked Tobias. "Speak
up!"

"Only me," said Ines.

* * *

Tobias slept.

II

Nothing sang."""


def test_a_paragraph_becomes_its_quotations_and_what_stands_between() -> None:
    assert play(adapt(told(KETTLE)))[3:8] == [
        ("narrator", "The kettle sang."),
        ("Tobias", "Who's there?"),
        ("narrator", "asked Tobias."),
        ("Tobias", "Speak up!"),
        ("Ines", "Only me,"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "rest"),
    [
        ('"I am going nowhere", said Ines.', "I am going nowhere,", "said Ines."),
        ('"I am going nowhere". Ines sat down.', "I am going nowhere.", "Ines sat down."),
        ("“I am going nowhere”... said Ines.", "I am going nowhere...", "said Ines."),
        ('"I am going nowhere" — said Ines.', "I am going nowhere", "— said Ines."),
    ],
)
def test_a_stop_behind_the_closing_mark_ends_the_line(text: str, line: str, rest: str) -> None:
    made = adapt(told(f"Ines Vale was here.\n\n{text}"))
    assert [cue.text for cue in made.cues[1:]] == [line, rest]


def test_cues_of_one_paragraph_are_joined() -> None:
    assert [cue.joined for cue in adapt(told(KETTLE)).cues[3:9]] == [False, True, True, True, False, True]


def test_cues_are_numbered_from_one() -> None:
    made = adapt(told(KETTLE))
    assert [cue.number for cue in made.cues] == list(range(1, made.numbered + 1))


def test_scenes_begin_at_headings_and_breaks() -> None:
    made = adapt(told(KETTLE))
    assert [scene.title for scene in made.scenes] == ["", "Chapter One", "", "II"]
    assert [len(scene.cues) for scene in made.scenes] == [2, 7, 1, 2]


def test_front_matter_is_spoken_by_the_narrator_as_such() -> None:
    assert [(cue.kind, cue.how) for cue in adapt(told(KETTLE)).cues[:3]] == [
        ("narrator", ("title",)),
        ("narrator", ("byline",)),
        ("narrator", ("heading",)),
    ]


@pytest.mark.parametrize(
    ("text", "name", "title", "author"),
    [
        (KETTLE, "012 The Kettle", "The Kettle", "Tove Lund"),
        ("Rain fell.", "012_the old_pot", "the old pot", ""),
        ("Rain fell.", "012", "Story 12", ""),
        ("Rain fell.", "012_3f9a0c77d1", "Story 12", ""),
        ("Title: Rain\nAuthor: T. Lund\n\nRain fell on it.", "x", "Rain", "T. Lund"),
        ("A RAINY STORY\nA story by Tove\n\nRain fell on it.", "x", "A RAINY STORY", "Tove"),
    ],
)
def test_title_and_author_come_from_the_text_or_the_file(
    text: str, name: str, title: str, author: str
) -> None:
    made = adapt(told(text, name))
    assert (made.title, made.author) == (title, author)


def test_two_headings_in_a_row_are_one_title() -> None:
    made = adapt(told("CHAPTER I\n\nTHE KETTLE\n\nIt sang all night, that kettle.\n\nAnd then it stopped."))
    assert [scene.title for scene in made.scenes] == ["CHAPTER I: THE KETTLE"]


def test_a_line_nobody_can_be_told_to_say_is_still_a_line() -> None:
    made = adapt(told('The door was shut.\n\n"Is it open?"'))
    assert [cue.kind for cue in made.cues] == ["narrator", "line"]
    assert made.cues[1].speaker in {character.name for character in made.characters}


def test_every_speaker_is_among_the_characters() -> None:
    made = adapt(told(KETTLE + '\n\n"Who said that?"\n\n"I did."'))
    assert {cue.speaker for cue in made.cues if cue.kind == "line"} <= {
        person.name for person in made.characters
    }


def test_a_long_paragraph_becomes_several_cues_that_end_with_sentences() -> None:
    sentence = "The kettle sang again and nobody in the house could say what it wanted. "
    made = adapt(told(sentence * 60))
    assert all(cue.text.endswith("wanted.") for cue in made.cues)
    assert max(len(cue.text.split()) for cue in made.cues) <= 400
    assert [cue.joined for cue in made.cues] == [False] + [True] * (len(made.cues) - 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("unit", "size"),
    [("so ", 2_000_000), ("“Oh. ", 100_000), ("x", 2_000_000), ('"Oh," said Ines. ', 200_000)],
    ids=["words", "quotation marks", "one word", "tagged quotations"],
)
def test_a_paragraph_that_never_ends_is_adapted_whole(unit: str, size: int) -> None:
    text = unit * (size // len(unit))
    check_words(adapt(told(text)), told(text))


@pytest.mark.parametrize("old", ["-\n", " -\n", "--\n"])
def test_a_word_parted_at_the_end_of_a_line_is_whole_again(old: str) -> None:
    made = adapt(
        told(f"It was a well{old}known kettle, and\nit sang.\n\nIt sang of rain and of\nlong waits.")
    )
    assert made.cues[0].text.startswith(
        "It was a well" + (" ".join(old.split()) if old == "-\n" else f"{old[:-1]} ")
    )


PIECES = st.sampled_from([
    "The kettle sang", "Ines", "Tobias", " said ", " asked ", "he", "she", "I", ". ", ", ", "? ", "! ", "… ",
    " — ", "--", '"', '"', '"', "“", "”", "‘", "’", "'", "«", "»", "'tis", "don't", "\n", "\n\n", "\n\n",
    "\n\n\n\n", "* * *", "Chapter 2", "IV", "by Tove", "_so_", "*no*", "well-\nknown", "\t", "# Two", "- ",
    "é", "🎭", "12:30", "<b>", "STOP",
])  # fmt: skip


def test_a_stop_inside_the_next_quotation_stays_there() -> None:
    check_words(adapt(told("«The kettle sang«? ")), told("«The kettle sang«? "))


@settings(max_examples=300)
@given(st.lists(PIECES, min_size=1, max_size=40).map("".join) | st.text(min_size=1, max_size=80))
def test_no_text_loses_a_word_or_crashes(text: str) -> None:
    tale = told(text)
    made = adapt(tale)
    check_words(made, tale)
    assert script_file.parse(script_file.dump(made)) == made


@given(st.lists(PIECES, min_size=1, max_size=40).map("".join))
def test_quotations_are_in_order_and_inside_the_text(text: str) -> None:
    found = quotations(told(text))
    assert all(0 <= quotation.start < quotation.end <= len(text) for quotation in found)
    assert [quotation.start for quotation in found] == sorted(quotation.start for quotation in found)


@pytest.mark.slow
@pytest.mark.skipif(not TEXTS, reason="no texts: name a folder of them with DRAMA_TEXTS")
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_real_text_loses_no_word_and_its_script_reads_back(path: Path) -> None:
    try:
        tale = story_file.read(path)
    except InputError:
        pytest.skip("no story")
    made = adapt(tale)
    check_words(made, tale)
    assert script_file.parse(script_file.dump(made)) == made


@pytest.mark.slow
def test_the_order_of_sets_changes_nothing_in_a_script() -> None:
    (path,) = (Path(__file__).parents[2] / "stories").glob("003 *.txt")
    code = (
        "import sys, pathlib; from drama.adapt import adapt;"
        "from drama.project import script_file, story_file;"
        "story = story_file.read(pathlib.Path(sys.argv[1]));"
        "print(ascii(script_file.dump(adapt(story))))"
    )
    scripts = {
        subprocess.run(
            [sys.executable, "-c", code, str(path)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "8")
    }
    assert len(scripts) == 1


@pytest.mark.parametrize(
    ("line", "title", "author"),
    [
        ("Moonless by inkfox22", "Moonless", "inkfox22"),
        ("the Long Field by eva_lund", "the Long Field", "eva_lund"),
        ("Day by Day", "Day by Day", ""),
        ("Stopping by Woods", "Stopping by Woods", ""),
    ],
)
def test_a_user_name_behind_a_title_is_the_author(line: str, title: str, author: str) -> None:
    made = adapt(told(f"{line}\n\nChapter 1 - The Bus\n\nIt rained.\n"))
    assert (made.title, made.author) == (title, author)
