"""The word that an author stressed is stressed; titles, thoughts and whole sentences in italics aren't."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drama.audio import voiceprint
from drama.model import Pronunciation, Utterance
from drama.speech import phonemes
from drama.speech.directing import spoken_text
from drama.speech.engines import Engines
from drama.speech.lexicon.entries import Lexicon
from drama.speech.text import spoken
from drama.speech.text.emphasis import with_emphasis

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("But he's not *doing* anything,", "But he's not *doing* anything,"),
        ("_You_ did it, at 3 o'clock, Dr. Who.", "*You* did it, at three o'clock, Doctor Who."),
        ("**Do not** go. I want it *NOW*.", "*Do* *not* go. I want it *now*."),
        ("It went *eep*. I *said* I'd *never* ask.", "It went *eep*. I *said* I'd *never* ask."),
        ("That’s never the _Kittiwake_. The man from the *Advertiser* came.", None),
        ("_I must go,_ he thought. *Never.* *All of us will have to go.*", None),
        (
            "He counted *42* of them in *1871* alone.",
            "He counted *forty-two* of them in eighteen seventy-one alone.",
        ),
    ],
)
def test_stressed_words_are_found_in_the_spoken_text(text: str, shown: str | None) -> None:
    assert phonemes.shown(with_emphasis(spoken(text), text)) == (shown or spoken(text))


@given(st.text(alphabet="aAb'.,!* _-é1") | st.text())
def test_marks_of_stress_change_no_word(text: str) -> None:
    said = spoken(text)
    assert phonemes.plain(with_emphasis(said, text)) == said


def test_a_word_of_the_lexicon_keeps_its_pronunciation_when_it_is_stressed() -> None:
    lexicon = Lexicon((Pronunciation(term="zhal", say=(("default", "/ʒɑːl/"),)),), "pyttsx3")
    (part,) = (p for p in phonemes.parts(spoken_text("No *zhal* is here.", lexicon)) if p.stressed)
    assert part == phonemes.Part("zhal", "ʒɑːl", stressed=True)


@pytest.fixture(scope="module")
def engines() -> Iterator[Engines]:
    with Engines() as made:
        yield made


def test_espeak_raises_stressed_words_and_tells_when_words_are_heard(engines: Engines) -> None:
    words = ["You", "never", "know", "where", "all", "of", "them", "are", "going."]
    plain, stressed = (
        engines["pyttsx3"].speak(Utterance(text=" ".join(said), engine="pyttsx3", voice="en-us+f3"))
        for said in (words, map(phonemes.stressed, words))
    )
    assert [first for _, first, _ in stressed.words] == [first for _, first, _ in plain.words]
    hertz = [voiceprint(speech.samples, speech.rate_hz).f0_hz for speech in (plain, stressed)]
    assert hertz[1] > 1.1 * hertz[0]


def test_an_engine_that_stresses_nothing_gets_plain_words() -> None:
    assert spoken_text("You *must* go.", Lexicon((), "openai")) == "You must go."
