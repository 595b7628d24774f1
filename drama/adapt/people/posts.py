"""Who is called by what they are: "Where to, captain?", "Ship, is he alive?"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import People
    from drama.adapt.text.reading import Token


def find(people: People) -> dict[str, int]:
    """Return who is called by what they are, "captain", "witch": the only one of that trade, post or kind.

    A ship, a computer or a cat is called so where it speaks, and the only one of rank "chief" or "boss".
    """
    found: dict[str, set[int]] = {}
    hints = (hint for paragraph in people.hints for beside in paragraph.values() for hint in beside)
    tagged = {people.of(hint.mention) for hint in hints if hint.kind == "tag"}
    for person in people.alive():
        if person.plural or person.narrator:
            continue
        words = {person.head, *person.roles, *person.titles, *(person.core if len(person.core) == 1 else ())}
        for word in words:
            if word in _POSTS or (person.number in tagged and word == person.head not in _ANYBODYS):
                found.setdefault(_IN_FULL.get(word, word), set()).add(person.number)
    for style, nouns in vocabulary.STYLED.items():
        found.setdefault(style, set()).update(*(found.get(noun, set()) for noun in sorted(nouns)))
    ranked = {p.number for p in people.alive() if p.titles & _RANKS and not p.narrator}
    for word in _SUPERIORS:
        found.setdefault(word, ranked)
    return {word: min(numbers) for word, numbers in found.items() if len(numbers) == 1}


def called(
    mentions: list[Mention], tokens: list[Token], posts: Mapping[str, int]
) -> Iterator[tuple[int, int]]:
    """Yield the index of each word that calls somebody by what they are, and whom: "Where to, captain?"."""
    named = {k for m in mentions if m.person >= 0 for k in range(m.first, m.last)}
    for k, token in enumerate(tokens):
        number = posts.get(_POST_SAME.get(token.low, token.low), -1)
        yours = token.low in vocabulary.STYLES and k > 0 and tokens[k - 1].low == "your"
        if number >= 0 and k not in named and _is_post_called(tokens, k - yours, k):
            yield k, number


def _is_post_called(tokens: list[Token], first: int, k: int) -> bool:
    """Whether words are set off as a call: "Where to, captain?", "Commander, look", "Yes, your Grace"."""
    before = tokens[first - 1] if first else None
    after = tokens[k + 1].text[0] if k + 1 < len(tokens) else "."
    begins = before is None or before.text[0] in ".!?"
    if begins and (after == "." or k + 1 == len(tokens)):
        return False  # "That is her name. Captain." states a name
    opens = begins or (before is not None and (before.text[0] in ",;:—-…" or before.low in _BEFORE_POST))
    return opens and after in ",.!?;:—-…"


_POST_SAME = {
    "cap'n": "captain", "cap": "captain", "skipper": "captain", "doc": "doctor", "sarge": "sergeant",
    "reverend": "vicar",
}  # fmt: skip
"""What somebody is who is called so."""
_SUPERIORS = ("boss", "chief", "gaffer", "guv")
"""What the only one of rank is called by those below."""
_RANKS = frozenset(vocabulary.TITLE_SAME.get(title, title) for title in vocabulary.TITLES_RANK)
_IN_FULL = {short: full for full, short in vocabulary.TITLE_SAME.items()}
_ANYBODYS = (
    vocabulary.KIN
    | vocabulary.GREETED
    | vocabulary.CROWDS
    | {"man", "woman", "men", "women", "fellow", "chap", "person", "people", "friend", "mr", "mrs", "miss",
       "ms", "guys", "folks", "one", "two", "other", "thing", "gentleman", "lady", "ladies", "god", "lord"}
)  # fmt: skip
"""Words that may call anybody."""
_POSTS = (
    (vocabulary.PERSON_NOUNS | vocabulary.TITLES | vocabulary.TITLE_SAME.keys() | _IN_FULL.keys())
    - _ANYBODYS
    - vocabulary.ANIMALS
    - vocabulary.DEVICES
)
"""Words for what somebody is that also call somebody."""
_BEFORE_POST = frozenset({"yes", "no", "thank", "you", "oh", "well"})
