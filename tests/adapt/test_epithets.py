"""Whom a description stands for, told by who talks with whom."""

from __future__ import annotations

import pytest

from drama.adapt.decision import turns
from drama.adapt.decision.attribute import attribute
from drama.adapt.people import epithets, people
from drama.adapt.text import quotes, reading, structure

QUAY = (
    "Marta pulled the boat up. Marta was wet through, and Ines laughed at her. Tobias came down the ladder."
)
TALK = (
    '"The tide was late," said Ines.',
    '"And the rope?" said Tobias.',
    '"The rope is gone," said the tall pilot.',
    '"Who took it?" said Tobias.',
    '"Nobody took it," said Ines.',
)


def stands_for_somebody(*lines: str) -> bool:
    """Return whether a description of lines that all have tags stands for somebody named."""
    text = "\n\n".join((QUAY, *lines)) + "\n"
    blocks = structure.read(text)
    page = reading.read(text, blocks, quotes.find(text, blocks))
    scene = turns.prepare(page, people.gather(page))
    scene.speakers = [scene.people.of(unit.hints[0].mention) for unit in scene.units]
    return epithets.resolve(scene)


def test_who_is_answered_in_somebodys_place_speaks_as_that_person() -> None:
    text = "\n\n".join((QUAY, *TALK)) + "\n"
    assert [q.speaker for q in attribute(text, structure.read(text)).quotations][2] == "Ines"


def test_who_is_answered_in_somebodys_place_is_that_person() -> None:
    assert stands_for_somebody(*TALK)


@pytest.mark.parametrize(
    "lines",
    [
        ('"Did you see it?" said Ines.', '"I did not," said the tall pilot.'),
        ("The tall pilot looked at Ines.", "The tall pilot shook his head at Ines."),
        ('"Ines ought to know," said the tall pilot.', '"So should Ines," said the tall pilot.'),
    ],
    ids=["they answer each other", "they stand in one sentence", "one speaks of the other"],
)
def test_two_who_have_to_do_with_each_other_are_two(lines: tuple[str, ...]) -> None:
    assert not stands_for_somebody(*TALK, *lines)


def test_a_woman_does_not_stand_for_a_man() -> None:
    assert not stands_for_somebody(
        *(line.replace("Ines", "Rolf").replace("the tall pilot", "the old woman") for line in TALK)
    )


def test_one_answer_in_somebodys_place_is_not_enough() -> None:
    assert not stands_for_somebody(*TALK[:3])
