"""Web and e-mail addresses, hashtags and handles, as they are read out."""

from __future__ import annotations

import re

_MAY_HOLD_ONE = re.compile(r"[@#]|://|www\.|\.(?:com|org|net|edu|gov|io|uk|info)\b", re.IGNORECASE)
_EMAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_SITE = re.compile(
    r"(?:\b[a-z]{3,6}://|\b(?=www\.))[\w-]+(?:\.[\w-]+)*(?::\d+)?(?:/[\w./?%&=~+#-]*[\w/])?"
    r"|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.(?:com|org|net|edu|gov|io|co\.uk|info)\b(?:/[\w./?%&=~+#-]*[\w/])?",
    re.IGNORECASE,
)
_HASHTAG = re.compile(r"(?<!\w)#(?=[^\W\d])")
_HANDLE = re.compile(r"\s*@+\s*")
_SCHEME = re.compile(r"^[a-z]+://", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAMES = {
    ".": " dot ", "@": " at ", "/": " slash ", "-": " dash ", "_": " underscore ", "?": " question mark ",
    "=": " equals ", "&": " and ", "+": " plus ", "#": " hash ", "%": " percent ", "~": " tilde ",
    ":": " colon ",
}  # fmt: skip
_NAMED = re.compile("[" + re.escape("".join(_NAMES)) + "]")


def read_out(text: str) -> str:
    """Return the text with e-mail and web addresses, hashtags and handles in words; numbers stay digits."""
    if not _MAY_HOLD_ONE.search(text):
        return text
    text = _EMAIL.sub(_letter_by_sign, text)
    text = _SITE.sub(_letter_by_sign, text)
    text = _HASHTAG.sub("hashtag ", text)
    return _HANDLE.sub(" at ", text)


def _letter_by_sign(match: re.Match[str]) -> str:
    address = _SCHEME.sub("", match[0]).rstrip("/")
    www = address[:4].lower() == "www."
    words = _NAMED.sub(lambda sign: _NAMES[sign[0]], _CAMEL.sub(" ", address[4:] if www else address))
    return ("W.W.W dot " if www else "") + words
