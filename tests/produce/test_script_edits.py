"""Edits of a script: each leaves what a person would have typed, and adapting again keeps it."""

from __future__ import annotations

import pytest

from drama.adapt import merge
from drama.errors import UsageError
from drama.model import Character, Cue, Scene, Script
from drama.produce.script_edits import READINGS, apply

CUES = (
    Cue(number=1, kind="narrator", text="The door opened."),
    Cue(number=2, kind="line", speaker="Ada", text="Who is there?", sure=0.41, why="answers nobody"),
    Cue(number=3, kind="line", speaker="Bo", text="Only me.", how=("whispered",), sure=0.9),
    Cue(number=4, kind="music", text="sting-tense", sure=0.6),
)
SCRIPT = Script(
    key="001",
    title="The Door",
    author="",
    sha256="x",
    characters=(Character(name="Ada", aliases=("the girl",)), Character(name="Bo")),
    scenes=(Scene(cues=CUES),),
    numbered=4,
)


def cue(script: Script, number: int) -> Cue:
    return next(cue for cue in script.cues if cue.number == number)


def test_a_line_is_given_to_somebody_and_says_so() -> None:
    made = apply(SCRIPT, {"kind": "speaker", "cues": [2], "to": "Bo"})
    given = cue(made.script, 2)
    assert (given.speaker, given.by_hand, given.sure) == ("Bo", True, None)
    assert given.why == "by hand; drama had Ada (0.41)"
    assert (made.changed, made.said) == ((2,), "gave “Who is there?” to Bo")


def test_a_name_may_be_an_alias_or_new() -> None:
    assert cue(apply(SCRIPT, {"kind": "speaker", "cues": [3], "to": "The girl"}).script, 3).speaker == "Ada"
    made = apply(SCRIPT, {"kind": "speaker", "cues": [3], "to": "Cy", "gender": "male"}).script
    assert made.characters[-1] == Character(name="Cy", gender="male", why="entered by hand")


def test_a_line_may_be_the_narrators_and_narration_a_line() -> None:
    assert cue(apply(SCRIPT, {"kind": "speaker", "cues": [2], "to": ""}).script, 2).kind == "narrator"
    line = cue(apply(SCRIPT, {"kind": "speaker", "cues": [1], "to": "Bo"}).script, 1)
    assert (line.kind, line.speaker) == ("line", "Bo")


def test_other_words_keep_the_storys_and_come_back_to_them() -> None:
    changed = apply(SCRIPT, {"kind": "text", "cue": 3, "text": "Just  me."}).script
    assert (cue(changed, 3).text, cue(changed, 3).was) == ("Just me.", "Only me.")
    assert cue(apply(changed, {"kind": "text", "cue": 3, "text": "Only me."}).script, 3).was is None


def test_takes_differ_and_come_round_to_the_ordinary_reading() -> None:
    script, seen = SCRIPT, set()
    for _ in READINGS:
        script = apply(script, {"kind": "retake", "cue": 2}).script
        seen.add(cue(script, 2).settings)
    assert len(seen) == len(READINGS)
    assert cue(script, 2) == cue(SCRIPT, 2)


def test_a_sound_stands_behind_the_line_and_can_be_taken_out() -> None:
    made = apply(SCRIPT, {"kind": "sound", "after": 2, "what": "sound", "name": "door-slam"}).script
    assert [one.number for one in made.cues] == [1, 2, 5, 3, 4]
    assert made.numbered == 5
    assert apply(made, {"kind": "remove", "cue": 5}).script.cues == CUES


@pytest.mark.parametrize(
    "edit",
    [
        {"kind": "speaker", "cues": [2], "to": "Bo"},
        {"kind": "how", "cues": [2], "how": ["shouted"]},
        {"kind": "text", "cue": 2, "text": "Who’s there?"},
        {"kind": "lock", "cues": [2], "on": True},
    ],
    ids=lambda edit: edit["kind"],
)
def test_adapting_again_keeps_an_edit(edit: dict[str, object]) -> None:
    made = apply(SCRIPT, edit).script
    again = merge(SCRIPT, made, SCRIPT).script
    mine, kept = cue(made, 2), cue(again, 2)
    assert (kept.speaker, kept.text, kept.how, kept.by_hand) == (mine.speaker, mine.text, mine.how, True)


@pytest.mark.parametrize(
    "edit",
    [
        {},
        {"kind": "fly"},
        {"kind": "speaker"},
        {"kind": "speaker", "cues": [], "to": "Bo"},
        {"kind": "speaker", "cues": [99], "to": "Bo"},
        {"kind": "speaker", "cues": ["x"], "to": "Bo"},
        {"kind": "speaker", "cues": [4], "to": "Bo"},
        {"kind": "speaker", "cues": [2], "to": "B" * 200},
        {"kind": "text", "cue": 2, "text": " "},
        {"kind": "how", "cues": [2], "how": ["loudly"]},
        {"kind": "person", "name": "Bo", "gender": "tall"},
        {"kind": "join", "gone": "Bo", "kept": "Nobody"},
        {"kind": "apart", "one": "Bo", "others": ["Bo"]},
        {"kind": "sound", "after": 2, "what": "line", "name": "x"},
        {"kind": "remove", "cue": 2},
    ],
)
def test_an_edit_that_cannot_be_meant_is_refused_in_words(edit: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        apply(SCRIPT, edit)


def test_two_who_are_told_apart_are_so_in_the_script() -> None:
    made = apply(SCRIPT, {"kind": "apart", "one": "the girl", "others": ["Bo"]})
    assert made.script.characters[0].apart == ("Bo",)
    assert made.said == "the girl is not Bo"


def test_those_who_take_turns_have_the_lines_in_turn() -> None:
    made = apply(SCRIPT, {"kind": "turns", "first": 2, "last": 4, "names": "Bo, the girl"})
    assert [cue(made.script, number).speaker for number in (2, 3)] == ["Bo", "Ada"]
    with pytest.raises(UsageError, match="hold no line"):
        apply(SCRIPT, {"kind": "turns", "first": 4, "last": 2, "names": "Bo"})
