"""What the narration round a quotation says of its speaker: speech tags, introductions and action beats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from drama.adapt import words
from drama.adapt.mentions import verb_after
from drama.adapt.reading import is_verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.adapt.mentions import Mention
    from drama.adapt.reading import Paragraph, Reading, Token

HintKind = Literal["tag", "loose", "intro", "before", "after"]
_PARTICLES = frozenset(["out", "on", "in", "up", "back", "off", "away", "forth", "over", "again"])
_BODY = frozenset(
    [
        "voice",
        "eyes",
        "eye",
        "face",
        "lips",
        "mouth",
        "hand",
        "hands",
        "head",
        "brow",
        "eyebrows",
        "eyebrow",
        "expression",
        "smile",
        "gaze",
        "tone",
        "shoulders",
        "jaw",
        "cheeks",
        "heart",
        "fingers",
        "finger",
        "grin",
        "laugh",
        "words",
        "answer",
        "reply",
    ]
)


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing the narration says about who speaks a quotation."""

    kind: HintKind
    """tag: "said Ines"; loose: "Yes," Ines smiled; intro: Ines turned: "Yes."; before, after: a beat."""
    mention: Mention
    verb: str = ""
    words: str = ""
    """The narration's own words, for the reason."""
    first: int = 0
    """Indices of the tokens it stands on."""
    last: int = 0
    inverted: bool = False


def hints(reading: Reading, paragraph: Paragraph, mentions: Sequence[Mention]) -> dict[int, list[Hint]]:
    """Return, for each quotation of a paragraph, what stands beside it, surest first."""
    tokens = paragraph.tokens
    starts = {m.first: m for m in mentions}
    found: dict[int, list[Hint]] = {}
    taken: set[int] = set()
    places = [i for i, t in enumerate(tokens) if t.quote >= 0]
    for i in places:
        found[tokens[i].quote] = []
        tag = _tag_after(reading, tokens, i, starts)
        if tag is not None:
            found[tokens[i].quote].append(tag)
            taken.update(range(tag.first, tag.last))
    for n, i in enumerate(places):
        quote = tokens[i].quote
        floor = places[n - 1] + 1 if n else 0
        tag = _tag_before(reading, tokens, i, floor, mentions, taken)
        if tag is not None:
            after = found[quote]
            if (
                tag.kind == "tag"
                and after
                and not after[0].inverted
                and not runs_on(reading, tokens[i], tokens[i + 1])
            ):
                after.clear()  # what follows a finished quotation that had its tag before is narration
            found[quote].append(tag)
            if tag.kind == "tag":
                taken.update(range(tag.first, tag.last))
    for n, i in enumerate(places):
        quote = tokens[i].quote
        floor = places[n - 1] + 1 if n else 0
        ceiling = places[n + 1] if n + 1 < len(places) else len(tokens)
        found[quote] += _beats(tokens, i, floor, ceiling, mentions, taken)
        found[quote].sort(key=lambda h: _ORDER[h.kind])
    return found


def lead(reading: Reading, paragraph: Paragraph, mentions: Sequence[Mention]) -> Hint | None:
    """Return the tag or introduction at the end of a paragraph whose quotation is in the next one."""
    tokens = paragraph.tokens
    if not tokens or not (tokens[-1].is_word or tokens[-1].text in {":", ",", "--", "—", "–", ";"}):
        return None
    floor = max((i + 1 for i, t in enumerate(tokens) if t.quote >= 0), default=0)
    return _tag_before(reading, tokens, len(tokens), floor, mentions, set())


_ORDER = {"tag": 0, "loose": 1, "intro": 2, "after": 3, "before": 4}


def _said(tokens: list[Token], first: int, last: int) -> str:
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


# ------------------------------------------------------------------ after the quotation
def _tag_after(reading: Reading, tokens: list[Token], i: int, starts: dict[int, Mention]) -> Hint | None:
    """Return the tag that follows a quotation: said Ines; Ines said; Ines smiled (when it runs on)."""
    end = len(tokens)
    at = i + 1
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
    if found is not None and (turned or not running) and not found.inverted and _leads_on(tokens, found.last):
        return None  # it is the tag of the next quotation
    return found


_LINKS = frozenset({"then", "and", "so", "but", "here", "now", "again", "while", "at", "last"})


def _leads_on(tokens: list[Token], at: int) -> bool:
    """Return whether only a comma or colon, and adverbs, stand between a verb of speech and a quotation."""
    while at < len(tokens) and (tokens[at].text in {",", ":"} or tokens[at].low.endswith("ly")):
        at += 1
    return at < len(tokens) and tokens[at].quote >= 0 and tokens[at - 1].text in {",", ":"}


def _inverted(tokens: list[Token], at: int, starts: dict[int, Mention], *, running: bool) -> Hint | None:
    """Return the tag "said Ines" that begins at a token."""
    if at >= len(tokens):
        return None
    low = tokens[at].low
    strong = low in words.SPEECH_VERBS or _goes_on(tokens, at)
    if not strong and not (running and (low in words.MANNER_VERBS or low == "came")):
        return None
    k = at + 1
    while (
        k < min(len(tokens), at + 5)
        and k not in starts
        and (_may_part(tokens[k]) or _is_epithet(tokens, k, starts))
    ):
        k += 1
    mention = _voice_of(tokens, starts.get(k), starts)
    if mention is None or mention.head in words.OBJECTS:
        return None
    voice = mention.last < len(tokens) and tokens[mention.last].low in words.SPEECH_NOUNS
    if mention.possessive and (mention.kind == "pronoun" or not voice):
        return None
    kind: HintKind = "tag" if strong else "loose"
    return Hint(kind, mention, low, _said(tokens, at, mention.last), at, mention.last, inverted=True)


def _is_epithet(tokens: list[Token], k: int, starts: dict[int, Mention]) -> bool:
    """Whether a word is the adjective of the name after it: "said dour Captain Vane"."""
    following = starts.get(k + 1)
    return (
        tokens[k].text.isalpha()
        and tokens[k].text.islower()
        and following is not None
        and following.kind == "name"
    )


def _voice_of(tokens: list[Token], mention: Mention | None, starts: dict[int, Mention]) -> Mention | None:
    """Return Ines for "the voice of Ines", and any other mention unchanged."""
    if mention is None or mention.head not in words.SPEECH_NOUNS or mention.last >= len(tokens):
        return mention
    return starts.get(mention.last + 1, mention) if tokens[mention.last].low == "of" else mention


def _was_their(tokens: list[Token], at: int, starts: dict[int, Mention]) -> Hint | None:
    """Return the tag "was Ines's answer", "came his reply"."""
    if at >= len(tokens) or tokens[at].low not in {"was", "came"}:
        return None
    mention = starts.get(at + 1)
    if mention is None or not mention.possessive:
        return None
    nouns = [t.low for t in tokens[mention.last : mention.last + 3]]
    if not any(noun in words.SPEECH_NOUNS for noun in nouns):
        return None
    return Hint("tag", mention, tokens[at].low, _said(tokens, at, mention.last + 1), at, mention.last + 1)


def _may_part(token: Token) -> bool:
    """Whether a word may stand between verb and speaker: said, quietly, little Amy."""
    low = token.low
    return (
        low in _PARTICLES or low in words.FAMILIAR or low.endswith("ly") or low in words.ADVERBS or low == ","
    )


def _straight(tokens: list[Token], at: int, starts: dict[int, Mention], *, running: bool) -> Hint | None:
    """Return the tag "Ines said" that begins at a token."""
    mention = starts.get(at)
    if mention is None or mention.head in {"him", "them", "me"}:
        return None
    last = mention.last
    if mention.possessive:
        if last < len(tokens) and tokens[last].low in words.SPEECH_NOUNS:
            last += 1
        else:
            return None
    verb = _speech_verb(tokens, last)
    if verb >= 0 and not running and verb + 1 < len(tokens) and _tells(tokens, verb + 1):
        return None  # "Ines suggested that they go" tells of another speech
    if verb >= 0:
        return Hint("tag", mention, tokens[verb].low, _said(tokens, at, verb + 1), at, verb + 1)
    verb = verb_after(tokens, last)
    if verb >= 0 and running:
        return Hint("loose", mention, tokens[verb].low, _said(tokens, at, verb + 1), at, verb + 1)
    return None


def _tells(tokens: list[Token], at: int) -> bool:
    """Return whether what follows a verb of speech is what was said, in the narrator's words."""
    low = tokens[at].low
    if low in words.PRONOUNS or low in {"me", "us", "you"}:
        return at + 1 < len(tokens) and tokens[at + 1].low in {
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


def _speech_verb(tokens: list[Token], at: int) -> int:
    """Return the index of the verb of speech whose subject ends at a token, past adverbs and "had"."""
    verb = verb_after(tokens, at)
    for _ in range(3):
        if verb < 0:
            return -1
        low = tokens[verb].low
        if low in words.SPEECH_VERBS or _goes_on(tokens, verb):
            return verb
        step = verb + 1
        while step < len(tokens) and (
            tokens[step].low.endswith("ly") or tokens[step].low in words.ADVERBS | {"not", "to"}
        ):
            step += 1
        if low in words.AUXILIARIES or low in {
            "began",
            "started",
            "went",
            "managed",
            "tried",
            "continued",
            "wanted",
            "dared",
            "hastened",
            "ventured",
            "used",
        }:
            if step < len(tokens) and (
                tokens[step].low in words.SPEECH_VERBS
                or tokens[step].low in words.SPEECH_PARTICIPLES
                or tokens[step].low + "s" in words.SPEECH_VERBS
            ):
                return step
            if low in words.AUXILIARIES:
                return -1
        if step < len(tokens) and tokens[step].low == "and":
            verb = step + 1 if step + 1 < len(tokens) and is_verb(tokens, step + 1) else -1
            continue
        return -1
    return -1


# ------------------------------------------------------------------ before the quotation
def _tag_before(
    reading: Reading, tokens: list[Token], i: int, floor: int, mentions: Sequence[Mention], taken: set[int]
) -> Hint | None:
    """Return the tag or introduction that leads to a quotation: Ines said, "Yes"; Ines turned: "Yes"."""
    if i <= floor:
        return None
    last = tokens[i - 1]
    sentence = last.sentence
    first = i - 1
    while first > floor and tokens[first - 1].sentence == sentence:
        first -= 1
    inside = [m for m in mentions if first <= m.first and m.last <= i and m.first not in taken]
    leads = last.text in {",", ":", "--", "—", "–", ";"} or last.is_word
    verbs = [
        k
        for k in range(first, i)
        if k not in taken
        and (
            tokens[k].low in words.SPEECH_VERBS
            or tokens[k].low in words.SPEECH_PARTICIPLES
            or _heard(tokens, k, first)
            or _goes_on(tokens, k)
        )
        and tokens[k].text[0].islower()
    ]
    if leads and verbs:
        verb = verbs[-1]
        mention = _subject_of(tokens, verb, inside)
        if mention is not None:
            close = i - verb <= 9 or not any(m.subject for m in inside if m.first > verb)
            kind: HintKind = "tag" if close or last.text == ":" else "intro"
            return Hint(
                kind, mention, tokens[verb].low, _said(tokens, max(first, mention.first), verb + 1), first, i
            )
    if last.text in {".", "!"} and i - 2 >= first and verbs and verbs[-1] >= i - 4:
        mention = _subject_of(tokens, verbs[-1], inside)
        if (
            mention is not None
            and tokens[verbs[-1]].low in words.PLAIN_SPEECH
            and not runs_on_before(reading, tokens, first, floor)
        ):
            return Hint(
                "intro", mention, tokens[verbs[-1]].low, _said(tokens, mention.first, verbs[-1] + 1), first, i
            )
    if leads:
        subjects = [m for m in inside if m.subject]
        if subjects:
            pick = subjects[0] if last.text == ":" else subjects[-1]
            return Hint("intro", pick, pick.verb, _said(tokens, pick.first, min(pick.last + 4, i)), first, i)
    return None


def _goes_on(tokens: list[Token], k: int) -> bool:
    """True for the "went" of "Ines went on", "Ines put in"."""
    after = tokens[k + 1].low if k + 1 < len(tokens) else ""
    return tokens[k].low in {
        "went",
        "goes",
        "put",
        "broke",
        "cut",
        "burst",
        "struck",
        "joined",
    } and after in {"on", "in", "out"}


def _heard(tokens: list[Token], k: int, first: int) -> bool:
    """True for the "reply" of "she heard Ines reply", "let him say"."""
    low = tokens[k].low
    if low + "s" not in words.SPEECH_VERBS and low + "es" not in words.SPEECH_VERBS and low != "reply":
        return False
    return any(
        t.low in {"heard", "overheard", "hear", "overhearing", "hearing"}
        for t in tokens[max(first, k - 12) : k]
    )


def runs_on_before(reading: Reading, tokens: list[Token], first: int, floor: int) -> bool:
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
    after = next((m for m in inside if m.first == verb + 1 and not m.possessive), None)
    subjects = [m for m in before if m.subject]
    if low not in words.SPEECH_VERBS | words.SPEECH_PARTICIPLES and not _goes_on(
        tokens, verb
    ):  # "heard Ines reply"
        return next((m for m in reversed(before) if not m.possessive), None)
    if low in words.SPEECH_PARTICIPLES and low not in words.SPEECH_VERBS:
        return subjects[0] if subjects else (before[0] if before else None)
    near = [m for m in subjects if not any(t.text in {";", ":"} for t in tokens[m.last : verb])]
    if near:
        return near[-1]
    if subjects:
        return subjects[-1]
    if after is not None and (not before or tokens[verb].first):
        return after
    owners = [m for m in before if m.possessive]
    return owners[-1] if owners else (before[0] if before and not before[0].after_preposition else None)


# ------------------------------------------------------------------ beats
def _beats(
    tokens: list[Token], i: int, floor: int, ceiling: int, mentions: Sequence[Mention], taken: set[int]
) -> list[Hint]:
    """Return who acts in the sentences right before and right after a quotation, tags left out."""
    found = []
    after = _actor(tokens, i + 1, ceiling, mentions, taken, forward=True)
    if after is not None:
        found.append(
            Hint(
                "after",
                after,
                after.verb,
                _said(tokens, after.first, min(after.last + 4, ceiling)),
                after.first,
                after.last,
            )
        )
    before = _actor(tokens, floor, i, mentions, taken, forward=False)
    if before is not None:
        found.append(
            Hint(
                "before",
                before,
                before.verb,
                _said(tokens, before.first, min(before.last + 4, i)),
                before.first,
                before.last,
            )
        )
    return found


def _actor(
    tokens: list[Token], first: int, last: int, mentions: Sequence[Mention], taken: set[int], *, forward: bool
) -> Mention | None:
    """Return the subject of the first (or last) whole sentence of a stretch that has one."""
    inside = [m for m in mentions if first <= m.first < last and m.first not in taken]
    if not inside:
        return None
    sentences = sorted({m.sentence for m in inside}, reverse=not forward)
    for sentence in sentences[:2]:
        here = [m for m in inside if m.sentence == sentence]
        actor = next((m for m in here if m.subject or _owns_body(tokens, m)), None)
        if actor is not None:
            return actor
    return None


def _owns_body(tokens: list[Token], mention: Mention) -> bool:
    """Whether the sentence is about somebody's voice, eyes or hands."""
    return mention.possessive and mention.last < len(tokens) and tokens[mention.last].low in _BODY
