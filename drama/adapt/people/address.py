"""Words of address: "sir", "my dear fellow", "granny"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.text.reading import Token


_MEN = """sir milord m'lord sire monsieur gentlemen lad sonny mister guv guv'nor papa father dad daddy uncle
    grandpa grandfather granddad grandad laddie signor fellow chap boy man"""
_WOMEN = """madam ma'am m'am milady m'lady missus missy madame mademoiselle ladies miss mama mamma mother mum
    mom mummy mommy aunt auntie aunty grandma grandmother gran granny nan nana mam lass lassie girl lady
    woman"""
ADDRESS: dict[str, vocabulary.Sex] = {
    **dict.fromkeys(_MEN.split(), "male"),
    **dict.fromkeys(_WOMEN.split(), "female"),
}
"""Address terms, and the sex that each shows."""
_BEFORE_ADDRESS = frozenset({"yes", "no", "my", "dear", "thank", "you", "good", "oh", "well"})
FOND = frozenset({"my", "dear", "old", "young", "good", "poor", "little"})
_LOOSE_ADDRESS = frozenset({"fellow", "chap", "boy", "man", "girl", "lady", "woman"})
"""Address terms only where nothing but fond words precede: "no, my dear fellow", not "a good fellow"."""


def is_set_off(tokens: list[Token], k: int) -> bool:
    """Whether a word of address stands between commas or at an end, not before a name or in "tell my dad"."""
    if (
        k > 1
        and tokens[k - 1].low in {"my", "our"}
        and tokens[k].low in vocabulary.KIN
        and tokens[k - 2].is_word
    ):
        return False
    after = tokens[k + 1].text[0] if k + 1 < len(tokens) else "."
    first = k
    while tokens[k].low in _LOOSE_ADDRESS and first and tokens[first - 1].low in FOND:
        first -= 1
    free = not first or tokens[first - 1].text[0] in ",.!?;:—-…"
    free = free or (tokens[k].low not in _LOOSE_ADDRESS and tokens[k - 1].low in _BEFORE_ADDRESS)
    return free and after in ",.!?;:—-…"
