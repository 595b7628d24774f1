"""Blocking: directions for where people stand and how they move, from narration."""

from __future__ import annotations

import pytest

from drama.adapt.spotting.blocking import LASTS, blocked
from drama.model import Character, Cue, Scene, Script

PEOPLE = (Character(name="Ada", gender="female"), Character(name="Bo", gender="male"))


def directions(*said: str, people: tuple[Character, ...] = PEOPLE) -> list[tuple[str, ...]]:
    """Return the directions of the lines of a scene; "Ada: words" is a line, anything else narration."""
    cues = []
    for number, text in enumerate(said, 1):
        speaker, colon, words = text.partition(": ")
        line = colon and speaker in ("Ada", "Bo")
        joined = text.startswith("said ")
        cues.append(
            Cue(number=number, kind="line", speaker=speaker, text=words) if line
            else Cue(number=number, kind="narrator", text=text, joined=joined)
        )  # fmt: skip
    script = Script(
        key="1", title="", author="", sha256="", characters=people, scenes=(Scene(cues=tuple(cues)),)
    )
    return [cue.how for cue in blocked(script).cues if cue.kind == "line"]


def test_he_is_nobody_who_says_i() -> None:
    narrator = Character(name="Bo", gender="male", narrator=True)
    assert directions("Bo: So.", "He went over to the window.", "Bo: Rain.", people=(narrator,)) == [(), ()]
    bo = Character(name="Bo", gender="male")
    assert directions("Bo: So.", "He went over to the window.", "Bo: Rain.", people=(bo,)) == [
        (),
        ("off-mic",),
    ]


def test_who_comes_in_is_heard_coming_in_and_then_with_the_others() -> None:
    assert directions("Bo came in.", "Bo: Hello.", "Ada: You.", "Bo: Me.") == [("entering",), (), ()]


def test_who_goes_out_after_a_line_says_it_going_out() -> None:
    assert directions("Bo: Enough.", "said Bo, and stormed out.", "Ada: Well.") == [("leaving",), ()]


def test_who_goes_to_the_window_is_off_the_microphone_until_he_comes_back() -> None:
    told = ("Bo went over to the window.", "Bo: Rain.", "Bo came back and sat down.", "Bo: More rain.")
    assert directions(*told) == [("off-mic",), ()]


def test_nobody_stays_off_the_microphone_for_ever() -> None:
    found = directions("Ada crossed the room.", *["Ada: So."] * (LASTS + 1))
    assert found == [("off-mic",)] * LASTS + [()]


def test_a_pronoun_is_whoever_of_that_gender_spoke_last() -> None:
    assert directions("Ada: Wait.", "She climbed up the ladder.", "Ada: Here.", "Bo: Where?") == [
        (),
        ("above",),
        (),
    ]


@pytest.mark.parametrize(
    "told",
    ["If Bo came in, they were lost.", "Bo came in close.", "Bo wanted to go out.", "The cat came in."],
)
def test_a_move_that_is_only_thought_or_anothers_changes_nothing(told: str) -> None:
    assert directions(told, "Bo: Hello.") == [()]
