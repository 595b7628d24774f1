"""Words that are noises are sounds, and not their letters' names."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drama.speech import phonemes
from drama.speech.engines.pronouncing import pronunciations
from drama.speech.text.interjections import sounded

CRIES = (
    "Shh",
    "Mmm",
    "Mm-hm",
    "Pfft",
    "Brr",
    "Grr",
    "Tch",
    "Zzz",
    "Ew",
    "tss",
    "bzzt",
    "krk",
    "Thrp",
    "zz",
    "nth",
)


@pytest.mark.parametrize("engine", ["pyttsx3", "piper"])
@pytest.mark.parametrize("cry", CRIES)
def test_a_noise_is_given_as_phonemes(engine: str, cry: str) -> None:
    (part,) = phonemes.parts(sounded(cry, engine))
    assert part.words == cry
    assert part.ipa
    assert not phonemes.unknown(part.ipa)


@pytest.mark.parametrize(
    ("noise", "ipa"),
    [
        ("tss", "tsː"),
        ("bzzt", "bzːt"),
        ("krk", "kɜːk"),
        ("brrm", "bɜːm"),
        ("rrr", "ɹɜː"),
        ("shk", "ʃk"),
        ("plp", "pəlp"),
    ],
)
def test_its_letters_are_its_sounds(noise: str, ipa: str) -> None:
    assert phonemes.parts(sounded(noise, "piper")) == (phonemes.Part(noise, ipa),)


def test_espeak_holds_a_sound_by_repeating_it() -> None:
    assert phonemes.parts(sounded("tss", "pyttsx3")) == (phonemes.Part("tss", "tsss"),)


@pytest.mark.parametrize(
    "text",
    [
        "The F.B.I came.",
        "My rhythm.",
        "Psst, tsk, hmm.",
        "By NATO",
        "St",
        "We'll, can't",
        "so-so x-ray",
        "A cwm.",
    ],
)
def test_words_are_left_alone(text: str) -> None:
    assert sounded(text, "pyttsx3") == text


def test_a_noise_before_a_full_stop_is_found() -> None:
    assert sounded("It went tss.", "piper") == f"It went {phonemes.pronounced('tss', 'tsː')}."


def test_engines_without_phonemes_get_the_word() -> None:
    assert sounded("Shh, it went tss.", "openai") == "Shh, it went tss."


@given(st.text(alphabet="bcdfghjklmnpqrstvxzaeiou '-.", max_size=30))
def test_the_words_are_as_they_were(text: str) -> None:
    assert phonemes.plain(sounded(text, "pyttsx3")) == text


@pytest.mark.slow
def test_espeak_has_the_words_that_it_is_trusted_with() -> None:
    for said in pronunciations(["psst", "tsk", "hmm"]):
        assert len(re.sub("[ˈˌ]", "", said)) <= 4
