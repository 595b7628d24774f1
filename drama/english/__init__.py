"""English words: word lists, names, numerals and tokens.

in:  text
out: words, numbers, word lists
"""

from drama.english.numerals import roman
from drama.english.tokenization import brief, is_ornament, token_spans, tokens

__all__ = [
    "brief",
    "is_ornament",
    "roman",
    "token_spans",
    "tokenization",
    "tokens",
    "vocabulary",
    "wordlists",
]
