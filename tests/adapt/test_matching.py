"""Texts are matched by their words, in order first, then wherever they were carried."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from growth import LINEAR, growth
from hypothesis import given
from hypothesis import strategies as st

from drama.adapt.revision.matching import matches, rising
from drama.english.tokenization import tokens


def found(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    keys = [[tuple(tokens(text)) for text in side] for side in (old, new)]
    return [(match.old, match.new) for match in matches(*keys)]


LAMP = ["The lamp burned.", "Yes.", "Nobody asked for whom it burned.", "Yes.", "Then the rain came in."]


def test_equal_texts_match_in_order() -> None:
    assert found(LAMP, LAMP) == [(i, i) for i in range(5)]


def test_a_new_text_leaves_the_others_matched() -> None:
    assert found(LAMP, ["Once.", *LAMP[:2], "No.", *LAMP[2:]]) == [(0, 1), (1, 2), (2, 4), (3, 5), (4, 6)]


def test_a_lost_text_leaves_the_others_matched() -> None:
    assert found(LAMP, [*LAMP[:2], *LAMP[3:]]) == [(0, 0), (1, 1), (3, 2), (4, 3)]


def test_a_reworded_text_is_still_the_same() -> None:
    assert (2, 2) in found(LAMP, [*LAMP[:2], "Nobody had ever asked for whom it burned.", *LAMP[3:]])


def test_an_altogether_different_text_is_another() -> None:
    assert found(["The lamp burned."], ["Goats eat hats."]) == []


def test_a_text_carried_elsewhere_is_found() -> None:
    new = [LAMP[4], *LAMP[:4]]
    assert (4, 0) in found(LAMP, new)


def test_a_text_carried_elsewhere_and_reworded_is_found() -> None:
    long = "A ship came in at noon with lemons and a letter for nobody in particular."
    assert (0, 5) in found([long, *LAMP], [*LAMP, long.replace("noon", "dusk")])


def test_a_text_cut_in_two_goes_on_as_its_longer_part() -> None:
    assert found(
        ["Yes, he said, and then he left the house."], ["Yes,", "he said, and then he left the house."]
    ) == [(0, 1)]


@given(st.lists(st.integers(0, 20)))
def test_a_longest_rising_run_rises_and_nothing_can_be_added(values: list[int]) -> None:
    kept = sorted(rising(values))
    chosen = [values[i] for i in kept]
    assert all(a < b for a, b in pairwise(chosen))
    best = [1] * len(values)
    for i in range(len(values)):
        best[i] = max([best[j] + 1 for j in range(i) if values[j] < values[i]], default=1)
    assert len(kept) == max(best, default=0)


TEXTS = st.lists(
    st.sampled_from(["yes", "no", "the lamp burned", "the lamp went out", "a b c d", "", "rain"]), max_size=12
)


@given(TEXTS, TEXTS)
def test_each_text_is_matched_at_most_once(old: list[str], new: list[str]) -> None:
    pairs = found(old, new)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)


@given(TEXTS)
def test_every_text_with_words_matches_itself(texts: list[str]) -> None:
    assert found(texts, texts) == [(i, i) for i, text in enumerate(texts) if text]


@given(TEXTS)
def test_every_long_text_is_found_again_in_any_order(texts: list[str]) -> None:
    longer = [f"{text} and then it rained" for text in texts]
    shuffled = sorted(longer, key=lambda text: (text[1:], text))
    pairs = found(longer, shuffled)
    assert [longer[i] for i, _ in pairs] == [shuffled[j] for _, j in pairs] == longer


@pytest.mark.slow
def test_matching_takes_time_by_the_number_of_texts() -> None:
    def matching(count: int) -> Callable[[], object]:
        old, new = versions(count)
        return lambda: found(old, new)

    old, new = versions(4_000)
    assert len(found(old, new)) > 0.98 * len(new)
    assert growth(matching, 1_000) < LINEAR


def versions(count: int) -> tuple[list[str], list[str]]:
    """Return so many texts, and the same with some changed, some gone and a run of them moved."""
    old = [
        f"This is sentence {i} of a very long book about {i * 7 % 1000} lamps." if i % 3 else "Yes."
        for i in range(count)
    ]
    new = [
        text.replace("very long", "short") if i % 50 == 0 else text for i, text in enumerate(old) if i % 97
    ]
    half = count // 2
    return old, new[half : half + 100] + new[:half] + new[half + 100 :]
