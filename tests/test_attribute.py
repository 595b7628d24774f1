"""Who says what, on sentences made for each rule."""

from __future__ import annotations

from drama.adapt import structure
from drama.adapt.attribute import attribute


def speakers(text: str) -> list[str]:
    return [q.speaker for q in attribute(text, structure.read(text)).quotations]


def test_the_name_in_a_tag_speaks() -> None:
    story = 'Ines put down the rope.\n\n"It will hold," said Ines.\n\n"It had better," Tobias answered.\n'
    assert speakers(story) == ["Ines", "Tobias"]


def test_untagged_lines_alternate() -> None:
    story = (
        'Ines looked at Tobias over the lamp.\n\n"You came back," said Ines.\n\n'
        '"I said I would," Tobias replied.\n\n'
        '"You said a good deal."\n\n"Most of it was true."\n'
    )
    assert speakers(story) == ["Ines", "Tobias", "Ines", "Tobias"]
