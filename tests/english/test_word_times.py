"""A word's time is the engine's where it told one, and lies between its neighbours' where it didn't."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from drama.english import onsets_s


def test_words_that_the_engine_told_of_have_its_times() -> None:
    heard = [(1.0, 0, 3), (1.4, 4, 6), (1.9, 11, 4)]
    assert onsets_s("The “ferry” left.", "The ferry, left.", heard, 1.0, 2.5) == (1.0, 1.4, 1.9)


def test_a_number_in_words_is_the_number_and_its_neighbours_keep_their_times() -> None:
    said = "In nineteen oh five it rained."
    heard = [(0.0, 0, 2), (0.3, 3, 8), (0.8, 12, 2), (1.0, 15, 4), (1.5, 20, 2), (1.7, 23, 6)]
    assert onsets_s("In 1905 it rained.", said, heard, 0.0, 2.2) == (0.0, 0.3, 1.5, 1.7)


def test_words_that_an_engine_speaks_as_one_share_their_time_by_their_letters() -> None:
    first, second, third, fourth = onsets_s(
        "out of the way", "out of the way", [(0.0, 0, 3), (1.0, 4, 6), (3.0, 11, 3)], 0.0, 4.0
    )
    assert (first, second, fourth) == (0.0, 1.0, 3.0)
    assert 1.0 < third < 3.0


def test_without_an_engines_times_a_full_stop_takes_longer_than_no_mark() -> None:
    one, two, three = onsets_s("Come. Come with", "", (), 0.0, 3.0)
    assert two - one > three - two > 0


@given(
    st.text("ab 1-—.,", max_size=60),
    st.text("ab 1-—.,", max_size=60),
    st.lists(st.tuples(st.floats(-1, 9), st.integers(0, 70), st.just(1)), max_size=9),
)
def test_every_word_has_a_time_within_the_line_and_none_goes_back(
    text: str, said: str, heard: list[tuple[float, int, int]]
) -> None:
    found = onsets_s(text, said, heard, 1.0, 5.0)
    assert len(found) == len(text.split())
    assert all(1.0 <= at_s <= 5.0 for at_s in found)
    assert all(a <= b for a, b in pairwise(found))
