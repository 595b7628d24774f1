"""The figures of eval, on marks made by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from drama.adapt.evaluation import cast, score
from drama.adapt.evaluation import gold as marked
from drama.errors import InputError
from drama.model import Character, Quotation

if TYPE_CHECKING:
    from pathlib import Path

TEXT = '"One," said Ines.\n\n"Two," said Captain Vane.\n\n"Three."\n'
CHARACTERS: list[dict[str, Any]] = [
    {"id": "i", "name": "Ines", "aliases": ["the pilot"], "gender": "female"},
    {"id": "v", "name": "Christopher Vane", "aliases": ["Captain Vane", "Kit"], "gender": "male"},
    {"id": "w", "name": "Rosa Vane", "gender": "female"},
    {"id": "n", "name": "Narrator", "gender": "unknown", "narrator": True},
]


def mark(text: str, speaker: str, kind: str = "explicit") -> dict[str, Any]:
    start = TEXT.index(text)
    return {"start": start, "end": start + len(text), "text": text, "speaker": speaker, "type": kind}


QUOTES = [mark("One,", "i"), mark("Two,", "v"), mark("Three.", "i", "implicit")]


def line(text: str, speaker: str, *, gender: str = "unknown", sure: float = 0.9) -> Quotation:
    start = TEXT.index(text)
    return Quotation(start=start, end=start + len(text), speaker=speaker, gender=gender, sure=sure, why="")  # type: ignore[arg-type]


def story(**changes: Any) -> marked.Marked:
    values = {
        "key": "s",
        "text": TEXT,
        "characters": tuple(CHARACTERS),
        "quotes": tuple(QUOTES),
        "ignored": (),
    }
    return marked.Marked(**{**values, **changes})


def figures(*lines: Quotation, **changes: Any) -> score.Figures:
    return score.figures([score.judge(story(**changes), lines)])


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("Ines", "i"),
        ("The Pilot", "i"),
        ("Capt. Vane", "v"),
        ("Kit", "v"),
        ("Vane", None),
        ("Christopher", "v"),
        ("I", "n"),
        ("narrator", None),
        ("", None),
        ("the captain", None),
        ("Nobody Else", None),
    ],
)
def test_a_name_means_the_only_character_it_can_mean(name: str, who: str | None) -> None:
    assert marked.Names(CHARACTERS).resolve(name) == who


def test_everything_right_is_one() -> None:
    found = figures(
        line("One,", "Ines", gender="female"), line("Two,", "Kit", gender="male"), line("Three.", "Ines")
    )
    assert (found.precision, found.recall, found.micro, found.macro, found.voice_micro) == (1, 1, 1, 1, 1)
    assert found.gender == pytest.approx(2 / 3)


def test_a_quotation_with_its_marks_is_found() -> None:
    quoted = Quotation(start=0, end=6, speaker="Ines", gender="female", sure=1.0, why="")
    assert TEXT[0:6] == '"One,"'
    assert figures(quoted).recall == pytest.approx(1 / 3)


def test_a_stretch_that_swallows_the_tag_is_not_found() -> None:
    swallowed = Quotation(start=1, end=16, speaker="Ines", gender="female", sure=1.0, why="")
    assert figures(swallowed).recall == 0


def test_what_is_ignored_is_not_counted_as_invented() -> None:
    invented = line("Three.", "Ines")
    quotes = tuple(QUOTES[:2])
    assert figures(invented, quotes=quotes).precision == 0
    start = TEXT.index("Three.")
    assert score.judge(story(quotes=quotes, ignored=((start, start + 6),)), [invented]).invented == 0


def test_voices_are_right_when_names_are_wrong_but_people_are_told_apart() -> None:
    found = figures(line("One,", "A"), line("Two,", "B"), line("Three.", "A"))
    assert (found.micro, found.voice_micro) == (0, 1)


def test_one_person_under_two_names_costs_voice() -> None:
    found = figures(line("One,", "A"), line("Two,", "B"), line("Three.", "C"))
    assert found.voice_micro == pytest.approx(2 / 3)


def test_a_crowd_counts_for_detection_only() -> None:
    quotes = (mark("One,", "_group"),)
    found = figures(line("One,", "Ines"), quotes=quotes)
    assert (found.recall, found.with_speaker) == (1, 0)


@pytest.mark.parametrize(
    ("gain", "best"),
    [([[1, 2], [2, 1]], 4), ([[5, 0, 1]], 5), ([[1], [7], [3]], 7), ([[3, 1, 2], [3, 2, 1], [1, 3, 3]], 8)],
)
def test_the_assignment_gains_most(gain: list[list[int]], best: int) -> None:
    chosen = score.assign(gain)
    assert sum(gain[i][j] for i, j in chosen) == best
    assert len({i for i, _ in chosen}) == len({j for _, j in chosen}) == len(chosen)


def test_reliability_compares_what_was_said_with_what_was_right() -> None:
    outcome = score.judge(story(), [line("One,", "Ines", sure=0.95), line("Two,", "Ines", sure=0.95)])
    assert score.reliability([outcome]) == (
        score.Step(low=0.9, mean=pytest.approx(0.95), right=0.5, lines=2),
    )


def test_marked_stories_are_read_from_a_folder(tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text(TEXT, encoding="utf-8")
    gold = {"characters": CHARACTERS, "quotes": QUOTES, "ignore": [{"start": 0, "end": 3}]}
    (tmp_path / "s.json").write_text(json.dumps(gold), encoding="utf-8")
    assert marked.read(tmp_path) == (story(ignored=((0, 3),)),)


def test_every_file_that_is_no_marked_story_is_named(tmp_path: Path) -> None:
    for name, content in (
        ("a", "{"),
        ("b", "{}"),
        ("c", json.dumps({"characters": [], "quotes": [{"start": 0}]})),
    ):
        (tmp_path / f"{name}.txt").write_text(TEXT, encoding="utf-8")
        (tmp_path / f"{name}.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        marked.read(tmp_path)
    assert [p.place.path[-6:] for p in caught.value.problems if p.place] == ["a.json", "b.json", "c.json"]


def test_an_empty_folder_is_refused_with_what_it_should_hold(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"NAME\.txt"):
        marked.read(tmp_path)


def test_two_names_in_the_cast_for_one_person_are_a_missed_merge() -> None:
    story = marked.Marked(
        key="s",
        text='"Yes."',
        characters=({"id": "a", "name": "Galatea", "aliases": ["the girl"], "gender": "female"},),
        quotes=({"start": 1, "end": 5, "speaker": "a"},),
        ignored=(),
    )
    found = cast.judge(story, [Character(name="Galatea", gender="female"), Character(name="the girl")])
    assert (found.met, found.missed_merges, found.gender_right) == (1, 1, 1)


def test_one_character_with_the_names_of_two_is_a_wrong_merge() -> None:
    story = marked.Marked(
        key="s",
        text='"Yes." "No."',
        characters=({"id": "a", "name": "Ines"}, {"id": "b", "name": "Tobias"}),
        quotes=({"start": 1, "end": 5, "speaker": "a"}, {"start": 8, "end": 11, "speaker": "b"}),
        ignored=(),
    )
    found = cast.judge(story, [Character(name="Ines", aliases=("Tobias",))])
    assert (found.wrong_merges, found.recall) == (1, 0.5)
