"""Superscripts: the marks of notes, which are silent, and powers, which are said.

A raised number after a word or a stop refers to a note ("sold it twice²"); after a unit, a variable or
a short number it is a power ("40 km²", "10⁻³").
"""

from __future__ import annotations

import re

_BRACKETED = re.compile(
    r"(?<=[^\s\[(])[ ]?\[(?:"
    r"\^[\w-]{1,20}"  # Markdown: [^1], [^note]
    r"|(?:(?:note|fn|n|nb)\.? ?)?\d{1,3}(?:\.\d{1,2})?(?:\s?[,;–-]\s?\d{1,3})*"  # [15], [12, 13], [note 3]
    r"|(?:citation|clarification|source|page) needed|[a-z*†‡§]|[ivx]{1,5}"
    r")\](?!\()"
)
_PARENTHESISED = re.compile('(?<=[.!?,;:"”’])\\(\\d{1,2}\\)(?=\\s|$)')
"""A number without a blank before it: "it was lost.(7)"."""
_GLUED = re.compile(r"(\b[A-Za-z][a-z]{2,20}[.!?]|[.!?,][\"”’])[1-9]\d{0,2}(?=\s+[\"“‘]?[A-Z]|\s*$)")
"""A number behind a stop without a blank, where a sentence ends: "the road.1 It was"."""
_NUMBERED = frozenset(
    ("fig.", "figs.", "vol.", "vols.", "sec.", "secs.", "art.", "arts.", "chs.", "chap.", "para.")
)
_PAGE = re.compile(
    r"[ ]?(?:\{\d{1,4}\}|[\[{](?i:pg|p|page)\.? ?\d{1,4}[\]}])(?=[ ]|$)"
    r"|(?<=[^\W_])\{\d{1,3}\}(?=[.,;:!?\"”’)—–])"
)
"""The number of a printed page in the middle of a sentence, or of a note: "the harbour{4}, too"."""
_RAISED = re.compile("[⁺⁻]?[⁰¹²³⁴-⁹]+(?:[,⁻–-][⁰¹²³⁴-⁹]+)*")
_RAISED_LETTER = re.compile("(?<=[.,;:!?\"'”’)])[ᵃ-ᵉ](?![ᵃ-ᶻ])")
_SMALL = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_BASE = re.compile(r"(?:(?<![\w.,])(?P<number>\d{1,2}|100|1000)|(?<![^\W_])(?P<name>[^\W\d_]{1,3}))$")
_UNITS = frozenset(("m", "km", "cm", "mm", "ft", "in", "mi", "yd", "s", "mc", "µm"))
_WORDS = frozenset(
    ("a", "i", "am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "is", "it", "me", "my", "no", "of",
     "on", "or", "so", "to", "up", "us", "we", "in")
)  # fmt: skip
_BACK = 12


def without_note_marks(text: str) -> str:
    """Return the text without the marks of notes: "[15]", "[^2]" and raised numbers that are no power.

    Raised numbers that are powers become words: "10⁻³" is "10 to the power of minus 3".
    """
    if "[" in text or "{" in text:
        text = _PAGE.sub("", _BRACKETED.sub("", text))
    text = _GLUED.sub(lambda m: m[0] if m[1].lower() in _NUMBERED else m[1], text)
    if "(" in text:
        text = _PARENTHESISED.sub("", text)
    if text.isascii():
        return text
    return _RAISED.sub(_raised, _RAISED_LETTER.sub("", text))


def _raised(match: re.Match[str]) -> str:
    number = match[0].translate(_SMALL)
    base = _BASE.search(match.string, max(0, match.start() - _BACK), match.start())
    if not match.start() or match.string[match.start() - 1].isspace():
        return f"{number} " if match.string[match.end() :].strip() else number  # a note's own number
    if not base or not (base["number"] or _is_variable(match, base)):
        return ""
    if number in ("2", "3"):
        return " squared" if number == "2" else " cubed"
    sign = "minus " if number[0] == "-" else ""
    return f" to the power of {sign}{number.lstrip('+-')}"


def _is_variable(match: re.Match[str], base: re.Match[str]) -> bool:
    name = base["name"]
    if name in ("in", "s"):
        return match.string[max(0, base.start() - 2) : base.start()].strip()[-1:] in "/0123456789"
    return name in _UNITS or (len(name) <= 2 and name.lower() not in _WORDS)
