"""What plays say beside the words: names of speakers, and directions."""

from __future__ import annotations

import re

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
    """Return a name in capitals as it is written elsewhere: "MRS. DALE" is Mrs. Dale."""
    if not name.isupper():
        return name
    return re.sub(
        r"[^\W\d_]+(?:['’][^\W\d_]+)*",
        lambda m: m.group().capitalize() if len(m.group()) > 1 else m.group(),
        name,
    )
