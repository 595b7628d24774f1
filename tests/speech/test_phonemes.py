"""Pronunciations travel inside an utterance's text and reach espeak-ng in its own writing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drama.speech import phonemes

ANY_TEXT = st.text() | st.text(alphabet="".join(["ab", *sorted(phonemes.MARKS)]))


@given(before=st.text(alphabet="ab .'"), word=st.text(min_size=1), ipa=st.text(min_size=1))
def test_a_pronounced_word_is_found_again_in_the_text(before: str, word: str, ipa: str) -> None:
    marks = str.maketrans("", "", "".join(phonemes.MARKS))
    part = phonemes.Part(word.translate(marks), ipa.translate(marks))
    text = before + phonemes.pronounced(word, ipa)
    assert phonemes.parts(text) == tuple(p for p in (phonemes.Part(before, ""), part) if p.words or p.ipa)


def test_people_are_shown_a_word_with_its_pronunciation() -> None:
    text = f"Go to {phonemes.pronounced('Zhal', 'ʒɑːl')} {phonemes.stressed('now')}."
    assert phonemes.shown(text) == "Go to Zhal /ʒɑːl/ *now*."


@given(ANY_TEXT)
def test_no_mark_is_left_in_plain_words(text: str) -> None:
    assert not set(phonemes.plain(text)) & phonemes.MARKS


@pytest.mark.parametrize(
    ("ipa", "mnemonics"),
    [
        ("ˈkæl ɛl", "k|'a|l E|l"),
        ("/zˈɑːɹθ/", "z|'A@|T"),
        ("/kəˈɹiːnə/", "k|@|r|'i:|n|@"),
        ("tʃɜːtʃ", "tS|3:|tS"),
        ("t͡ʃɔɪ", "tS|OI"),
        ("ˌmɪs.təˈɹi", "m|,I|s|t|@|r|'i"),
        ("ɡra:n", "g|r|A:|n"),
        ("ˈøʁ", "'3:|r"),
        ("", ""),
        ("⁂", ""),
    ],
)
def test_ipa_becomes_espeaks_mnemonics(ipa: str, mnemonics: str) -> None:
    assert phonemes.espeak(ipa) == mnemonics


@given(st.text())
def test_nothing_but_mnemonics_reaches_espeak(ipa: str) -> None:
    assert set(phonemes.espeak(ipa)) <= set("abdefghijklmnoprstuvwxzACDEIJNOSTUVZ0235@#?-|:', ")


def test_characters_that_are_not_ipa_are_listed_once() -> None:
    assert phonemes.unknown("/kæ8l8$/") == ("$", "8")


@pytest.mark.parametrize("ipa", ["ˈkæptɪn", "ˈɔːɹkᵻstɹə", "bʌʔn̩", "lˈɪɾəl"])
def test_english_pronunciations_have_no_unknown_character(ipa: str) -> None:
    assert phonemes.unknown(ipa) == ()
