"""Names that call somebody, as distinct from names that are only mentioned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.text.reading import is_verb
from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import People
    from drama.adapt.text.reading import Token


def is_vocative(tokens: list[Token], mention: Mention) -> bool:
    """Return whether a name in a quotation calls somebody: set off by commas, or alone with "!" or "?"."""
    if mention.possessive or mention.text.startswith("the "):
        return False
    before = tokens[mention.first - 1] if mention.first else None
    after = tokens[mention.last] if mention.last < len(tokens) else None
    if before is not None and before.low in _WARM:
        before = tokens[mention.first - 2] if mention.first > 1 else None
    closes = after is None or after.text[0] in ",.!?;:…—-)"
    opens = before is None or before.text[0] in ",.!?;—-…" or before.low in _CALLS
    if not closes or not (opens or _is_unset(tokens, mention, after)):
        return False
    if before is None:
        alone = after is None or mention.last + 1 >= len(tokens)
        if alone and (after is None or after.text == "."):
            return False  # "Mrs. Moore." states a name
        told_of = _apposition(tokens, mention.last) or _goes_on_about(tokens, mention.last)
        return after is None or after.text != "," or not told_of
    return not _listed(tokens, mention)


_WARM = frozenset({"my", "dear", "poor", "sweet", "old", "good", "dearest"})
_CALLS = frozenset(
    {"oh", "o", "well", "yes", "no", "ah", "hey", "hello", "hi", "thanks", "you", "please", "now", "sorry"}
)


def _is_unset(tokens: list[Token], mention: Mention, after: Token | None) -> bool:
    """Whether a name without a comma before it calls somebody: "I'm here Ines.", "Go Ines!"."""
    before = tokens[mention.first - 1].low
    command = mention.first == 1 and before in _COMMANDS
    return command or (before in _ENDINGS and after is not None and after.text[0] in ",.!?…")


_ENDINGS = frozenset({"me", "us", "here", "now", "again", "too", "worry", "fear"})
_COMMANDS = frozenset(
    {"go", "come", "wait", "stop", "run", "listen", "look", "hush", "quick", "hurry", "forgive"}
)


def _listed(tokens: list[Token], mention: Mention) -> bool:
    """True for one name of several: "Cork, and Lisbon, and Gibraltar"."""
    after = [t.text for t in tokens[mention.last : mention.last + 3]]
    before = [t.text for t in tokens[max(0, mention.first - 3) : mention.first]]
    follows = after[:1] == [","] and (
        after[1:2] == ["and"] or (len(after) > 1 and after[1][0].isupper() and after[2:3] in ([","], ["and"]))
    )
    precedes = (
        before[-1:] == [","]
        and len(before) > 1
        and before[-2][0].isupper()
        and before[-2].lower() not in vocabulary.NOT_NAMES
    )
    return (follows and len(after) > 2 and after[2][0].isupper()) or (
        precedes and before[-3:-2] in ([","], ["and"])
    )


def _goes_on_about(tokens: list[Token], at: int) -> bool:
    """True for "Tom, I suppose, is late": an aside, and then the verb whose subject the name is."""
    close = next((k for k in range(at + 2, min(at + 6, len(tokens))) if tokens[k].text == ","), len(tokens))
    aside = [t.low for t in tokens[at + 1 : close]]
    believed = aside[:1] in (["i"], ["we"], ["you"], ["it"], ["they"]) and not _BELIEVED.isdisjoint(aside[1:])
    return believed and is_verb(tokens, close + 1)


_BELIEVED = frozenset(
    ["think", "suppose", "believe", "guess", "hope", "fear", "know", "imagine", "see", "say", "hear", "seems"]
)


def _apposition(tokens: list[Token], at: int) -> bool:
    """True when a comma after a name only opens an apposition or a clause about it."""
    return at + 1 < len(tokens) and tokens[at + 1].low in {"who", "whose", "whom", "the", "which"}


def is_reproach(people: People, tokens: list[Token], mention: Mention) -> bool:
    """Whether a line is nothing but the name of somebody seen, who has just spoken: "Bramble." """
    whole = (
        mention.kind == "name" and mention.first == 0 and [t.text for t in tokens[mention.last :]] == ["."]
    )
    return whole and people.persons[people.of(mention)].subjects > 0


def is_card(tokens: list[Token], mention: Mention) -> bool:
    """Whether a whole name closes a line, as on a card: "May I come in? Ruth Amadi." It calls nobody."""
    whole = mention.kind == "name" and mention.last - mention.first == 2
    ends = [t.text for t in tokens[mention.last :]] == ["."]
    return whole and ends and mention.first > 0 and tokens[mention.first - 1].text in {".", "?", "!"}
