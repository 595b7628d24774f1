"""An actor's sides hold her lines and nobody else's, each with what she hears before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from drama.cli.commands.sides import file_name
from drama.errors import UsageError
from drama.model import Character, Cue, Scene, Script
from drama.produce.sides_page import as_html, as_text, sides

LONG = " ".join(f"word{n}" for n in range(60))
SCRIPT = Script(
    key="003",
    title="Lamps & Quays",
    author="",
    sha256="",
    characters=(Character(name="Ines", aliases=("Captain Vale",)), Character(name="Tobias")),
    scenes=(
        Scene(
            title="The Quay",
            cues=(
                Cue(number=1, kind="narrator", text=LONG),
                Cue(number=2, kind="line", speaker="Ines", text="Who is <there>?", how=("shouted",)),
                Cue(number=3, kind="line", speaker="Ines", text="Show yourself."),
                Cue(number=4, kind="line", speaker="Tobias", text="Only me & the dog."),
                Cue(number=5, kind="pause"),
                Cue(number=6, kind="line", speaker="Ines", text="You might have knocked."),
            ),
        ),
        Scene(cues=(Cue(number=7, kind="line", speaker="Tobias", text="Good night."),)),
        Scene(
            cues=(
                Cue(number=8, kind="sound", text="door-slam"),
                Cue(number=9, kind="line", speaker="Ines", text="Not again."),
            )
        ),
    ),
)


def test_sides_hold_all_lines_of_one_character_with_their_numbers() -> None:
    numbers = [line.number for scene in sides(SCRIPT, "Ines").scenes for line in scene.lines]
    assert numbers == [2, 3, 6, 9]


def test_each_line_has_the_cue_before_it() -> None:
    lines = [line for scene in sides(SCRIPT, "Ines").scenes for line in scene.lines]
    assert [line.before for line in lines] == ["narrator", "", "Tobias", "sound"]
    assert [line.cue for line in lines[2:]] == ["Only me & the dog.", "door-slam"]


def test_of_a_long_cue_the_end_is_given() -> None:
    cue = sides(SCRIPT, "Ines").scenes[0].lines[0].cue
    assert cue.startswith("… word36 ")
    assert cue.endswith(" word59")


def test_a_scene_without_her_is_left_out() -> None:
    assert [scene.title for scene in sides(SCRIPT, "Ines").scenes] == ["The Quay", "Scene 3"]


@pytest.mark.parametrize("name", ["ines", "Captain Vale", "INES"])
def test_a_character_is_found_by_any_name(name: str) -> None:
    assert sides(SCRIPT, name).name == "Ines"


def test_the_narrator_has_sides_too() -> None:
    assert sides(SCRIPT, "narrator").lines == 1


def test_a_stranger_is_refused_with_a_hint() -> None:
    with pytest.raises(UsageError, match="did you mean 'Tobias'"):
        sides(SCRIPT, "Tobas")


def test_the_text_fits_the_page_and_shows_directions() -> None:
    text = as_text(sides(SCRIPT, "Ines"))
    assert max(len(line) for line in text.splitlines()) <= 78
    assert "   2  (shouted) Who is <there>?\n" in text
    assert text.startswith("INES: sides\n003  Lamps & Quays\n4 lines, 11 words\n")
    assert text.endswith("Not again.\n\n")


def test_the_page_escapes_the_story() -> None:
    html = as_html(sides(SCRIPT, "Ines"))
    assert "<there>" not in html
    assert "Who is &lt;there&gt;?" in html
    assert "Lamps &amp; Quays" in html


def test_a_story_with_dollar_signs_is_printed_as_it_is() -> None:
    script = Script(
        key="1", title="$title", author="", sha256="", characters=(),
        scenes=(Scene(cues=(Cue(number=1, kind="line", speaker="$name", text="That is $5 and ${body}."),)),),
    )  # fmt: skip
    assert "That is $5 and ${body}." in as_html(sides(script, "$name"))


@pytest.mark.parametrize(
    "name",
    ["Ines", "the porter", "O'Neil", "Ana-Lucía", "../../etc/passwd", "a/b", "a\\b", "CON: 1?", "", ".",
     "nul", "x" * 300, "a\x00b"],
)  # fmt: skip
def test_a_name_never_leads_out_of_the_folder(name: str) -> None:
    stem = file_name(name)
    assert Path(f"{stem}.txt").name == f"{stem}.txt"
    assert 0 < len(stem) < 80
    assert stem.upper() not in ("CON", "NUL")
    assert stem.upper() not in ("CON", "NUL")
    assert not set(stem) & set('/\\:*?"<>|\0')


def test_a_plain_name_stays_as_it_is_and_others_stay_apart() -> None:
    assert file_name("O'Neil") == "O'Neil"
    assert len({file_name("a/b"), file_name("a:b"), file_name("a-b")}) == 3
