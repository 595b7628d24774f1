"""A person is mended everywhere at once, and one correction offers the others that follow from it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drama.adapt.revision import recast
from drama.adapt.revision.merge import merge
from drama.errors import UsageError
from drama.model import Character, Cue, Scene, Script

LINES = (
    ("", "The pilot came up the ladder.", False),
    ("Ines", "Who put it out?", False),
    ("", "asked Ines.", True),
    ("the pilot", "Not I.", False),
    ("Ines", "Then who?", False),
    ("the pilot", "The wind.", False),
    ("Ines", "There was none.", False),
    ("", "The pilot sat down.", False),
    ("the pilot", "Yes.", False),
)


def made(*lines: tuple[str, str, bool]) -> Script:
    cues = tuple(
        Cue(
            number=i,
            kind="line" if who else "narrator",
            speaker=who,
            text=text,
            joined=joined,
            sure=0.7 if who else None,
        )
        for i, (who, text, joined) in enumerate(lines, 1)
    )
    people = (
        Character(name="Ines", gender="female", aliases=("the keeper",)),
        Character(name="the pilot", aliases=("he", "the man"), age="old"),
    )
    return Script(
        key="003",
        title="",
        author="",
        sha256="x",
        characters=people,
        scenes=(Scene(cues=cues),),
        numbered=len(cues),
    )


BASE = made(*LINES)


def speakers(script: Script) -> list[str]:
    return [cue.speaker for cue in script.cues if cue.kind == "line"]


def corrected(number: int, speaker: str) -> Script:
    cues = tuple(replace(c, speaker=speaker, by_hand=True) if c.number == number else c for c in BASE.cues)
    return replace(BASE, scenes=(Scene(cues=cues),))


def test_replacing_a_person_changes_every_line_and_keeps_the_old_name_as_an_alias() -> None:
    after = recast.replace(BASE, "the pilot", "Tobias")
    assert speakers(after) == ["Ines", "Tobias", "Ines", "Tobias", "Ines", "Tobias"]
    assert after.characters[1] == Character(name="Tobias", aliases=("the pilot", "he", "the man"), age="old")


def test_merging_makes_two_characters_one() -> None:
    after = recast.merge_characters(BASE, "the pilot", "Ines")
    assert set(speakers(after)) == {"Ines"}
    assert after.characters == (
        Character(
            name="Ines", gender="female", age="old", aliases=("the keeper", "the pilot", "he", "the man")
        ),
    )


@pytest.mark.parametrize("name", ["the man", "THE PILOT"])
def test_a_person_is_found_by_alias_and_in_any_case(name: str) -> None:
    assert "Tobias" in speakers(recast.replace(BASE, name, "Tobias"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("the pilto", "Tobias", "did you mean 'the pilot'?"),
        ("Ines", "Ines", "can't be replaced"),
        ("Ines", " ", "can't"),
    ],
)
def test_nonsense_is_refused_with_a_hint(old: str, new: str, message: str) -> None:
    with pytest.raises(UsageError, match=message.replace("?", r"\?")):
        recast.replace(BASE, old, new)


def test_merging_with_nobody_is_refused() -> None:
    with pytest.raises(UsageError, match="nobody in the script is called 'Wren'"):
        recast.merge_characters(BASE, "Ines", "Wren")


def test_a_replaced_person_stays_replaced_in_later_adaptations() -> None:
    mine = recast.replace(BASE, "the pilot", "Tobias")
    fresh = made(*LINES, ("the pilot", "It was me.", False))
    merged = merge(BASE, mine, fresh).script
    assert speakers(merged)[-1] == "Tobias"
    assert [person.name for person in merged.characters] == ["Ines", "Tobias"]
    assert not any(cue.by_hand for cue in merged.cues)


def test_a_correction_to_the_other_of_two_turns_the_untagged_run() -> None:
    found = recast.lessons(BASE, corrected(4, "Ines"))
    assert [(p.cue, p.to) for p in found] == [(5, "the pilot"), (6, "Ines"), (7, "the pilot")]


def test_what_follows_from_one_correction_can_be_told_from_the_rest() -> None:
    after = corrected(4, "Ines")
    assert recast.lessons(BASE, after, corrected=(4,)) == recast.lessons(BASE, after)
    assert recast.lessons(BASE, after, corrected=(5,)) == ()


def test_a_correction_to_a_third_gives_them_the_lines_of_the_same_speaker() -> None:
    assert [(p.cue, p.to) for p in recast.lessons(BASE, corrected(4, "Wren"))] == [(6, "Wren")]


def test_where_a_third_person_talks_the_answers_are_left_alone() -> None:
    lines = [("Wren" if text == "There was none." else who, text, joined)
             for who, text, joined in LINES]  # fmt: skip
    base = made(*lines)
    cues = tuple(replace(cue, speaker="Ines", by_hand=True) if cue.number == 4 else cue for cue in base.cues)
    assert [p.cue for p in recast.lessons(base, replace(base, scenes=(Scene(cues=cues),)))] == [6]


def test_a_line_with_its_own_tag_or_outside_the_run_is_left_alone() -> None:
    numbers = {proposal.cue for proposal in recast.lessons(BASE, corrected(4, "Ines"))}
    assert numbers.isdisjoint({2, 9})


def test_a_line_that_was_settled_by_hand_or_is_certain_is_left_alone() -> None:
    after = corrected(4, "Ines")
    cues = tuple(
        replace(c, by_hand=True) if c.number == 5 else replace(c, sure=0.99) if c.number == 6 else c
        for c in after.cues
    )
    assert [p.cue for p in recast.lessons(BASE, replace(after, scenes=(Scene(cues=cues),)))] == [7]


def test_nothing_follows_from_no_correction() -> None:
    assert recast.lessons(BASE, BASE) == ()


def test_what_is_accepted_is_changed_by_hand() -> None:
    after = corrected(4, "Ines")
    settled = recast.accept(after, recast.lessons(BASE, after))
    assert speakers(settled) == ["Ines", "Ines", "the pilot", "Ines", "the pilot", "the pilot"]
    assert [cue.number for cue in settled.cues if cue.by_hand] == [4, 5, 6, 7]
    assert recast.lessons(BASE, settled) == ()
