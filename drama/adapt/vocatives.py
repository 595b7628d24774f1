"""Names by which a line calls somebody, told from names that it only mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt import words

if TYPE_CHECKING:
    from drama.adapt.mention import Mention
    from drama.adapt.reading import Token


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
    if not (opens and closes):
        return False
    if before is None:
        alone = after is None or mention.last + 1 >= len(tokens)
        if alone and (after is None or after.text == "."):
            return False  # "Mrs. Moore." tells a name
        return after is None or after.text != "," or not _apposition(tokens, mention.last)
    return not _listed(tokens, mention)


_WARM = frozenset({"my", "dear", "poor", "sweet", "old", "good", "dearest"})
_CALLS = frozenset(
    {"oh", "o", "well", "yes", "no", "ah", "hey", "hello", "hi", "thanks", "you", "please", "now", "sorry"}
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
        and before[-2].lower() not in words.NOT_NAMES
    )
    return (follows and len(after) > 2 and after[2][0].isupper()) or (
        precedes and before[-3:-2] in ([","], ["and"])
    )


def _apposition(tokens: list[Token], at: int) -> bool:
    """True when a comma after a name only opens an apposition or a clause about it."""
    return at + 1 < len(tokens) and tokens[at + 1].low in {"who", "whose", "whom", "the", "which"}
