"""Speech in prose whose speakers stand before a colon."""

from __future__ import annotations

import pytest

from drama.adapt.decision.attribute import attribute
from drama.adapt.text import structure


def lines(text: str) -> list[tuple[str, str]]:
    found = attribute(text, structure.read(text)).quotations
    return [(text[q.start : q.end], q.speaker) for q in found]


@pytest.mark.parametrize("before", ["", "[22:14] ", "22:14 "])
def test_who_stands_before_a_colon_speaks(before: str) -> None:
    text = (
        "The log opened at dawn.\n\n"
        f"{before}INES: The bilge is dry.\n{before}CONTROL: And the pump?\n{before}INES: Dry as well.\n\n"
        '"Play it again," said Tobias.\n'
    )
    assert lines(text) == [
        ("The bilge is dry.", "INES"),
        ("And the pump?", "CONTROL"),
        ("Dry as well.", "INES"),
        ("Play it again,", "Tobias"),
    ]


def test_a_chat_may_have_its_names_in_small_letters() -> None:
    text = (
        "Rika's phone buzzed on the table.\n\n"
        'rika: who let the goat in\n\nolaf7: not me\n\nrika: it has my shoe\n\n"Give," said Rika.\n'
    )
    assert [name for _, name in lines(text)] == ["Rika", "Olaf7", "Rika", "Rika"]


@pytest.mark.parametrize(
    "text",
    [
        "to: Ines\n\nfrom: Tobias\n\nto: Ines\n\nre: the pump\n",
        "Note: the pump is old.\n\nWarning: it leaks.\n\nDanger: it is loud.\n",
        "He had one wish: sleep.\n\nShe had one: tea.\n\nHe had one more: quiet.\n",
    ],
)
def test_headings_before_a_colon_speak_nothing(text: str) -> None:
    assert not lines(text)


def test_a_chat_goes_on_between_paragraphs_of_prose() -> None:
    text = (
        "Priya stared at her phone.\n\nJonah: u up?\n\nPriya: It's 3am. No.\n\n"
        "Jonah: ok good\nJonah: theres someone in my garden\n\nShe sat up. The phone buzzed.\n\n"
        "Jonah: its not a fox\nJonah: before you say\n\nShe typed, slowly, with one thumb.\n\n"
        "Priya: do NOT go outside\n\nNote: he went.\n"
    )
    assert lines(text) == [
        ("u up?", "Jonah"),
        ("It's 3am. No.", "Priya"),
        ("ok good", "Jonah"),
        ("theres someone in my garden", "Jonah"),
        ("its not a fox", "Jonah"),
        ("before you say", "Jonah"),
        ("do NOT go outside", "Priya"),
    ]
