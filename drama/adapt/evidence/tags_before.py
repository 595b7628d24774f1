"""The tag or introduction that leads to a quotation: Ines said, "Yes"; Ines turned: "Yes"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.evidence.evidence import Hint, runs_on, said
from drama.adapt.evidence.verbs import HEARING, goes_on, heard
from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.adapt.evidence.evidence import HintKind
    from drama.adapt.people.mention import Mention
    from drama.adapt.text.reading import Reading, Token

LEADS = frozenset({",", ":", "--", "—", "–", "-", ";"})
"""Marks after which a quotation goes on with the sentence."""
_OF_SPEECH = vocabulary.SPEECH_VERBS | vocabulary.SPEECH_PARTICIPLES
_CLOSE = 9
"""Words from a verb to its quotation up to which another subject between them is ignored."""


def tag_before(
    reading: Reading, tokens: list[Token], i: int, floor: int, mentions: Sequence[Mention], taken: set[int]
) -> Hint | None:
    """Return the tag or introduction that leads to a quotation: Ines said, "Yes"; Ines turned: "Yes"."""
    if i <= floor:
        return None
    if i < len(tokens) and reading.spans[tokens[i].quote].style == "label":
        name = next((m for m in reversed(mentions) if m.last <= i), None)
        return Hint("tag", name, "", said(tokens, name.first, i), name.first, i) if name is not None else None
    last = tokens[i - 1]
    first = i - 1
    while first > floor and tokens[first - 1].sentence == last.sentence:
        first -= 1
    inside = [m for m in mentions if first <= m.first and m.last <= i and m.first not in taken]
    verb = _last_verb_of_speech(tokens, first, i, taken)
    if last.text in LEADS or last.is_word:
        return (
            _led_with_words(tokens, first, i, inside)
            or _led_by_noun(tokens, first, i, inside)
            or _led_by_verb(tokens, first, i, verb, inside)
            or _led_by_subject(tokens, first, i, inside)
        )
    if last.text in {".", "!"} and i - 2 >= first and not _runs_on_before(reading, tokens, first, floor):
        return _announced_by_verb(tokens, first, i, verb, inside)
    return None


def _led_with_words(tokens: list[Token], first: int, i: int, inside: list[Mention]) -> Hint | None:
    """Return the tag of 'Ines met him with the words, "Yes"' and of 'he was stopped by Ines with, "No"'."""
    at = next((k for k in range(i - 1, first, -1) if tokens[k].low == "with"), -1)
    if at < 0:
        return None
    phrase = [t.low for t in tokens[at + 1 : i] if t.is_word]
    phrase = phrase[: phrase.index("to")] if "to" in phrase else phrase  # "with these words to Ines:"
    words = not phrase or (
        len(phrase) <= _PHRASE
        and phrase[-1] in vocabulary.SPEECH_NOUNS
        and phrase[0] in vocabulary.DETERMINERS
    )
    parted = tokens[i - 1].text in {",", ":"} or (not phrase and tokens[at - 1].text == ",")
    if not words or not parted:
        return None
    before = [m for m in inside if m.last <= at]
    behind = [k for k in range(at - 1, first, -1) if tokens[k].text not in LEADS]
    agent = next(
        (m for m in before if behind and m.last == behind[0] + 1 and tokens[m.first - 1].low == "by"), None
    )
    mention = agent or _last_subject(tokens, at, before)
    if mention is None:
        return None
    return Hint("tag", mention, "with", said(tokens, mention.first, i), first, i)


def _led_by_noun(tokens: list[Token], first: int, i: int, inside: list[Mention]) -> Hint | None:
    """Return the tag of 'Ines's reply was, "Yes"' and of 'her only answer was: "Yes"'."""
    was = next((k for k in range(i - 1, first, -1) if tokens[k].is_word), first)
    if tokens[was].low not in {"was", "is", "were"} or tokens[was - 1].low not in vocabulary.SPEECH_NOUNS:
        return None
    near = [m for m in inside if m.possessive and was - _OWNED <= m.last <= was - 1]
    if not near or not all(t.is_word for t in tokens[near[-1].last : was]):
        return None
    return Hint("tag", near[-1], tokens[was].low, said(tokens, near[-1].first, was + 1), first, i)


_OWNED = 4
"""Words at most from an owner to "was": "her next and last question was"."""
_PHRASE = 5
"""Words at most between "with" and the end of what it introduces: "with the short and simple answer"."""


def _last_verb_of_speech(tokens: list[Token], first: int, i: int, taken: set[int]) -> int:
    """Return the index of the last verb of speech before a quotation in its sentence; −1 for none."""
    for k in range(i - 1, first - 1, -1):
        low = tokens[k].low
        if k in taken or not tokens[k].text[0].islower() or _begins_to_act(tokens, k):
            continue
        if low in _OF_SPEECH or heard(tokens, k, first) or goes_on(tokens, k):
            return k
    return -1


def _begins_to_act(tokens: list[Token], k: int) -> bool:
    """True for the "began" of "as Ines began to nod"."""
    if tokens[k].low != "began" or [t.low for t in tokens[k + 1 : k + 2]] != ["to"]:
        return False
    return all(t.low not in vocabulary.SPEECH_BASES for t in tokens[k + 2 : k + 3])


def _led_by_verb(tokens: list[Token], first: int, i: int, verb: int, inside: list[Mention]) -> Hint | None:
    """Return the tag of 'Ines said, "Yes"'."""
    mention = _subject_of(tokens, verb, inside) if verb >= 0 else None
    if mention is None:
        return None
    behind = [m for m in inside if m.subject and m.first > verb]
    if verb + 1 < i and tokens[verb + 1].text == ",":  # "said, and as if he hadn't heard"
        behind = [m for m in behind if tokens[m.first - 1].low not in _WITHIN | MEANWHILE]
    close = i - verb <= _CLOSE or not behind
    kind: HintKind = "tag" if close or tokens[i - 1].text == ":" else "intro"
    words = said(tokens, max(first, mention.first), verb + 1)
    return Hint(kind, mention, tokens[verb].low, words, first, i)


def _led_by_subject(tokens: list[Token], first: int, i: int, inside: list[Mention]) -> Hint | None:
    """Return the introduction of 'Ines turned: "Yes"'."""
    subjects = [m for m in inside if m.subject]
    if not subjects:
        return None
    pick = subjects[0] if tokens[i - 1].text == ":" else subjects[-1]
    return Hint("intro", pick, pick.verb, said(tokens, pick.first, min(pick.last + 4, i)), first, i)


def _announced_by_verb(
    tokens: list[Token], first: int, i: int, verb: int, inside: list[Mention]
) -> Hint | None:
    """Return the introduction of 'Ines replied. "Yes"'."""
    if verb < i - 4 or verb < 0 or tokens[verb].low not in vocabulary.PLAIN_SPEECH:
        return None
    mention = _subject_of(tokens, verb, inside)
    if mention is None:
        return None
    return Hint("intro", mention, tokens[verb].low, said(tokens, mention.first, verb + 1), first, i)


def _runs_on_before(reading: Reading, tokens: list[Token], first: int, floor: int) -> bool:
    """Return whether the sentence before belongs to the quotation before it as its tag."""
    return (
        first == floor
        and floor > 0
        and tokens[floor - 1].quote >= 0
        and runs_on(reading, tokens[floor - 1], tokens[floor])
    )


def _subject_of(tokens: list[Token], verb: int, inside: list[Mention]) -> Mention | None:
    """Return the mention that a verb of speech belongs to: the last subject before it."""
    low = tokens[verb].low
    before = [m for m in inside if m.last <= verb]
    ear = next((k for k in range(verb - 1, 0, -1) if tokens[k].low in HEARING), verb)
    if heard(tokens, verb, max(0, ear)) and tokens[ear].sentence == tokens[verb].sentence:
        overheard = next((m for m in before if m.first == ear + 1 and _is_heard(tokens, m, verb)), None)
        if overheard is not None:
            return overheard
    if low not in _OF_SPEECH and not goes_on(tokens, verb):  # "heard Ines reply"
        return next((m for m in reversed(before) if not m.possessive), None)
    if low in vocabulary.SPEECH_PARTICIPLES and low not in vocabulary.SPEECH_VERBS:
        return _subject_of_participle(tokens, verb, before)
    return (
        _antecedent(tokens, verb, before)
        or _last_subject(tokens, verb, before)
        or _other_than_subject(tokens, verb, before, inside)
    )


def _is_heard(tokens: list[Token], mention: Mention, verb: int) -> bool:
    """True for the "her" of "heard her laugh and say", not of "heard her brother say"."""
    if not mention.possessive:
        return True
    verbs = mention.last == verb or tokens[mention.last].low in vocabulary.PLAIN_VERBS
    return mention.kind == "pronoun" and (verbs or tokens[verb - 1].low == "and")


def _last_subject(tokens: list[Token], verb: int, before: list[Mention]) -> Mention | None:
    """Return the last subject before a verb, preferably with no ";" or ":" between them."""
    subjects = [m for m in before if m.subject]
    if tokens[verb - 1].text == "," or (tokens[verb - 1].low.endswith("ly") and tokens[verb - 2].text == ","):
        subjects = [m for m in subjects if not _acts_meanwhile(tokens, m, verb)] or subjects
    near = [m for m in subjects if not any(t.text in {";", ":"} for t in tokens[m.last : verb])]
    found = near or subjects
    if len(found) > 1 and any(t.text == "," for t in tokens[found[-1].last : verb]):
        found = [m for m in found if not _is_subordinate(tokens, m, before)] or found
    return next(reversed(found), None)


def _acts_meanwhile(tokens: list[Token], mention: Mention, verb: int) -> bool:
    """Whether a subject has a verb of its own in a clause of time: "and, when Tobias was gone, said"."""
    if not mention.first or tokens[mention.first - 1].low not in MEANWHILE:
        return False
    comma = next((k for k in range(verb - 1, mention.last, -1) if tokens[k].text == ","), -1)
    clause = [t.low for t in tokens[mention.last : comma]]
    return mention.verb in clause and "and" not in clause and not mention.verb.endswith("ing")


MEANWHILE = frozenset(
    ["when", "while", "as", "after", "before", "until", "till", "since", "once", "whenever"]
)
"""Words that begin a clause of time."""


def _is_subordinate(tokens: list[Token], mention: Mention, before: list[Mention]) -> bool:
    """Whether a subject is one of a clause within the sentence: "where he and Ines sat", not "and Ines"."""
    low = tokens[mention.first - 1].low if mention.first else ""
    if low == "and":
        joined = next((m for m in before if m.last == mention.first - 1), None)
        return joined is not None and _is_subordinate(tokens, joined, before)
    return low in _WITHIN or low in _PERCEIVING


_PERCEIVING = frozenset(
    ["saw", "found", "noticed", "watched", "heard", "left", "seeing", "finding", "hearing"]
)
"""Verbs whose object may seem to act: "saw Ines crouched there, and said"."""


def _other_than_subject(
    tokens: list[Token], verb: int, before: list[Mention], inside: list[Mention]
) -> Mention | None:
    """Return the person right after a verb without a subject, or the owner of its subject."""
    after = next((m for m in inside if m.first == verb + 1 and not m.possessive), None)
    if after is not None and (not before or tokens[verb].first):
        return after
    owners = [m for m in before if m.possessive]
    if owners:
        return owners[-1]
    return before[0] if before and not before[0].after_preposition else None


def _subject_of_participle(tokens: list[Token], verb: int, before: list[Mention]) -> Mention | None:
    """Return Ines for "was stopped by Ines saying", and for "as he left, Ines put down her cup, saying"."""
    agent = next((m for m in reversed(before) if m.first and tokens[m.first - 1].low == "by"), None)
    if agent is not None and (agent.last == verb or _acts_by(tokens, agent, verb)):
        return agent
    subjects = [m for m in before if m.subject]
    main = [m for m in subjects if not m.first or tokens[m.first - 1].low not in _SUBORDINATE]
    return main[-1] if main else next(iter(subjects or before), None)


def _acts_by(tokens: list[Token], agent: Mention, verb: int) -> bool:
    """True for "stopped by his hastily coming in, and saying"."""
    words = [t.low for t in tokens[agent.last : verb] if t.is_word and not t.low.endswith("ly")]
    return words[:1] != [] and words[0].endswith("ing") and tokens[verb - 1].low in {"and", ","}


_SUBORDINATE = vocabulary.CLAUSE_WORDS - {"when", "so", "but", "or"}
_WITHIN = frozenset(
    [
        *("where", "which", "that", "what", "who", "whom", "whose", "why", "how"),
        *("as", "because", "if", "though", "although", "unless", "than", "whether", "lest"),
    ]
)
"""Words that begin a clause within a sentence, whose subject isn't that of "and said" behind it."""


def _antecedent(tokens: list[Token], verb: int, before: list[Mention]) -> Mention | None:
    """Return Ines for "they were met by Ines, who, out of breath, cried"."""
    who = next((k for k in range(verb - 1, 0, -1) if tokens[k].low == "who"), -1)
    if who < 0 or any(m.subject and m.first > who for m in before):
        return None
    return next((m for m in reversed(before) if m.last <= who and not m.possessive), None)


_REPLIES = frozenset(
    {
        "answered", "answers", "replied", "replies", "responded", "responds", "spoke", "speaks",
        "interrupted", "interrupts", "shouting", "calling", "crying", "yelling", "continued", "continues",
        "resumed", "resumes",
    }
)  # fmt: skip
"""Verbs whose sentence announces the words that follow: "At once, Ines answered."""

_RISES = frozenset(
    {
        "came", "comes", "rose", "rises", "spoke", "speaks", "called", "calls", "boomed", "floated",
        "drifted", "rang", "cut", "sounded", "echoed", "crackled", "broke", "carried", "whispered",
        "answered", "replied",
    }
)  # fmt: skip
"""Verbs of a voice that is about to be heard: "Then a voice came up through the floor." """
_DENIALS = frozenset(
    {"not", "never", "nothing", "no", "nobody", "didn't", "don't", "doesn't", "couldn't", "if"}
)


def announced(tokens: list[Token], mentions: Sequence[Mention]) -> Hint | None:
    """Return the next speaker by a paragraph's last sentence: "Ines answered.", "Then came Ines's voice." """
    sentence = tokens[-1].sentence
    first = next(k for k, t in enumerate(tokens) if t.sentence == sentence)
    here = tokens[first:]
    if any(t.quote >= 0 or t.low in _DENIALS for t in here):
        return None
    inside = [m for m in mentions if m.first >= first]
    for mention in reversed(inside):
        near = [t.low for t in tokens[mention.last : mention.last + 2]]
        before = [t.low for t in tokens[max(first, mention.first - 1) : mention.first]]
        rises = before == ["came"] or not _RISES.isdisjoint(near[1:])
        own = mention.possessive and "voice" in near and rises
        if own or (mention.head == "voice" and mention.subject and mention.verb in _RISES):
            return Hint(
                "intro", mention, "came", said(tokens, mention.first, len(tokens)), first, len(tokens)
            )
    verb = next((k for k in range(first, len(tokens)) if tokens[k].low in _REPLIES), -1)
    subjects = [m for m in inside if m.subject and m.last <= verb]
    if not subjects or verb < 0:
        return None
    pick = subjects[-1]
    return Hint("intro", pick, tokens[verb].low, said(tokens, pick.first, verb + 1), first, len(tokens))
