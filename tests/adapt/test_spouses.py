"""Husbands and wives of one surname."""

from __future__ import annotations

import pytest

from drama.adapt.decision.attribute import attribute
from drama.adapt.text import structure

PEOPLE = "Mrs. Harrow poured the tea. Mr. Harrow ate. Captain Orme looked on.\n\n"


def speakers(text: str) -> list[str]:
    """Return the speakers of a story in which the Harrows and Captain Orme are known."""
    told = PEOPLE + text
    return [q.speaker for q in attribute(told, structure.read(told)).quotations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Rain," said Mrs. Harrow.\n\n"Snow," said her husband.', ["Mrs Harrow", "Mr Harrow"]),
        ('"Rain," said Mr. Harrow.\n\n"Snow," said his wife.', ["Mr Harrow", "Mrs Harrow"]),
        ('Mrs. Harrow\'s husband shook his head. "Snow," he said.', ["Mr Harrow"]),
    ],
)
def test_a_spouse_is_who_has_the_others_surname(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


def test_a_name_that_only_lines_call_is_not_the_wifes() -> None:
    told = 'Mr. Pell came in. Mr. Pell sat. "Is Mrs. Pell here?" said Mr. Pell.\n\n"No," said his wife.\n'
    assert [q.speaker for q in attribute(told, structure.read(told)).quotations] == ["Mr Pell", "his wife"]
