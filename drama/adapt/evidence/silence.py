"""Who answers without a word: "Ines said nothing", "he made no reply", "she shook her head"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.people.mention import Mention
    from drama.adapt.text.reading import Token

_MUTE = frozenset(["silent", "quiet", "mute"])
_STAYS = frozenset(["was", "is", "were", "stayed", "stays", "remained", "remains", "kept", "keeps", "fell"])
_ANSWER = frozenset(["answer", "reply", "respond", "response", "speak", "say"])
_GESTURES = frozenset(["nodded", "nods", "shrugged", "shrugs"])
_SHAKES = frozenset(["shook", "shakes"])
PHRASE = 7
"""Words behind a subject that may tell of its silence."""


def is_silent(tokens: list[Token], mention: Mention) -> bool:
    """Whether a subject is said not to speak: "said nothing", "made no reply", "was silent"."""
    if not mention.subject:
        return False
    words = _behind(tokens, mention)
    if words[:1] in (["did"], ["does"], ["didn't"], ["doesn't"]):
        denied = "not" in words[:2] or words[0].endswith("n't")
        return denied and not _ANSWER.isdisjoint(words[1:4])
    if words[:1] in (["made"], ["makes"], ["gave"], ["gives"]):
        return words[1:2] == ["no"] and not _ANSWER.isdisjoint(words[2:4])
    if words[:1] in (["said"], ["says"]):
        return words[1:2] == ["nothing"]
    return words != [] and words[0] in _STAYS and not _MUTE.isdisjoint(words[1:3])


def answers_mutely(tokens: list[Token], mention: Mention) -> bool:
    """Whether a subject is silent, or answers by a gesture: "nodded", "shook her head", "shrugged"."""
    words = _behind(tokens, mention) if mention.subject else []
    shakes = words[:1] != [] and words[0] in _SHAKES and "head" in words[1:4]
    return shakes or (words[:1] != [] and words[0] in _GESTURES) or is_silent(tokens, mention)


def _behind(tokens: list[Token], mention: Mention) -> list[str]:
    """Return the words behind a subject in its sentence, without the adverbs before its verb."""
    words: list[str] = []
    for token in tokens[mention.last : mention.last + PHRASE]:
        if not token.is_word or token.sentence != mention.sentence:
            break
        if words or not (token.low.endswith("ly") or token.low in vocabulary.ADVERBS):
            words.append(token.low.replace("’", "'"))
    return words
