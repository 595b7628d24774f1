"""No word of the story is lost, doubled or changed without a mark, and an error shows both places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from growth import LINEAR, growth
from hypothesis import given
from hypothesis import strategies as st

from drama.adapt.revision.verbatim import check_words
from drama.errors import InputError, Place
from drama.model import Cue, Scene, Script, Story

TEXT = """The kettle sang. “Who’s there?” asked
Tobias.

* * *

"Only me," said Ines. "Only the rain and me."

Nobody believed her.
"""
WORDS = (
    "The kettle sang.", "Who’s there?", "asked Tobias.", "Only me,", "said Ines.", "Only the rain and me.",
    "Nobody believed her.",
)  # fmt: skip


def story(text: str = TEXT) -> Story:
    return Story(key="003", name="The Kettle", path=Path("stories/003.txt"), text=text, sha256="")


def script(*cues: Cue) -> Script:
    return Script(
        key="003",
        title="",
        author="",
        sha256="",
        characters=(),
        scenes=(Scene(cues=cues[:3]), Scene(cues=cues[3:])),
    )


def cues(*words: str) -> list[Cue]:
    return [
        Cue(number=i, kind="narrator", text=text, place=Place(path="scripts/003.yaml", line=i, column=5))
        for i, text in enumerate(words or WORDS, 1)
    ]


def found(made: Script, text: str = TEXT) -> str:
    with pytest.raises(InputError) as raised:
        check_words(made, story(text))
    return str(raised.value)


def test_quotation_marks_white_space_and_ornaments_are_left_out() -> None:
    check_words(script(*cues()), story())


def test_a_lost_cue_is_shown_in_both_files() -> None:
    made = cues()
    del made[4]
    message = found(script(*made))
    assert "scripts/003.yaml:6:5: the story's words “said Ines .” are missing here (cue 6)" in message
    assert "stories/003.txt:6:12" in message


def test_words_lost_at_the_end_are_missed() -> None:
    assert "“Nobody believed her .” are missing" in found(script(*cues()[:-1]))


def test_a_doubled_cue_is_noticed() -> None:
    made = cues()
    assert "the story doesn't say “asked Tobias .” here (cue 3)" in found(script(*made[:3], *made[2:]))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sang", "sings"),
        ("there?", "there!"),
        ("Who’s", "Whos"),
        ("rain", "RAIN"),
        ("her.", "her"),
        ("me,", "me, me,"),
    ],
)
def test_a_changed_word_or_mark_is_noticed(old: str, new: str) -> None:
    found(script(*cues(*(text.replace(old, new) for text in WORDS))))


def test_several_changes_are_reported_together() -> None:
    made = cues(*(text.replace("sang", "sings").replace("Nobody", "Everybody") for text in WORDS))
    assert found(script(*made)).count("where the story says") == 2


def test_a_script_without_words_is_noticed() -> None:
    assert "are missing" in found(script())


def test_a_cue_that_a_person_changed_counts_with_what_it_was() -> None:
    made = cues()
    made[0] = replace(made[0], text="The kettle whistled.", was="The kettle sang.")
    check_words(script(*made), story())


def test_a_cue_that_a_person_added_counts_for_nothing() -> None:
    made = cues()
    made.insert(2, Cue(number=0, kind="narrator", text="Thunder.", was=""))
    made.insert(1, Cue(number=0, kind="sound", text="kettle"))
    check_words(script(*made), story())


def test_a_silenced_cue_still_stands_for_its_words() -> None:
    made = cues()
    made[4] = replace(made[4], text="", was="said Ines.")
    check_words(script(*made), story())


@given(st.permutations(range(7)), st.sets(st.integers(0, 6)))
def test_cues_marked_as_moved_may_stand_anywhere(order: list[int], marked: set[int]) -> None:
    made = cues()
    fixed = [i for i in range(7) if i not in marked]
    stays = iter(fixed)
    moved = [replace(made[i], moved=True) if i in marked else made[next(stays)] for i in order]
    check_words(script(*moved), story())


def test_a_moved_cue_without_a_mark_is_noticed() -> None:
    made = cues()
    found(script(made[1], made[0], *made[2:]))


def test_a_moved_cue_may_begin_with_all_the_words_of_another() -> None:
    text = "Oh no. Oh. Oh."
    made = [
        Cue(number=2, kind="narrator", text="Oh."),
        Cue(number=3, kind="narrator", text="Oh."),
        Cue(number=1, kind="narrator", text="Oh no.", moved=True),
    ]
    check_words(script(*made), story(text))


@given(st.lists(st.sampled_from(["so", "it", "rained", ",", "and", "—"]), min_size=1), st.data())
def test_one_token_lost_or_added_anywhere_is_noticed(words: list[str], data: st.DataObject) -> None:
    words = ["It", *words]
    text = " ".join(words)
    at = data.draw(st.integers(0, len(words) - 1))
    lost, added = [*words[:at], *words[at + 1 :]], [*words[:at], "then", *words[at:]]
    check_words(script(*cues(text)), story(text))
    for wrong in (lost, added):
        found(script(*cues(" ".join(wrong))), text)


@pytest.mark.slow
def test_checking_takes_time_by_the_number_of_cues_even_when_the_middle_is_lost() -> None:
    def checking(count: int) -> Callable[[], object]:
        made = cues(*(f"Sentence number {i} is one of very many." for i in range(count)))
        text = "\n".join(cue.text for cue in made)
        whole, cut = script(*made), script(*made[: count // 2], *made[count // 2 + 1 :])
        return lambda: (check_words(whole, story(text)), found(cut, text))

    assert growth(checking, 500) < LINEAR
