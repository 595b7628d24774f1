"""What plays say beside the words: names of speakers, and directions."""

from __future__ import annotations

import re

from drama.english import vocabulary

HOW = {
    "whisper": "whispered", "murmur": "murmured", "mutter": "murmured", "shout": "shouted", "yell": "shouted",
    "scream": "shouted", "sob": "sobbed", "cry": "sobbed", "crying": "sobbed", "laugh": "laughed",
    "sing": "sung", "slow": "slow", "quick": "fast", "fast": "fast", "breathless": "breathless",
    "out of breath": "breathless", "thought": "thought", "thinking": "thought", "v.o": "thought",
    "phone": "telephone", "telephone": "telephone", "filtered": "telephone", "radio": "radio",
    "intercom": "address", "p.a": "address", "distant": "distant", "far off": "distant", "o.s": "distant",
    "off": "distant",
}  # fmt: skip
"""What the words of a parenthesis mean as directions."""


def meant(aside: str) -> tuple[str, ...]:
    """Return the words of HOW that a direction means, in order."""
    low = aside.lower()
    return tuple(sorted({word for sign, word in HOW.items() if re.search(rf"\b{re.escape(sign)}", low)}))


def name_in_lower_case(name: str) -> str:
    """Return a name in capitals as it is written elsewhere: "MRS. DALE" is Mrs. Dale, "JP" is JP."""
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)*", _capitalised, name) if name.isupper() else name


def _capitalised(match: re.Match[str]) -> str:
    word = match[0]
    initials = not re.search("[AEIOUY]", word) and word.lower() not in vocabulary.TITLES
    return word if initials or len(word) == 1 else word.capitalize()
