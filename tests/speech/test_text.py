"""The story's words become what a reader would say, and not one of them is lost."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from growth import LINEAR, growth
from hypothesis import given
from hypothesis import strategies as st

from drama.english.numerals import roman
from drama.english.wordlists import words
from drama.speech.text import is_ordinary, spoken

CORPUS = Path(__file__).parents[1] / "data" / "spoken.tsv"
PLAIN = (
    "lantern",
    "harbour",
    "walked",
    "slowly",
    "never",
    "window",
    "captain",
    "morning",
    "green",
    "believed",
)
TROUBLE = """
    Mr. Dr. St. 1984 1920s 3.14 $5 £3.50 5% 7:30 p.m. X-23 I-I I—I W-what Hmm *very* _so_ GET OUT FBI ...
    . .    — -- - ( ) [[ ]] < > <b> & @ # + = ' " , ; : ? ! XIV Louis Chapter II etc. e.g. J. R. U.S. 12 March
    2-3 1/2    No. 5 km ft ° 'tis boys' Nooo hahaha a A I don't http://a.b www.x.com a@b.com 🎉 \\ / | ~ ^ AIs
    US am AM OK
    20-year-old 0600 hours 555-0142 ½ ² Ⅷ ① ٣ é ё 中 [[h@l'oU]] s- -5 5- .5 5. 1,000
"""
ODD = (*TROUBLE.split(), "\x00", "\x1b[1m", "\ue000", "\u200b", "\ufeff")
RULED = "Mr mrs Dr st etc co I A Louis Chapter part mm-hm haha hmm s-so th-the nooo phd"
TEXTS = st.lists(
    st.sampled_from(ODD) | st.sampled_from(["", "-", "'", " ", ".", "\n"]) | st.text(max_size=3), max_size=12
).flatmap(lambda parts: st.sampled_from([" ".join(parts), "".join(parts)]))


def corpus() -> list[tuple[str, str, str]]:
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    entries = [line.split("\t") for line in lines if line and not line.startswith("# ")]
    return [(category, given, expected) for category, given, expected in entries]


@pytest.mark.parametrize(("category", "given", "expected"), corpus())
def test_a_sentence_is_said_as_a_reader_would_say_it(category: str, given: str, expected: str) -> None:
    assert spoken(given) == expected


def test_the_corpus_holds_a_thousand_sentences_and_none_twice() -> None:
    sentences = [given for _, given, _ in corpus()]
    assert len(sentences) >= 1_000
    assert len(set(sentences)) == len(sentences)


@given(TEXTS | st.text())
def test_only_words_and_pauses_are_left(text: str) -> None:
    said = spoken(text)
    for c in said:
        assert c in " .,;:?!'-—" or unicodedata.category(c)[0] in "LM", f"{c!r} in {said!r}"


@given(TEXTS | st.text())
def test_a_text_with_a_letter_or_a_digit_has_something_to_say(text: str) -> None:
    assert any(c.isalnum() for c in spoken(text)) or not any(c.isalnum() for c in text)


@given(TEXTS | st.text())
def test_spoken_text_is_its_own_spoken_text(text: str) -> None:
    assert spoken(spoken(text)) == spoken(text)


@given(st.lists(st.sampled_from(PLAIN) | st.sampled_from(ODD), max_size=12))
def test_no_plain_word_is_lost_added_or_moved(parts: list[str]) -> None:
    kept = [word for word in re.findall("[a-z]+", spoken(" ".join(parts))) if word in PLAIN]
    assert kept == [part for part in parts if part in PLAIN]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(words("common")))
            | st.sampled_from(
                [
                    "Mr",
                    "mrs",
                    "Dr",
                    "st",
                    "etc",
                    "co",
                    "I",
                    "A",
                    "Louis",
                    "Chapter",
                    "part",
                    "mm-hm",
                    "haha",
                    "hmm",
                    "s-so",
                    "th-the",
                    "nooo",
                    "phd",
                ]
            )
            | st.text(alphabet="aehmostuwI", min_size=1, max_size=4),
            st.booleans(),
            st.sampled_from([" ", " ", " ", ", ", "; ", ": ", ". ", "? ", "! ", "-", " — ", "... "]),
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(["", ".", "?", "!", "—", "..."]),
)
def test_the_short_way_for_ordinary_text_says_what_the_rules_say(
    parts: list[tuple[str, bool, str]], end: str
) -> None:
    text = "".join((word.capitalize() if capital else word) + stop for word, capital, stop in parts)
    text = text.rstrip(" ,;:.?!-—") + end
    # A trailing blank sends a text through all the rules, and makes no difference to what is said.
    assert not is_ordinary(text + " ")
    assert spoken(text) == spoken(text + " ")


@pytest.mark.parametrize("number", range(1, 100))
def test_roman_numerals_are_read(number: int) -> None:
    tens = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    assert roman(tens[number // 10] + ones[number % 10]) == number


@given(st.integers(0, 10**15 - 1))
def test_every_number_is_said_without_digits_or_commas(number: int) -> None:
    assert re.fullmatch("[a-z -]+", spoken(f"{number:,}"))


def test_num2words_is_loaded_only_for_text_with_digits() -> None:
    code = (
        "import sys; from drama.speech.text import spoken; spoken('No digits, Mr. Vale.'); "
        "assert 'num2words' not in sys.modules; assert spoken('5') == 'five'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    "part",
    [
        "a. ",
        "'x ",
        "1-",
        "<b a=",
        "((",
        "J. ",
        "X-",
        "—",
        "AI ",
        "St. ",
        "1 ",
        "$1-",
        "1,000,",
        "½ ",
        "[1]",
        "10⁻³ ",
        '6" ',
    ],
)
def test_time_is_linear_in_the_length_of_the_text(part: str) -> None:
    assert growth(lambda count: lambda: spoken(part * count), 2_000) < LINEAR
