"""A hint: a piece of evidence in the narration for a quotation's speaker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from drama.adapt.people.mention import Mention
    from drama.adapt.text.reading import Reading, Token

HintKind = Literal["tag", "loose", "intro", "before", "after"]


@dataclass(frozen=True, slots=True)
class Hint:
    """One piece of evidence in the narration for who speaks a quotation."""

    kind: HintKind
    """tag: "said Ines"; loose: "Yes," Ines smiled; intro: Ines turned: "Yes."; before, after: a beat."""
    mention: Mention
    verb: str = ""
    words: str = ""
    """The narration's own words, for the reason."""
    first: int = 0
    """Index of its first token."""
    last: int = 0
    """Index after its last token."""
    inverted: bool = False


def said(tokens: list[Token], first: int, last: int) -> str:
    return " ".join(t.text for t in tokens[first:last] if t.is_word)


def runs_on(reading: Reading, token: Token, following: Token | None) -> bool:
    """Return whether a quotation's sentence goes on after it, as before a tag."""
    inner = reading.text[token.start : token.end].rstrip("_* ")
    if not inner or following is None:
        return False
    if inner[-1] in ",;—–-":
        return True
    return (
        following.text[0].islower() and inner[-1] != "."
        if following.is_word
        else following.text in {",", "--", "—", "–"}
    )
