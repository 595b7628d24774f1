"""Names of people in a sentence: "Captain Vane", "little Ines", "the Duchess of Marle"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.people.mention import Mention
from drama.adapt.text.reading import is_verb, told_behind
from drama.english import vocabulary, wordlists

if TYPE_CHECKING:
    from drama.adapt.text.reading import Reading, Token

_WHOSE: dict[str, vocabulary.Sex] = {"his": "male", "her": "female"}
_ANYBODYS = frozenset({"your", "their", "our", "my", *_WHOSE})
_ARTICLES = frozenset({"the", "a", "an"})
_LONE_TITLES = frozenset({"madame", "monsieur", "nurse", "doctor", "captain"})
"""Titles that name somebody by themselves."""
_PARTICLES = frozenset(["de", "von", "van", "der", "den", "le", "la", "du", "da", "di", "del", "della", "d'"])


def name(reading: Reading, tokens: list[Token], i: int) -> Mention | None:
    """Return the name that begins at a token, with its titles; None for none."""
    if tokens[i].low in _WHOSE or (
        i and tokens[i - 1].low in _ANYBODYS and tokens[i].low in vocabulary.STYLES
    ):
        return _styled(tokens, i)
    return _plain(reading, tokens, i) or _before_colon(reading, tokens, i)


_LONGEST_LABEL = 8
"""Tokens of what stands before a labelled line."""


def _before_colon(reading: Reading, tokens: list[Token], i: int) -> Mention | None:
    """Return the label of a line as a name, whatever the word is elsewhere: "KING: Who comes?"."""
    if i > _LONGEST_LABEL or [k for k, t in enumerate(tokens[: i + 1]) if t.text[0].isalpha()] != [i]:
        return None  # the time may stand before it
    quote = next((k for k in range(i, min(len(tokens), i + _LONGEST_LABEL)) if tokens[k].quote >= 0), 0)
    if quote <= i or reading.spans[tokens[quote].quote].style != "label":
        return None
    end = next((k for k in range(quote, i, -1) if tokens[k - 1].is_word), i)
    text = " ".join(token.text for token in tokens[i:end] if token.is_word)
    return Mention("name", text, i, end, tokens[i].start, tokens[i].sentence) if text else None


def _plain(reading: Reading, tokens: list[Token], i: int) -> Mention | None:
    """Return a name other than a style such as "Her Grace"."""
    article = tokens[i].low in _ARTICLES and i + 1 < len(tokens)
    start = _after_adjective(reading, tokens, i + article, article=article)
    if not tokens[start].is_capital or (article and tokens[start].first):
        return None
    if article and (start > i + 1 or tokens[i].low != "the") and is_role(tokens, start):
        return None
    at = _titles(tokens, start)
    titled = at > start
    which = _which(reading, tokens, start, at)
    end = _capitals(reading, tokens, at, sure=titled or article)
    if _is_place(tokens, at, end) or (end == at and not titled):
        return None
    if titled and not article and _is_no_name(reading, tokens, start, at, end):
        return None
    end += 2 * _goes_on_with_place(tokens, start, end)
    told = told_behind(tokens, end) if tokens[end - 1].low in reading.behind else ""
    end += len(told.split())
    the = "the " if article and start == i + 1 else ""
    text = the + which + " ".join(t.text for t in tokens[start:end] if t.is_word)
    sex = _title_sex(tokens[start].low) if titled or tokens[start].low in vocabulary.TITLES else None
    return Mention("name", text, i, end, tokens[i].start, tokens[i].sentence, sex=sex)


def is_role(tokens: list[Token], at: int) -> bool:
    """Whether a capitalised word is what somebody is and no name: "a Councillor", "the thin Councillor"."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    alone = following is None or not following.is_capital or following.first
    return alone and tokens[at].is_capital and tokens[at].low in vocabulary.PERSON_NOUNS - vocabulary.KIN


def _after_adjective(reading: Reading, tokens: list[Token], at: int, *, article: bool) -> int:
    """Return the index after "irrepressible" in "the irrepressible Jo", after "little" in "little Jo"."""
    plain = tokens[at].text.islower() and tokens[at].low not in _TIMES
    adjective = plain if article else tokens[at].low in vocabulary.FAMILIAR
    return at + 1 if adjective and at + 1 < len(tokens) and _known(reading, tokens, at + 1) else at


_TIMES = frozenset(
    [
        "while", "moment", "instant", "second", "minute", "hour", "day", "night", "week", "month",
        "year", "morning", "evening", "afternoon", "beat", "pause", "silence", "time", "bit", "end", "way",
    ]
)  # fmt: skip
"""Nouns that no name belongs to: "after a while Ines said" isn't about "a while Ines"."""


def _is_place(tokens: list[Token], at: int, end: int) -> bool:
    """Whether a name is a place's: "Alma Road", "Port Sorrow"."""
    if end - at > 1 and tokens[at].low in vocabulary.PLACES:
        return True
    return at < end < len(tokens) and tokens[end].is_capital and tokens[end].low in vocabulary.STREETS


def _is_no_name(reading: Reading, tokens: list[Token], start: int, at: int, end: int) -> bool:
    """Whether titles without an article (start to at) and a name (at to end) name nobody in particular."""
    single = start + 1 == at
    if " ".join(t.low for t in tokens[max(0, start - 2) : start]) in {"name was", "name is"}:
        return False
    if end > at:
        return single and end - at == 1 and tokens[end - 1].low in vocabulary.KIN
    title = tokens[start]
    lone = single and title.low in vocabulary.KIN | reading.called | _LONE_TITLES
    # "Doctor? Are you there?"; "Father," may be anybody's, and is no name of its own there.
    called = at < len(tokens) and tokens[at].text[0] in ",?!" and title.low in _LONE_TITLES
    # "Grandpa held it off at arm's length", "Coach caps the pen"
    acts = title.low in vocabulary.KIN | reading.called and is_verb(tokens, at)
    return not lone or (title.first and not called and not acts) or title.low in {"sir", "madam"}


def _goes_on_with_place(tokens: list[Token], start: int, end: int) -> bool:
    """Whether "of" and a place belong to a name: "the Duchess of Marle"."""
    if end >= len(tokens) - 1 or tokens[end].low != "of" or not tokens[end + 1].is_capital:
        return False
    return not vocabulary.TITLES_OF_PLACES.isdisjoint({tokens[start].low, tokens[end - 1].low})


def _which(reading: Reading, tokens: list[Token], start: int, at: int) -> str:
    """Return "young " or its like before a name that an older and a younger person share, else empty."""
    before = tokens[start - 1] if start else None
    two = before is not None and at < len(tokens) and tokens[at].low in reading.of_two
    if before is None or not two or before.low not in vocabulary.ELDER | vocabulary.YOUNGER:
        return ""
    return f"{before.low if before.first else before.text} "


def _styled(tokens: list[Token], i: int) -> Mention | None:
    """Return the style that begins at a token, "Her Grace", with the sex it shows; None for "your Grace"."""
    if (
        tokens[i].low not in _WHOSE
        or i + 1 >= len(tokens)
        or not tokens[i + 1].is_capital
        or tokens[i + 1].low not in vocabulary.STYLES
    ):
        return None
    text = f"{tokens[i].text.capitalize()} {tokens[i + 1].text}"
    sex = _WHOSE[tokens[i].low]
    return Mention("name", text, i, i + 2, tokens[i].start, tokens[i].sentence, sex=sex)


def _known(reading: Reading, tokens: list[Token], at: int) -> bool:
    """Return whether a word after an adjective is surely somebody's name."""
    token = tokens[at]
    if not token.is_capital or token.low in vocabulary.NOT_NAMES or token.low in vocabulary.KIN:
        return False
    if tokens[at - 1].low in vocabulary.FAMILIAR or tokens[at - 1].low in {"late", "same"}:
        return reading.inner[token.low] > 0
    return (token.low in vocabulary.given_names() and reading.inner[token.low] > 0) or (
        token.low in vocabulary.TITLES and token.text != "I"
    )


def _titles(tokens: list[Token], at: int) -> int:
    """Return the index after the titles that begin at a token: "Mr.", "Herr Doktor"."""
    while (
        at < len(tokens)
        and tokens[at].is_capital
        and (tokens[at].low in vocabulary.TITLES or _is_degree(tokens, at))
        and not tokens[at].possessive
    ):
        at += 1 + (_is_degree(tokens, at) and tokens[at + 1].low == "mate")
        if at + 1 < len(tokens) and tokens[at].text == "." and _goes_on(tokens[at + 1]):
            at += 1
    return at


def _is_degree(tokens: list[Token], at: int) -> bool:
    """Whether a capitalised word belongs to the title behind it: "Third Officer Ade"."""
    words = tokens[at : at + 3]
    return all(t.is_capital for t in words) and vocabulary.is_degree([t.low for t in words])


def _goes_on(token: Token) -> bool:
    """Whether a name goes on after the stop of an abbreviated title."""
    return token.is_capital and not token.first


def _title_sex(low: str) -> vocabulary.Sex | None:
    if low in vocabulary.TITLES_MALE:
        return "male"
    return "female" if low in vocabulary.TITLES_FEMALE else None


def _capitals(reading: Reading, tokens: list[Token], at: int, *, sure: bool) -> int:
    """Return the index after the capitalised words of a name beginning at a token; its own for none."""
    if at >= len(tokens) or not tokens[at].is_capital or not _may_be_name(reading, tokens, at, sure=sure):
        return at
    end = at + 1
    while end < len(tokens) and not tokens[end - 1].possessive:
        token = tokens[end]
        if token.low in vocabulary.PLAIN_SPEECH and tokens[0].quote >= 0:
            break  # "Kestrel Replied." behind a line
        if token.is_word and token.is_capital and token.low not in vocabulary.NOT_NAMES and not token.first:
            end += 1
        elif token.low in _PARTICLES and end + 1 < len(tokens) and tokens[end + 1].is_capital:
            end += 2
        elif (
            token.text == "."
            and len(tokens[end - 1].text) == 1
            and end + 1 < len(tokens)
            and tokens[end + 1].is_capital
        ):
            end += 1
        else:
            break
    return end


def _may_be_name(reading: Reading, tokens: list[Token], at: int, *, sure: bool) -> bool:
    """Whether a capitalised word begins a name; `sure` when a title or an article stands before it."""
    token = tokens[at]
    low = token.low
    if (
        low in vocabulary.PRONOUNS
        or low == "i"
        or ("'" in low and low.split("'", 1)[0] in vocabulary.NOT_NAMES)
        or (len(low) == 1 and at > 0 and tokens[at - 1].low in _LETTERED)
    ):
        return False
    if low in vocabulary.NOT_NAMES and not sure:
        calls = at + 1 < len(tokens) and tokens[at + 1].text[0] in ",?!"  # "May?", where May speaks
        return low in reading.called and (not token.first or calls or is_verb(tokens, at + 1))
    small, inner = reading.lower[low], reading.inner[low]
    elder = _is_elder_called_so(tokens, at)
    if elder or not token.first:
        return elder or inner * 3 >= small or low in vocabulary.given_names()
    if sure or inner > 0:
        return sure or inner * 2 >= small
    if low in wordlists.words("common") and not token.possessive:
        # "Rain dripped from his hat" isn't about somebody called Rain; "Rose laughed" is about Rose.
        following = [t.low for t in tokens[at + 1 : at + 3]]
        speaks = bool(following) and following[0] in _SPEAKS
        joined = low in vocabulary.given_names() and following in (["and", "his"], ["and", "her"])
        return not small and (speaks or joined)
    return (low in vocabulary.given_names() and small <= 1) or (
        not small and _first_and_new(reading, tokens, at)
    )


def _is_elder_called_so(tokens: list[Token], at: int) -> bool:
    """Whether a parent's or grandparent's kin term begins a clause as a name: "Mum had the kettle on"."""
    token, before = tokens[at], tokens[at - 1] if at else None
    bare = before is None or (before.low not in vocabulary.DETERMINERS and not before.possessive)
    if vocabulary.GENERATIONS.get(token.low, 0) < 1 or token.low in vocabulary.NOT_NAMES or not bare:
        return False
    verb = at + 1
    while verb < len(tokens) and (tokens[verb].low in vocabulary.ADVERBS or tokens[verb].low.endswith("ly")):
        verb += 1
    return not token.possessive and is_verb(tokens, verb)


_LETTERED = frozenset(
    ["row", "gate", "room", "deck", "block", "section", "platform", "plan", "level", "group", "unit",
     "exhibit", "seat", "bay", "wing", "tier", "lane", "zone", "sector", "channel", "vitamin", "type",
     "grade", "class", "form", "team", "entrance", "exit", "door", "line", "route", "item", "point"]
)  # fmt: skip
"""Nouns behind which a letter tells which one: row F."""
_SPEAKS = vocabulary.SPEECH_VERBS | vocabulary.MANNER_VERBS
"""Verbs that only people do; smoke rises, too."""
_NO_NAMES = (
    "ly", "ing", "ed", "ness", "ment", "tion", "sion", "ity", "ance", "ence", "ary", "ous", "ful", "less",
    "ical",
)  # fmt: skip
"""Endings of adverbs, nouns and adjectives that no list of given names has: "Eagerness crept in"."""
_OF_MANY = frozenset({"are", "were", "have", "do"})
"""Verbs that one person's name doesn't take: "Tears are seeping"."""


def _first_and_new(reading: Reading, tokens: list[Token], at: int) -> bool:
    """Whether a word that begins a sentence, and stands nowhere else, is a name."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if (
        following is not None
        and following.is_word
        and following.is_capital
        and following.low not in vocabulary.NOT_NAMES
    ):
        return reading.inner[following.low] <= 2  # else it is "Presently Ines"
    low = tokens[at].low
    if tokens[at].possessive:  # "Keto's copper braid", not "Winter's end"
        return not (vocabulary.BODY | vocabulary.HAIR).isdisjoint(t.low for t in tokens[at + 1 : at + 4])
    return (
        not low.endswith(_NO_NAMES)
        and not (low.endswith("s") and reading.lower[low[:-1]])  # "Stalls leaned" behind "the last stall"
        and is_verb(tokens, at + 1)
        and tokens[at + 1].low not in _OF_MANY
        and low not in vocabulary.PERSON_NOUNS
        and (reading.in_present or not _is_in_present(tokens[at + 1].low))  # "Troop rotations. Oats."
    )


def _is_in_present(low: str) -> bool:
    """Whether a word is a verb in the present tense, if it is one at all."""
    return low.endswith("s") and low not in {"was", *vocabulary.IRREGULAR_PASTS}
