"""The tag that follows a quotation: said Ines; Ines said; was her answer; Ines smiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.evidence.evidence import Hint, runs_on, said
from drama.adapt.evidence.verbs import HEARING, goes_on, heard, speech_verb
from drama.adapt.people.clauses import verb_after
from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.evidence.evidence import HintKind
    from drama.adapt.people.mention import Mention
    from drama.adapt.text.reading import Reading, Token

_LINKS = frozenset({"then", "and", "so", "but", "here", "now", "again", "while", "at", "last"})
EPITHET = 4
"""Words before a name that may belong to it: "the rather tired Lady Vane"."""
ASIDE = 12
"""Words and marks at most between a verb and its "that": "observed, with great patience, that"."""
_PARTICLES = frozenset(["out", "on", "in", "up", "back", "off", "away", "forth", "over", "again"])


def tag_after(reading: Reading, tokens: list[Token], i: int, starts: dict[int, Mention]) -> Hint | None:
    """Return the tag after a quotation: said Ines; Ines said; Ines smiled (when the quotation runs on)."""
    end = len(tokens)
    at = i + 1
    if at + 1 < end and tokens[at].text in {"?", "!"} and tokens[at + 1].low in vocabulary.SPEECH_VERBS:
        at += 1  # the author put it behind the closing mark
    while at < end and tokens[at].text in {",", "--", "—", "–", "-"}:
        at += 1
    if at >= end or tokens[at].quote >= 0:
        return None
    running = runs_on(reading, tokens[i], tokens[i + 1])
    turned = False
    while at < min(end, i + 5) and at not in starts:
        low = tokens[at].low
        if not (low in _LINKS or low.endswith("ly") or tokens[at].text == ";"):
            break
        turned = turned or low in {"and", "but", "so", ";", "while"}
        at += 1
    found = (
        _was_their(tokens, at, starts)
        or _inverted(tokens, at, starts, running=running)
        or _straight(tokens, at, starts, running=running)
    )
    if found is not None and (turned or not running) and not found.inverted and leads_on(tokens, found.last):
        return None  # it is the tag of the next quotation
    return found


def leads_on(tokens: list[Token], at: int) -> bool:
    """Return whether only a comma or colon, and adverbs, stand between a verb of speech and a quotation."""
    while at < len(tokens) and (tokens[at].text in {",", ":"} or tokens[at].low.endswith("ly")):
        at += 1
    return at < len(tokens) and tokens[at].quote >= 0 and tokens[at - 1].text in {",", ":"}


def _inverted(tokens: list[Token], at: int, starts: dict[int, Mention], *, running: bool) -> Hint | None:
    """Return the tag "said Ines" that begins at a token."""
    if at >= len(tokens):
        return None
    low = tokens[at].low
    several = (
        low in vocabulary.SPEECH_BASES
        and tokens[at + 1 : at + 2] != []
        and tokens[at + 1].low in {"the", "all"}
    )
    strong = low in vocabulary.SPEECH_VERBS or several or goes_on(tokens, at)
    if not strong and not (running and (low in vocabulary.MANNER_VERBS or low == "came")):
        return None
    k = at + 1
    while (
        k < min(len(tokens), at + 6)
        and k not in starts
        and (_may_part(tokens[k]) or _is_epithet(tokens, k, starts))
    ):
        k += 1
    mention = _voice_of(tokens, starts.get(k), starts)
    if mention is None or mention.head in vocabulary.OBJECTS:
        return None
    voice = _is_voice(tokens, mention.last)
    kin = starts.get(mention.last) if mention.possessive else None
    if kin is not None and kin.kind == "description" and kin.owner is mention:
        mention = kin  # "asked Lena's uncle"
    elif mention.possessive and (mention.kind == "pronoun" or not voice):
        return None
    kind: HintKind = "tag" if strong else "loose"
    return Hint(kind, mention, low, said(tokens, at, mention.last), at, mention.last, inverted=True)


def _is_voice(tokens: list[Token], at: int) -> bool:
    """Whether somebody's voice is named at a token: "my voice", "her own tired voice"."""
    nouns = (k for k in range(at, min(at + 3, len(tokens))) if tokens[k].low in vocabulary.SPEECH_NOUNS)
    noun = next(nouns, -1)
    return noun >= 0 and all(token.is_word for token in tokens[at:noun])


def _is_epithet(tokens: list[Token], k: int, starts: dict[int, Mention]) -> bool:
    """Whether a word belongs to the name after it: "said dour Captain Vane", "cried the kind Ines"."""
    words = tokens[k : k + EPITHET]
    to = next((j for j in range(1, len(words) + 1) if k + j in starts), 0)
    plain = (
        t.text.replace("-", "").isalpha()
        and t.text.islower()
        and t.low not in vocabulary.PREPOSITIONS | vocabulary.CLAUSE_WORDS | vocabulary.PRONOUNS.keys()
        for t in words[:to]
    )
    return to > 0 and starts[k + to].kind == "name" and all(plain)


def _voice_of(tokens: list[Token], mention: Mention | None, starts: dict[int, Mention]) -> Mention | None:
    """Return Ines for "the voice of Ines", and any other mention unchanged."""
    if mention is None or mention.head not in vocabulary.SPEECH_NOUNS or mention.last >= len(tokens):
        return mention
    if tokens[mention.last].low != "of":
        return mention
    at = mention.last + 1
    while at < len(tokens) and at not in starts and _is_epithet(tokens, at, starts):
        at += 1
    return starts.get(at, mention)


def _was_their(tokens: list[Token], at: int, starts: dict[int, Mention]) -> Hint | None:
    """Return the tag "was Ines's answer", "came his reply"."""
    if at >= len(tokens) or tokens[at].low not in {"was", "were", "came"}:
        return None
    noun = _noun_of_speech(tokens, at + 1)
    if noun < 0:
        return None
    mention = next((starts[k] for k in range(at + 1, noun) if k in starts and starts[k].possessive), None)
    end = noun + 1
    if mention is None and [t.low for t in tokens[end : end + 1]] == ["of"]:
        mention = starts.get(end + 1)
    if mention is None:  # "were the words that Ines spoke"
        end += [t.low for t in tokens[end : end + 1]] in (["that"], ["which"])
        mention = starts.get(end)
        if mention is None or speech_verb(tokens, mention.last) < 0:
            return None
    end = max(end, mention.last)
    return Hint("tag", mention, tokens[at].low, said(tokens, at, end), at, end)


def _noun_of_speech(tokens: list[Token], at: int) -> int:
    """Return the index of the noun in "was Ines's next question", "was one of her remarks"; −1 for none."""
    for k in range(at, min(at + _NOUN_PHRASE, len(tokens))):
        low = tokens[k].low
        if low in vocabulary.SPEECH_NOUNS or low.removesuffix("s") in vocabulary.SPEECH_NOUNS:
            return k
        if not tokens[k].is_word or low in vocabulary.CLAUSE_WORDS | vocabulary.PREPOSITIONS - {"of"}:
            break
    return -1


def is_reply(tokens: list[Token], i: int) -> bool:
    """Whether a quotation is somebody's answer to whoever acted before it: came the reply, was the answer."""
    at = i + 1
    while at < len(tokens) and tokens[at].text in {",", "--", "—", "–", "-"}:
        at += 1
    if [t.low for t in tokens[at : at + 2]] not in (["was", "the"], ["came", "the"]):
        return False
    noun = _noun_of_speech(tokens, at + 2)
    owned = [t.low for t in tokens[noun + 1 : noun + 2]] == ["of"]
    return noun >= 0 and tokens[noun].low in _ANSWERS and not owned


_ANSWERS = frozenset({"answer", "reply", "response", "retort", "rejoinder"})
_NOUN_PHRASE = 7
"""Words at most up to the noun of speech in such a tag: "was one of the very first remarks"."""


def _may_part(token: Token) -> bool:
    """Whether a word may stand between verb and speaker: said, quietly, little Amy."""
    low = token.low
    return (
        low in _PARTICLES
        or low in vocabulary.FAMILIAR
        or low.endswith("ly")
        or low in vocabulary.ADVERBS
        or low == ","
    )


def _straight(tokens: list[Token], at: int, starts: dict[int, Mention], *, running: bool) -> Hint | None:
    """Return the tag "Ines said" that begins at a token."""
    subject = _subject(tokens, starts.get(at), starts)
    if subject is None:
        return None
    mention, last = subject
    overheard = _overheard(tokens, last, starts)
    if overheard is not None:
        return overheard
    verb = speech_verb(tokens, last)
    if verb > last and tokens[verb - 1].low in _BE:
        return _passive(tokens, verb, starts)
    if verb >= 0:
        tells = not running and _tells(tokens, verb)
        words = said(tokens, at, verb + 1)
        return None if tells else Hint("tag", mention, tokens[verb].low, words, at, verb + 1)
    verb = verb_after(tokens, last)
    hears = verb >= 0 and tokens[verb].low in HEARING  # "Ines heard behind her": somebody else's words
    thinks = verb >= 0 and tokens[verb].low in vocabulary.THOUGHT_VERBS and not _tells(tokens, verb)
    if verb >= 0 and not hears and (running or thinks):
        return Hint("loose", mention, tokens[verb].low, said(tokens, at, verb + 1), at, verb + 1)
    return None


def _overheard(tokens: list[Token], at: int, starts: dict[int, Mention]) -> Hint | None:
    """Return the tag "he heard Ines say", whose first subject ends at a token."""
    mention = starts.get(at + 1)
    if mention is None or at >= len(tokens) or tokens[at].low not in HEARING:
        return None
    verb = mention.last
    while verb < len(tokens) and (tokens[verb].low in vocabulary.ADVERBS or tokens[verb].low.endswith("ly")):
        verb += 1
    if mention.possessive or verb >= len(tokens) or not heard(tokens, verb, at):
        return None
    return Hint("tag", mention, tokens[verb].low, said(tokens, at, verb + 1), at, verb + 1)


def _subject(
    tokens: list[Token], mention: Mention | None, starts: dict[int, Mention]
) -> tuple[Mention, int] | None:
    """Return who may speak where a mention begins a tag, and the index behind: "Otto's wife said"."""
    if mention is None or mention.head in {"him", "them", "me"}:
        return None
    last = mention.last
    if not mention.possessive:
        return mention, last
    if last < len(tokens) and tokens[last].low in vocabulary.SPEECH_NOUNS:
        return mention, last + 1
    kin = starts.get(last)
    described = kin is not None and kin.kind == "description" and kin.owner is mention and not kin.possessive
    return (kin, kin.last) if kin is not None and described else None


def _passive(tokens: list[Token], verb: int, starts: dict[int, Mention]) -> Hint | None:
    """Return the tag of "Otto was told by Ines"; Otto is spoken to, with or without her."""
    mention = starts.get(verb + 2)
    if mention is None or tokens[verb + 1].low != "by" or mention.possessive:
        return None
    words = said(tokens, verb, mention.last)
    return Hint("tag", mention, tokens[verb].low, words, verb, mention.last, inverted=True)


_BE = frozenset({"was", "were", "is", "are", "been", "being"})


def _tells(tokens: list[Token], verb: int) -> bool:
    """Return whether a verb reports other speech, or an act: "suggested that they go", "wrote it in"."""
    at = verb + 1
    if at >= len(tokens) or tokens[verb].low in vocabulary.WRITING_VERBS:
        return at < len(tokens)
    if tokens[at].text == ",":  # "observed, with great patience, that"
        comma = next((k for k in range(at + 1, min(at + ASIDE, len(tokens))) if tokens[k].text in ",.;"), at)
        return tokens[comma].text == "," and [t.low for t in tokens[comma + 1 : comma + 2]] == ["that"]
    low = tokens[at].low
    if low in _THINGS_SAID:
        return True
    if low in vocabulary.PRONOUNS or low in {"me", "us", "you"}:
        return at + 1 < len(tokens) and tokens[at + 1].low in _THINGS_SAID | {
            "that",
            "what",
            "how",
            "if",
            "whether",
            "to",
            "about",
            "why",
            "where",
            "not",
            "for",
            "of",
        }
    return low in {"that", "what", "how", "if", "whether", "why", "where", "about", "of", "for"}


_THINGS_SAID = frozenset(["nothing", "something", "anything", "everything", "no", "little", "much", "more"])
"""Words behind a verb that tells of speech and isn't the tag of a finished line: "Ines said nothing"."""
