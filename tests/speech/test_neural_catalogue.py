"""The catalogue of neural voices, without their weights."""

from __future__ import annotations

import pytest

from drama.speech.engines import neural_catalogue


@pytest.mark.parametrize(
    ("misheard", "surprise", "expected"),
    [(0.051, None, 0.051), (0.051, 0.0, 0.035), (0.051, 0.137, 0.072), (0.0, -1.0, 0.0)],
    ids=["not heard in talk", "as the plainest", "harder to understand", "never less than none"],
)
def test_expected_word_errors_come_for_three_quarters_from_the_surprise_in_talk(
    misheard: float, surprise: float | None, expected: float
) -> None:
    assert neural_catalogue.expected_errors(misheard, surprise) == expected


def test_a_voice_that_is_misheard_in_talk_costs_more_than_one_that_is_as_clear_in_long_sentences() -> None:
    errors = {info.name: info.word_errors or 0.0 for info in neural_catalogue.voices("kokoro")}
    assert min(errors["am_xi"], errors["am_yang"]) > 2 * errors["am_nick"]
