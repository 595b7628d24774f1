"""Two or more of a kind who speak in turn: "said one guard", "said the other", "said another".

In a talk of two, "the other" is the one who hasn't just spoken; behind "one" it is another of that kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drama.adapt.people.mention import Mention
    from drama.adapt.text.reading import Paragraph, Token

REACH = 4
"""Paragraphs from "said one" to "said the other" at most."""
_OTHER = frozenset({"other", "others"})


def mark(
    paragraphs: Sequence[Paragraph], narration: Sequence[Sequence[Mention]]
) -> list[tuple[Mention, Mention]]:
    """Give "the other" behind "one" a person of its own; return the pairs of mentions that are two people."""
    pairs = []
    one: tuple[int, Mention] | None = None
    for index, mention in _speaking(paragraphs, narration):
        first = mention.determiner == "one" or mention.head == "one" or _is_compared(mention)
        if first and mention.modifiers[:1] != ("other",):
            one = index, mention
        elif one is not None and index - one[0] <= REACH and _is_other(mention, one[1]):
            if mention.head in _OTHER:
                mention.head = f"the {mention.head}"
            else:
                mention.modifiers = ("second", *mention.modifiers[1:])
            pairs.append((one[1], mention))
    return pairs


def _is_compared(mention: Mention) -> bool:
    """Whether a mention is one of two by an adjective: "the older nurse", "the first porter"."""
    adjective = mention.modifiers[0] if mention.modifiers and mention.determiner == "the" else ""
    return adjective == "first" or (adjective.endswith("er") and adjective != "other")


def _is_other(mention: Mention, one: Mention) -> bool:
    """Whether a mention is another than "one" of the same kind: "the other", "the other guard"."""
    if mention.head in _OTHER or (mention.head == "one" and mention.modifiers == ("other",)):
        return not mention.modifiers or mention.head == "one"
    return mention.modifiers[:1] == ("other",) and mention.head == one.head


def _speaking(
    paragraphs: Sequence[Paragraph], narration: Sequence[Sequence[Mention]]
) -> Iterator[tuple[int, Mention]]:
    """Yield the descriptions beside a verb of speech, in order, with the index of their paragraph."""
    for index, (paragraph, mentions) in enumerate(zip(paragraphs, narration, strict=True)):
        for mention in mentions if paragraph.quotes else ():
            if mention.kind == "description" and _is_beside(paragraph.tokens, mention):
                yield index, mention


def _is_beside(tokens: Sequence[Token], mention: Mention) -> bool:
    beside = [*tokens[max(0, mention.first - 1) : mention.first], *tokens[mention.last : mention.last + 1]]
    return any(token.low in vocabulary.SPEECH_VERBS for token in beside)
