"""The vocabulary: what a given name tells."""

from __future__ import annotations

import pytest

from drama.english import vocabulary, wordlists


@pytest.mark.parametrize(
    ("name", "sex"),
    [
        ("larry", "male"), ("kieran", "male"), ("tinashe", "male"), ("bogdan", "male"), ("tetsuya", "male"),
        ("candice", "female"), ("niamh", "female"), ("lindiwe", "female"), ("rukmini", "female"),
        ("morgan", None), ("bessie", "female"), ("kestrelle", None),
    ],
)  # fmt: skip
def test_a_given_name_shows_a_sex(name: str, sex: str | None) -> None:
    assert vocabulary.sex_of_name(name) == sex


def test_a_name_of_elsewhere_is_known_but_not_how_it_is_said() -> None:
    assert "nkechi" in vocabulary.given_names()
    assert "nkechi" not in vocabulary.english_names()


def test_no_name_stands_in_two_sections() -> None:
    sections = [line.split() for line in vocabulary._text("names.txt").splitlines() if line[:1] not in "#["]
    names = [name for section in sections for name in section]
    assert len(names) == len(set(names))


def test_no_name_of_elsewhere_is_an_ordinary_word() -> None:
    elsewhere = vocabulary.given_names().keys() - vocabulary.english_names()
    assert not elsewhere & (wordlists.words("common") | wordlists.words("function"))


@pytest.mark.parametrize(
    "past", ["bragged", "nagged", "slurred", "deadpanned", "concurred", "quizzed", "admonished"]
)
def test_a_verb_of_speech_has_the_past_that_english_gives_it(past: str) -> None:
    assert past in vocabulary.SPEECH_VERBS


@pytest.mark.parametrize("wrong", ["grined", "naged", "steped", "concured"])
def test_no_past_is_misspelt(wrong: str) -> None:
    assert wrong not in vocabulary.HUMAN_VERBS
