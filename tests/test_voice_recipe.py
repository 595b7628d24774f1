"""A recipe's name says all that its table does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drama.voice_recipe import LIMITS, Recipe, parse

names = st.sampled_from(["af_bella", "bf_emma", "am_puck", "if_sara"])
blends = st.lists(st.tuples(names, st.integers(1, 40).map(lambda n: n / 20)), min_size=1, max_size=3).map(
    tuple
)


def numbers(name: str) -> st.SearchStrategy[float]:
    low, high = LIMITS[name]
    return st.integers(0, 100).map(lambda n: round(low + (high - low) * n / 100, 3))


@given(blends, st.one_of(st.just(()), blends), *(numbers(name) for name in LIMITS))
def test_a_recipe_survives_being_a_name(
    blend: tuple[tuple[str, float], ...],
    timbre: tuple[tuple[str, float], ...],
    pitch: float,
    formants: float,
    rate: float,
    aged: float,
) -> None:
    recipe = Recipe(blend=blend, timbre=timbre, pitch=pitch, formants=formants, rate=rate, aged=aged)
    assert parse(recipe.written()).written() == recipe.written()


def test_a_voice_as_it_is_keeps_its_name() -> None:
    assert parse("af_bella").written() == "af_bella"


@pytest.mark.parametrize("name", ["", "0.5*", "af_bella;formants=9", "af_bella;size=2", "-1*af_bella"])
def test_what_is_no_recipe_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"recipe|blend|must be"):
        parse(name)
