"""What engines do to a text before they speak: nothing is lost, and nothing is left to obey."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drama.speech.engines.text import pieces, sayable, with_pronunciations
from drama.speech.phonemes import pronounced

WORDS = st.lists(st.sampled_from(["The", "lamp", "burned,", "all", "night.", "Why?", "Nobody", "asked…"]))


@given(st.text())
def test_no_character_that_an_engine_could_obey_is_left(text: str) -> None:
    assert not {unicodedata.category(c) for c in sayable(text)} & {"Cc", "Cf", "Cs", "Co", "Cn"}


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"])))
def test_everything_that_can_be_seen_stays(text: str) -> None:
    assert sayable(text) == text


@given(WORDS, st.integers(1, 12), st.integers(8, 80))
def test_pieces_joined_are_the_text_and_none_is_too_long(
    words: list[str], most: int, characters: int
) -> None:
    text = " ".join(words)
    cut = pieces(text, words=most, characters=characters)
    assert " ".join(cut) == text
    assert all(len(piece) <= characters and len(piece.split()) <= most for piece in cut)


@given(st.text(max_size=400), st.integers(1, 30))
def test_no_character_is_lost_in_pieces(text: str, characters: int) -> None:
    joined = "".join(pieces(text, words=5, characters=characters))
    assert joined.replace(" ", "") == "".join(text.split()).replace(" ", "")


def test_pieces_are_cut_where_sentences_end() -> None:
    text = "The tide was out. Nobody came, not even Tom. We waited."
    assert pieces(text, words=8, characters=100) == (
        "The tide was out.",
        "Nobody came, not even Tom. We waited.",
    )


def test_a_sentence_that_is_too_long_is_cut_at_its_clauses() -> None:
    assert pieces("We waited, and waited; nobody came.", words=3, characters=100) == (
        "We waited,",
        "and waited;",
        "nobody came.",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Call {pronounced('Vale', 'veɪl')}.", "Call <veɪl>."),
        (f"{pronounced('Vale', 'veɪl')}'s boat [[x]]", "<veɪl>'s boat x"),
        ("Call [[veɪl]] now", "Call veɪl now"),
        ("No marks.", "No marks."),
    ],
)
def test_only_marked_words_are_pronounced(text: str, expected: str) -> None:
    assert with_pronunciations(text, lambda ipa: f"<{ipa}>")[0] == expected
