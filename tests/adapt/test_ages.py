"""How old people are by what the prose says of them."""

from __future__ import annotations

import pytest

from drama.adapt.decision.attribute import attribute
from drama.adapt.people.ages import age_of
from drama.adapt.text import structure
from drama.model import Age, Character

LINE = '\n\n"It leaks," said Kit.\n'


def kit(text: str, name: str = "Kit") -> Character:
    return next(c for c in attribute(text, structure.read(text)).characters if c.name == name)


@pytest.mark.parametrize(
    ("prose", "age"),
    [
        ("Kit, who was nine, sat on the quay.", "child"),
        ("Kit was only nine. The boat was older.", "child"),
        ("Kit was nine years old and the boat was older.", "child"),
        ("Kit, aged 17, sat on the quay.", "young"),
        ("Kit, nine, sat on the quay.", "child"),
        ("On the quay sat seventy-year-old Kit. Kit was cold.", "old"),
        ("On the quay sat a nine-year-old boy called Kit. Kit was cold.", "child"),
    ],
)
def test_years_in_the_prose_tell_the_age(prose: str, age: Age) -> None:
    assert kit(prose + LINE).age == age


@pytest.mark.parametrize(
    "prose",
    [
        "Kit was nine feet from the water.",
        "Kit, one of them, sat on the quay.",
        "The boat came when Kit was nine. Kit had built it since.",
        "Kit's nine cats sat on the quay.",
        "The mother of nine, Kit, sat on the quay.",
    ],
    ids=["a distance", "one of several", "another time", "what somebody has", "children of somebody"],
)
def test_other_numbers_are_no_ages(prose: str) -> None:
    assert kit(prose + LINE).age == "unknown"


def test_a_woman_of_seventy_is_old() -> None:
    assert kit('A woman of seventy sat there.\n\n"Mine," said the woman.\n', "the woman").age == "old"


def test_years_count_more_than_an_adjective() -> None:
    found = kit("Little Kit sat on the quay. Kit was forty." + LINE)
    assert (found.age, "adult: 40 years old" in found.why) == ("adult", True)


@pytest.mark.parametrize(
    ("years", "age"),
    [(12, "child"), (13, "young"), (24, "young"), (25, "adult"), (64, "adult"), (65, "old")],
)
def test_years_fall_into_age_groups(years: int, age: Age) -> None:
    assert age_of(years) == age


def test_little_before_a_name_tells_of_a_child() -> None:
    text = (
        'They rocked little Orlu to sleep. "Mama," Orlu said. They saw little Mrs. Price. '
        '"Hush," said Mrs. Price.\n'
    )
    ages = {c.name: c.age for c in attribute(text, structure.read(text)).characters}
    assert ages == {"Orlu": "child", "Mrs Price": "unknown"}
