"""What the user entered is pronounced so, wherever the word stands, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drama.errors import InputError
from drama.model import Character, Cue, Pronunciation, Scene, Script
from drama.speech import phonemes
from drama.speech.directing import spoken_text
from drama.speech.engines.pronouncing import pronunciations
from drama.speech.lexicon import pls
from drama.speech.lexicon.entries import Lexicon, check, lexicon_faults
from drama.speech.lexicon.out_of_vocabulary import invented
from drama.speech.text import spoken


def entry(term: str, say: str = "", **engines: str) -> Pronunciation:
    given = ({"default": say} if say else {}) | engines
    return Pronunciation(term=term, say=tuple(sorted(given.items())))


def said(text: str, *entries: Pronunciation, engine: str = "tone") -> str:
    return spoken_text(text, Lexicon(entries, engine))


VORR = entry("Vorr", "vore")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vorr spoke.", "vore spoke."),
        ("“Vorr?”", "vore?"),
        ("VORR!", "vore!"),
        ("*Vorr* fell", "vore fell"),
        ("_Vorr_ fell", "vore fell"),
        ("Vorr's ship", "vore's ship"),
        ("Vorr’s ship", "vore's ship"),
        ("the Vorrs came", "the vores came"),
        ("the Vorrs' ship", "the vores ship"),
        ("Vorr’ll come", "vore'll come"),
        ("Vorr-built", "vore-built"),
        ("Mr. Vorr", "Mister vore"),
        ("Vorr IV drifted.", "vore Four drifted."),
        ("Vorr—Vorr!", "vore — vore!"),
        ("Vorrish and Devorr", "Vorrish and Devorr"),
        ("a vorr of smoke", "a vorr of smoke"),
    ],
)
def test_a_term_fits_its_whole_word_with_its_endings(text: str, expected: str) -> None:
    assert said(text, VORR) == expected


@pytest.mark.parametrize("text", ["ley", "Ley", "LEY"])
def test_a_term_in_small_letters_fits_any_case(text: str) -> None:
    assert said(text, entry("ley", "lay")) == "lay"


def test_the_longest_term_wins() -> None:
    entries = (entry("Ka", "kah"), entry("Ka Len", "car-len"), entry("Ka Len Tor", "K L T"))
    assert said("Ka, Ka Len, Ka  Len Tor", *entries) == "kah, car-len, K L T"


def test_a_later_entry_replaces_an_earlier_one() -> None:
    assert said("Vorr", VORR, entry("Vorr", "vorrh")) == "vorrh"


@pytest.mark.parametrize("engine", ["piper", "tone"])
def test_each_engine_has_its_own_pronunciation_or_the_default(engine: str) -> None:
    one = entry("Vorr", "vore", piper="voar")
    assert said("Vorr", one, engine=engine) == {"piper": "voar", "tone": "vore"}[engine]


def test_an_entry_for_another_engine_changes_nothing() -> None:
    assert said("Vorr", entry("Vorr", piper="voar")) == "Vorr"


def test_terms_with_digits_are_found_before_numbers_become_words() -> None:
    assert said("X-23 woke.", entry("X-23", "ex two three")) == "ex two three woke."


def test_a_respelling_is_text_and_never_markup() -> None:
    assert said("Vorr", entry("Vorr", "[[v@]]<b>5</b>")) == spoken("[[v@]]<b>5</b>")


@pytest.mark.parametrize(
    ("text", "words", "ipa"),
    [
        ("Vorr fell", "Vorr", "vɔːɹ"),
        ("Vorr's", "Vorr's", "vɔːɹz"),
        ("Vorr’d", "Vorr’d", "vɔːɹd"),
        ("the Vorrs fled", "Vorrs", "vɔːɹz"),
    ],
)
def test_ipa_takes_the_ending_into_the_phonemes(text: str, words: str, ipa: str) -> None:
    spans = [part for part in phonemes.parts(said(text, entry("Vorr", "/vɔːɹ/"), engine="piper")) if part.ipa]
    assert spans == [phonemes.Part(words, ipa)]


@pytest.mark.parametrize(
    ("ipa", "ending"), [("kæt", "s"), ("dɒɡ", "z"), ("fɒks", "ɪz"), ("bɛlə", "z"), ("fɪʃ", "ɪz")]
)
def test_the_s_sounds_as_the_phoneme_before_it_asks(ipa: str, ending: str) -> None:
    assert said("Vorr's", entry("Vorr", f"/{ipa}/"), engine="piper") == phonemes.pronounced(
        "Vorr's", ipa + ending
    )


def test_an_engine_without_phonemes_says_the_word_itself() -> None:
    assert said("Vorr", entry("Vorr", "/vɔːɹ/")) == "Vorr"


@given(
    st.lists(st.sampled_from(["Vorr", "vorr", "Vorr's", "5", "—", "𠀀", "\ue000", "Mr.", "the"]), max_size=20)
)
def test_every_term_is_respelled_and_everything_else_is_as_without_a_lexicon(words: list[str]) -> None:
    text = " ".join(words)
    assert said(text, entry("Vorr", "Varr")) == spoken(text.replace("Vorr", "Varr"))


def test_a_thousand_terms_cost_no_more_than_the_words_of_the_text() -> None:
    lexicon = Lexicon(tuple(entry(f"Vorr{n}a", "x") for n in range(10_000)), "tone")
    assert spoken_text("Nobody came. " * 2_000, lexicon)


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (entry("…", "dots"), "no letter"),
        (entry("Vorr", " "), "empty"),
        (entry("Vorr", "/v0rr$/"), "not IPA"),
        (entry("Vorr", "/vɔːɹ/"), "openai"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said(bad: Pronunciation, word: str) -> None:
    assert any(word in problem.message for problem in check((bad,), ("openai", "pyttsx3")))


SPOKEN_BY = {"tone": ["The Vorrs came."], "pyttsx3": ["Nobody knew Ka-Thel."]}


@pytest.mark.parametrize(
    ("own", "shared", "expected"),
    [
        ((entry("Vorr", "var"),), (), ""),
        ((), (entry("Vorr", "var"), entry("Elsewhere", "x")), ""),
        ((), (entry("Vorr", "/vɔː/"),), "'Vorr' has IPA, which tone can't take"),
        ((), (entry("Ka-Thel", "/kəˈθɛl/"),), ""),
        ((entry("Vor", "var"),), (), "no line holds 'Vor'"),
        ((entry("Ka-Thel", "/k0/"),), (entry("Ka-Thel", "/k1/"),), "has 0, not IPA"),
    ],
    ids=["used", "unused", "can't-be-said", "can-be-said", "never-fits", "own-before-house's"],
)
def test_what_is_wrong_with_the_entries_that_a_story_calls_for_is_said(
    own: tuple[Pronunciation, ...], shared: tuple[Pronunciation, ...], expected: str
) -> None:
    found = " ".join(str(problem) for problem in lexicon_faults(own, shared, SPOKEN_BY))
    assert expected in found
    assert bool(expected) == bool(found)


def test_a_respelling_beside_the_ipa_is_all_that_other_engines_need() -> None:
    assert check((entry("Vorr", "/vɔːɹ/", openai="vore"),), ("openai", "pyttsx3")) == ()


ENTRIES = (entry("Vorr", "/vɔːɹ/"), entry("Ka <Len>", "car & len"), entry("Ütz", "oots", piper="ootz"))


def test_a_lexicon_written_as_pls_is_read_the_same() -> None:
    defaults = tuple(entry(one.term, one.said("default")) for one in ENTRIES)
    assert pls.read(pls.write(ENTRIES)) == defaults


def test_pls_of_the_standard_is_read() -> None:
    document = """<?xml version="1.0" encoding="UTF-8"?>
    <lexicon version="1.0" alphabet="ipa" xml:lang="en-GB"
        xmlns="http://www.w3.org/2005/01/pronunciation-lexicon">
      <meta name="x" content="y"/>
      <lexeme>
        <grapheme>Quell</grapheme><grapheme>Kwel</grapheme>
        <phoneme>kwɛl</phoneme><phoneme>kɛl</phoneme>
      </lexeme>
      <lexeme><grapheme>NQH</grapheme><alias>Number Quay Harbour</alias></lexeme>
    </lexicon>"""
    expected = (entry("Quell", "/kwɛl/"), entry("Kwel", "/kwɛl/"), entry("NQH", "Number Quay Harbour"))
    assert pls.read(document.encode()) == expected


@pytest.mark.parametrize(
    ("document", "word"),
    [
        (b"<lexicon><lexeme>", "well-formed"),
        (b"<html/>", "not a pronunciation lexicon"),
        (b'<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><lexicon>&b;</lexicon>', "entity"),
        (b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><lexicon>&a;</lexicon>', "entity"),
        (
            b'<lexicon alphabet="x-sampa"><lexeme><phoneme>{</phoneme></lexeme></lexicon>',
            "x-sampa",
        ),
        (b"", "well-formed"),
        (b"\x00\xff", "well-formed"),
    ],
)
def test_a_file_that_is_no_lexicon_is_refused_with_a_reason(document: bytes, word: str) -> None:
    with pytest.raises(InputError, match=word):
        pls.read(document, "x.pls")


def script_of(*texts: str, names: tuple[str, ...] = ()) -> Script:
    cues = tuple(Cue(number=i, kind="narrator", text=text) for i, text in enumerate(texts, 1))
    characters = tuple(Character(name=name) for name in names)
    return Script(key="1", title="", author="", sha256="", characters=characters, scenes=(Scene(cues=cues),))


def test_invented_names_are_found_with_their_counts() -> None:
    script = script_of(
        "Then Sethra Orrun met Ka-Thel.", "Ka-Thel’s ship left Orrun.", "Tobias and Mary saw the lamp."
    )
    assert [(one.term, one.count) for one in invented(script)] == [
        ("Ka-Thel", 2),
        ("Orrun", 2),
        ("Sethra", 1),
    ]


def test_a_word_with_strange_letters_is_found_in_small_letters_too() -> None:
    assert [one.term for one in invented(script_of("The old xhoq sang in the vacuum queue."))] == ["xhoq"]


@pytest.mark.parametrize(
    "text",
    [
        "Bollards lined the quay.",
        "“Hmm,” said Mr. Mary.",
        "HELP THEM!",
        "In London, on Monday.",
        "I’ve seen it. Shh!",
    ],
)
def test_english_is_not_taken_for_invented(text: str) -> None:
    assert invented(script_of(text)) == ()


def test_a_character_is_found_though_it_only_begins_sentences() -> None:
    assert [one.term for one in invented(script_of("Ozzmir ran.", names=("Ozzmir",)))] == ["Ozzmir"]


@pytest.mark.slow
def test_how_espeak_reads_a_word_is_told_in_ipa() -> None:
    assert pronunciations(["water", ""], "en-us+f3") == ("wˈɔːɾɚ", "")


@pytest.mark.slow
def test_an_unknown_voice_is_an_error() -> None:
    with pytest.raises(InputError, match="no voice"):
        pronunciations(["water"], "xx-nowhere")
