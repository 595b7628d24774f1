"""Words that sound by what they mean get the sound that the words beside them ask for."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from drama.model import Pronunciation
from drama.speech import phonemes
from drama.speech.directing import spoken_text
from drama.speech.lexicon.entries import Lexicon
from drama.speech.text.homographs import with_homographs

DECIDED = """
They object to it.|əbˈdʒɛkt
Close the gate.|kloʊz
She will close it.|kloʊz
The shops close at six.|kloʊz
They stood close to the wall.|kloʊs
He has close friends in the village.|kloʊs
He wound the clock.|waʊnd
The road wound up the hill.|waʊnd
The wound was deep.|wuːnd
A bullet wound, no more.|wuːnd
I read it yesterday.|ɹɛd
I read the letter twice.|ɹɛd
They read the will in silence.|ɹɛd
We read a page every night.|ɹiːd
She opened the book and read aloud.|ɹɛd
The soldiers were lead.|lɛd
Wound with silk, it shone.|waʊnd
There is a tear in it.|tɛɹ
Console the widow.|kənˈsoʊl
The flaw was minute.|maɪˈnuːt
A bow of the head was all.|baʊ
He moped about the house.|moʊpt
She had read it twice.|ɹɛd
The sign read “Keep out”.|ɹɛd
He will read it.|ɹiːd
Did she read it?|ɹiːd
I read every night.|ɹiːd
It was made of lead.|lɛd
A lead pipe lay there.|lɛd
Molten lead ran out.|lɛd
The lead singer coughed.|liːd
People live here.|lɪv
Where do they live?|lɪv
A live wire hung down.|laɪv
The show went live.|laɪv
He lives in the mill.|lɪvz
They lost their lives.|laɪvz
Tear it up.|tɛɹ
They will tear it down.|tɛɹ
There was a tear in the sail.|tɛɹ
He made a low bow.|baʊ
Bow to the queen.|baʊ
He stood in the bow of the boat.|baʊ
Wind the clock.|waɪnd
The road winds through the hills.|waɪndz
They had a row about money.|ɹaʊ
A row of lamps burned.|ɹoʊ
A minute crack ran across it.|maɪˈnuːt
He caught a bass.|bæs
She dove into the lake.|doʊv
Excuse me.|ɪkˈskjuːz
He had no excuse.|ɪkˈskjuːs
Use the other door.|juːz
Please record it.|ɹɪˈkɔːɹd
Separate them!|ˈsɛpəɹˌeɪt
He used to sing.|juːst
I got used to the cold.|juːst
An aged man opened.|ˈeɪdʒɪd
The old sow had nine piglets.|saʊ
The invalid slept.|ˈɪnvəlɪd
He got off at Reading.|ˈɹɛdɪŋ
They married in Nice.|niːs
Polish the lamps.|ˈpɑːlɪʃ
He sat and moped about it.|moʊpt
"""
LEFT = """
It was a close call.
A tear ran down her cheek.
The wind blew from the sea.
She drew the bow and arrow.
The desert was dry.
A minute later he left.
The dove flew off.
She does it well.
It went from house to house.
From past to present.
The rope was used to tie it.
He used a knife.
The Polish sailor laughed.
Reading is hard.
It was an invalid ticket.
They row the boat.
Nobody knows.
"""


@pytest.mark.parametrize("case", DECIDED.strip().splitlines())
def test_the_words_beside_it_decide_how_a_word_sounds(case: str) -> None:
    sentence, ipa = case.split("|")
    assert [part.ipa for part in phonemes.parts(with_homographs(sentence)) if part.ipa] == [ipa]


@pytest.mark.parametrize("sentence", LEFT.strip().splitlines())
def test_where_nothing_decides_the_engine_reads_the_word_itself(sentence: str) -> None:
    assert with_homographs(sentence) == sentence


@pytest.mark.parametrize("case", DECIDED.strip().splitlines())
def test_the_words_themselves_stay(case: str) -> None:
    sentence = case.partition("|")[0]
    assert phonemes.plain(with_homographs(sentence)) == sentence


def test_every_sound_of_the_table_is_one_that_espeak_has() -> None:
    table = files("drama.speech.text").joinpath("homographs.txt").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    assert not [row for row in rows if phonemes.unknown(row[1]) or not re.fullmatch("[A-Za-z]+", row[0])]


def test_an_entry_of_the_lexicon_stands_over_the_table() -> None:
    lexicon = Lexicon((Pronunciation(term="lead", say=(("default", "/liːd/"),)),), "pyttsx3")
    said = spoken_text("It was made of lead.", lexicon)
    assert [part.ipa for part in phonemes.parts(said) if part.ipa] == ["liːd"]


def test_an_engine_without_phonemes_gets_the_words_alone() -> None:
    assert spoken_text("Close the gate.", Lexicon((), "openai")) == "Close the gate."
