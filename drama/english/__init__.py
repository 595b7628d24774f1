"""English words: word lists, names, numerals and tokens.

in:  text
out: words, numbers, word lists
"""

from drama.english.emphasis import EMPHASIS
from drama.english.numerals import roman
from drama.english.tokenization import brief, is_ornament, token_spans, tokens
from drama.english.word_times import of_clip, onsets_s

__all__ = [
    "EMPHASIS",
    "brief",
    "is_ornament",
    "of_clip",
    "onsets_s",
    "roman",
    "token_spans",
    "tokenization",
    "tokens",
    "vocabulary",
    "wordlists",
]
