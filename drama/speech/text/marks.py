"""Removes what isn't text (controls, markup, emoji, quotation marks, emphasis) and unifies punctuation."""

from __future__ import annotations

import re
import unicodedata

from drama.speech.text.measures import SIGNS
from drama.speech.text.note_marks import without_note_marks

_SIGNS = {
    **dict.fromkeys("“”„‟«»‹›″❝❞", '"'),
    **dict.fromkeys("‘’‚‛′`´ʼ❛❜", "'"),
    **dict.fromkeys("‐‑−﹣－⁃", "-"),
    **dict.fromkeys("‒–", "–"),
    **dict.fromkeys("—―⸺⸻", "—"),
    **dict.fromkeys("…⋯", "..."),
    **dict.fromkeys("。․", ". "),
    **dict.fromkeys("、，•·‣▪●・", ", "),
    **dict.fromkeys("؟？", "?"),
    **dict.fromkeys("！", "!"),
    **dict.fromkeys("¿¡‽", ""),
    "‽": "?!", "∶": ":", "；": ";", "∕": "/", "⁄": "/", "×": "×", "÷": " divided by ", "±": " plus or minus ",
    "≈": " about ", "≠": " does not equal ", "≤": " at most ", "≥": " at least ", "∞": " infinity ",
    "√": " root ",
    "‰": " per mille", "№": " No.", "§": " section ", "¢": "¢", "°": "°",
    "º": "°", "℃": "°C", "℉": "°F", "™": "", "®": "", "©": "", "←": " ", "→": " ",
}  # fmt: skip
_KEPT = frozenset(" .,;:?!'\"-–—%&@#+=/\\<>*_~^|()[]{}¢°×" + SIGNS)
_FRACTION = re.compile(r"(?<=\d)(?=[¼½¾⅐-⅞↉])")
_ENCLOSED = {first + i: chr(ord("A") + i) for first in (0x1F150, 0x1F170) for i in range(26)}
"""Letters in black circles and squares, for which Unicode has no compatibility mapping."""
_SMALL_CAPITAL = re.compile("LATIN LETTER SMALL CAPITAL ([A-Z])")
_TIMES_TEN = re.compile("(?<=\\d) ?[x×] ?(?=10(?:\\^|[⁰¹²³⁴-⁹⁺⁻]))")
_GROUPED = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_LOVED = re.compile("\\bI [♥❤\U0001f49a-\U0001f49c]\ufe0f? ?(?=\\w)")
_TERMINAL = re.compile(r"\x1b\[[0-9;]{0,20}[A-Za-z]")
_ENTITY = re.compile(r"&(?:(amp)|(lt|gt|nbsp|quot)|(apos|#0?39)|(mdash)|(ndash)|(hellip));")
_TAG_NAMES = (
    "a|abbr|acronym|audio|b|big|blockquote|body|br|center|cite|code|dd|del|dfn|div|dl|dt|em|emphasis|font|h[1-6]|"
    "head|hr|html|i|img|ins|kbd|li|mark|metadata|ol|p|phoneme|pre|prosody|q|s|say-as|script|small|span|speak|"
    "strike|strong|style|sub|sup|table|td|th|tr|tt|u|ul|var|voice|w|break|lexicon|lookup|token"
)
_TAG = re.compile(
    rf"</?(?:{_TAG_NAMES})(?:\s{{1,9}}[\w:-]{{1,40}}\s?=\s?(?:\"[^\"<>]{{0,300}}\"|'[^'<>]{{0,300}}')){{0,20}}\s?/?>",
    re.IGNORECASE,
)
_EMOTICON = re.compile(r"(?<!\S)(?:>?[:;=][-'^]?[()DPpO3|/\\*]|<3+|[xX]D|\^_\^|-_-)(?!\S)")

_ELISIONS = (
    "tis|twas|twere|twill|tisn|twasn|em|im|er|e|is|ere|ow|ave|ad|as|ope|ouse|ome|ello|alf|til|till|cause|cos|cuz|"
    "round|bout|nother|neath|gainst|fraid|nuff|sup|specially|fore|pon|prentice|member|lectric|scuse|kay|nam|tween"
)
_AND = re.compile(r"(?<=[A-Za-z])[ -]?'[nN]'[ -]?(?=[A-Za-z])")
_OPENING = re.compile(rf"(?<![\w.])'(?!(?:{_ELISIONS})\b)", re.IGNORECASE)
_CLOSING = re.compile(r"(?<!\bo)(?<!\bth)(?<!\ban)(?<!in)'(?!\w)", re.IGNORECASE)
_DOUBLE = re.compile(r"(?<=\w)\"+(?=\w)")
_TIMES = re.compile(r"(?<=\d) ?\* ?(?=\d)")
_UNDERLINED = re.compile(r"(?<=[^\W\d_])_+(?=[^\W_])")


class _Characters(dict[int, str]):
    """A table for str.translate that is filled in when a character first occurs."""

    def __missing__(self, code: int) -> str:
        self[code] = sign = _sign(chr(code))
        return sign


def _sign(c: str) -> str:
    if c in _SIGNS:
        return _SIGNS[c]
    category = unicodedata.category(c)
    if c in _KEPT or category[0] == "L":
        return c if c in _KEPT else _letter(c)
    if category == "Nd":
        return str(unicodedata.digit(c))
    if category[0] == "N":
        return _numeral(c)
    if category in ("Mn", "Mc"):
        return "" if 0xFE00 <= ord(c) <= 0xFE0F or 0xE0100 <= ord(c) <= 0xE01EF else c
    return "" if category in ("Cf", "Me", "Sk") else _compatible(c) or " "


def _letter(c: str) -> str:
    """Return a ligature, a small capital, a styled or a full-width letter as plain letters."""
    plain = unicodedata.normalize("NFKC", c)
    if plain == c and (capital := _SMALL_CAPITAL.fullmatch(unicodedata.name(c, ""))):
        return capital[1].lower()
    return plain if all(unicodedata.category(part)[0] in "LM" for part in plain) else c


def _compatible(c: str) -> str:
    """Return a circled letter, a unit in one sign or a full-width mark as plain signs."""
    if ord(c) in _ENCLOSED:
        return _ENCLOSED[ord(c)]
    plain = unicodedata.normalize("NFKC", c)
    return plain if plain != c and all(part in _KEPT or part.isalnum() for part in plain) else ""


def _numeral(c: str) -> str:
    plain = unicodedata.normalize("NFKC", c).replace("⁄", "/")
    if plain.isascii():
        return f"{plain}"
    value = unicodedata.numeric(c)
    return f" {value:.0f} " if value == int(value) else f" {value} "


_CHARACTERS = _Characters()


def cleaned(text: str) -> str:
    """Return the text in letters, ASCII digits and the marks that later rules know, without markup."""
    if not text.isascii():
        text = _LOVED.sub("I love ", text)
        text = _GROUPED.sub("", _FRACTION.sub(" ", unicodedata.normalize("NFC", text)))
    text = without_note_marks(_TIMES_TEN.sub(" times ", _TERMINAL.sub("", text)))
    text = text.translate(_CHARACTERS)
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    return _EMOTICON.sub(" ", text)


def _entity(match: re.Match[str]) -> str:
    return ("&", " ", "'", "—", "–", "...")[(match.lastindex or 1) - 1]


def bare(text: str) -> str:
    """Return the text's letters, digits and spaces alone, for text that is all markup to the other rules."""
    return "".join(c if c.isalnum() else " " for c in text)


def unquoted(text: str) -> str:
    """Return the text without quotation marks; the quoted words and apostrophes stay."""
    if "'" in text:
        text = _AND.sub(" and ", text)
        text = _CLOSING.sub("", _OPENING.sub("", text))
    return _DOUBLE.sub(" ", text).replace('"', "") if '"' in text else text


def unemphasised(text: str) -> str:
    """Return the text without the asterisks and underscores of emphasis; the words in them stay."""
    if "_" in text:
        text = _UNDERLINED.sub(" ", text).replace("_", "")
    return _TIMES.sub(" times ", text).replace("*", "") if "*" in text else text
