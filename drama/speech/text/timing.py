"""Turns dashes, ellipses, brackets and other marks into pauses, and removes everything unsayable."""

from __future__ import annotations

import re
import unicodedata

_ASIDE = "¦"
"""Placeholder for a bracket until pauses are chosen; no other sign becomes it."""
_SIGNS = re.compile(r"[^A-Za-z .,;:?!'—–-]")
_BRACKETS = re.compile(r"\s*[(\[{]+\s*|\s*[)\]}]+(?=\s)|[)\]}]+")
_CLOSED = re.compile(r"[\s)\]}]+$")
_PLURAL_BRACKET = re.compile(r"(?<=\w)\((e?s)\)")
_SUSPENDED = re.compile(r"(?<=[^\W\d_])-(?=,? (?:and|or|to)\b)")
_AND = re.compile(r"\s*&+\s*")
_SYMBOLS = (
    (re.compile(r"\b([A-Z])\+\+"), r"\1 plus plus"),
    (re.compile(r"\b([A-G])#(?!\w)"), r"\1 sharp"),
    (re.compile(r"\s*(?<=[\w ])\+(?=[\w ]|$|\W)\s*"), " plus "),
    (re.compile(r"(?<=\w)\s*=+\s*(?=\w)"), " equals "),
    (re.compile(r"(?<=\w) < (?=\w)"), " is less than "),
    (re.compile(r"(?<=\w) > (?=\w)"), " is greater than "),
    (re.compile(r"\s*%"), " percent"),
    (re.compile(r"\s*°\s*"), " degrees "),
    (re.compile(r"(?<=\w) × (?=\w)"), " times "),
    (re.compile(r"\$+"), " dollar "), (re.compile("£+"), " pound "), (re.compile("€+"), " euro "),
    (re.compile("¥+"), " yen "), (re.compile("¢+"), " cent "), (re.compile("@+"), " at "),
)  # fmt: skip
_ELLIPSIS = re.compile(r"(?:\s*\.){2,}")
_EN_DASH_WORDS = re.compile(r"(?<=[^\W_])–(?=[^\W_])")
_UNSAYABLE = re.compile(rf"[^\w .,;:?!'—{_ASIDE}-]|[\d_]")
_SPACE = re.compile(r"\s+")
_GLUED = re.compile(r"([,;:?!])(?=[^\W_])|(\.\.\.)(?=[^\W_])|(?<=[a-z])(\.)(?=[A-Z])")
_PAUSES = re.compile(rf"[ ,;:.?!—{_ASIDE}]*[,;:.?!—{_ASIDE}][ ,;:.?!—{_ASIDE}]*")


def timed(text: str) -> str:
    """Return the text with every pause written as one of . , ; : ? ! ... and —, nothing unsayable left."""
    if _SIGNS.search(text):
        text = _CLOSED.sub("", _PLURAL_BRACKET.sub(r"\1", text))
        text = _BRACKETS.sub(f"{_ASIDE} ", text)
        text = _AND.sub(" and ", text)
        for pattern, said in _SYMBOLS:
            text = pattern.sub(said, text)
        text = _UNSAYABLE.sub(_sayable, text)
    if "-" in text or "–" in text or "'" in text:
        text = _hyphenated(text)
    text = _GLUED.sub(lambda m: m[0] + " ", text)
    text = _SPACE.sub(" ", text)
    return _PAUSES.sub(_pause, text).strip()


def _sayable(match: re.Match[str]) -> str:
    """Return a vowel sign or an accent as it is, and a blank for every other sign."""
    return match[0] if unicodedata.category(match[0])[0] == "M" else " "


def _hyphenated(text: str) -> str:
    """Return the text with hyphens and apostrophes inside words only, and a dash for every other hyphen."""
    text = _SUSPENDED.sub("", text)
    text = _EN_DASH_WORDS.sub("-", text)
    text = re.sub("–|--+", "—", text)
    text = re.sub(r"(?:(?<=\s)|^)-+(?=\s|$)", "—", text)
    text = re.sub(r"(?<=[^\W_])-+(?=\s|$|[.,;:?!])", "—", text)
    return re.sub(r"(?<![\w'])-+(?=['\w])|(?<!\w)'+(?!\w)", " ", text)


def _pause(match: re.Match[str]) -> str:
    """Return one mark for a run of them: one that ends a sentence comes first, then the longest pause."""
    marks = match[0]
    if marks[0] not in ("—", _ASIDE) and (
        len(marks) == 1 or (len(marks) == 2 and marks[1] == " " and match.start())
    ):
        return marks
    first, last = match.start() == 0, match.end() == len(match.string)
    if first and not last:
        return ""
    asked = ("?" if "?" in marks else "") + ("!" if "!" in marks else "")
    trailing = _ELLIPSIS.search(marks)
    if asked:
        said = ("..." if trailing and not marks.lstrip().startswith(("?", "!")) else "") + asked
    elif trailing:
        said = "..."
    elif "—" in marks:
        return "—" if last else " — "
    else:
        said = next((mark for mark in reversed(marks) if mark in ".,;:"), ",")
    return said + ("" if last else " ")
