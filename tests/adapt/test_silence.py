"""Who is silent, and who answers by a gesture."""

from __future__ import annotations

import pytest

from drama.adapt.evidence.silence import answers_mutely, is_silent
from drama.adapt.people.mentions import find
from drama.adapt.text import quotes, structure
from drama.adapt.text.reading import read


@pytest.mark.parametrize(
    ("sentence", "silent", "mute"),
    [
        ("Ines said nothing.", True, True),
        ("Ines slowly said nothing at all.", True, True),
        ("Ines didn't answer.", True, True),
        ("Ines did not even reply.", True, True),
        ("Ines made no reply.", True, True),
        ("Ines was silent.", True, True),
        ("Ines kept very quiet.", True, True),
        ("Ines shook her head.", False, True),
        ("Ines just nodded.", False, True),
        ("Ines shrugged.", False, True),
        ("Ines said no to the boat.", False, False),
        ("Ines did answer him.", False, False),
        ("Ines shook the tree.", False, False),
        ("Ines was quick.", False, False),
        ("Ines was still laughing.", False, False),
        ("Ines made no soup.", False, False),
    ],
)
def test_silence(sentence: str, *, silent: bool, mute: bool) -> None:
    blocks = structure.read(sentence)
    reading = read(sentence, blocks, quotes.find(sentence, blocks))
    tokens = reading.paragraphs[0].tokens
    mention = find(reading, tokens)[0]
    assert (is_silent(tokens, mention), answers_mutely(tokens, mention)) == (silent, mute)
