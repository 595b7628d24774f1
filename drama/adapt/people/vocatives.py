"""Whom a line calls, names and introduces: vocatives, as distinct from names that are only mentioned."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from drama.adapt.people import posts
from drama.adapt.text.reading import is_verb
from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import People
    from drama.adapt.text.reading import Reading, Token
    from drama.adapt.values import Unit


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


_CITED = re.compile(r"(?<!\w)[‘'](?:[^‘’'\n]|(?<=\w)[’'](?=\w))+[,.!?…—-][’'](?!\w)|[\"“][^\"“”\n]+[\"”]")
"""Somebody else's words inside a quotation."""
_MEN = """sir milord m'lord sire monsieur gentlemen lad sonny mister guv guv'nor papa father dad daddy uncle
    grandpa grandfather granddad grandad laddie signor fellow chap boy man"""
_WOMEN = """madam ma'am m'am milady m'lady missus missy madame mademoiselle ladies miss mama mamma mother mum
    mom mummy mommy aunt auntie aunty grandma grandmother gran granny nan nana mam lass lassie girl lady
    woman"""
_ADDRESS: dict[str, vocabulary.Sex] = {
    **dict.fromkeys(_MEN.split(), "male"),
    **dict.fromkeys(_WOMEN.split(), "female"),
}
"""Address terms, and the sex that each shows."""
_BEFORE_ADDRESS = frozenset({"yes", "no", "my", "dear", "thank", "you", "good", "oh", "well"})
_FOND = frozenset({"my", "dear", "old", "young", "good", "poor", "little"})
_LOOSE_ADDRESS = frozenset({"fellow", "chap", "boy", "man", "girl", "lady", "woman"})
"""Address terms only where nothing but fond words precede: "no, my dear fellow", not "a good fellow"."""


def listen(
    reading: Reading, people: People, unit: Unit, called_so: Mapping[str, int], before: Unit | None = None
) -> None:
    """Enter whom a turn calls, names and introduces; the words it cites from others don't count.

    `called_so` are the persons called by what they are, as posts.find() has them. `before` is the turn
    before it, which may ask for a name.
    """
    asked = (
        before is not None
        and unit.paragraph - before.end_paragraph <= 1
        and asks_name(reading, before.quotes[-1])
    )
    answered = (
        before is not None and unit.paragraph - before.end_paragraph == 1 and not _asks_who(reading, before)
    )
    for quote in unit.quotes:
        span = reading.spans[quote]
        cited = [match.span() for match in _CITED.finditer(reading.text, span.start, span.end)]
        _hear_address(reading, people, unit, quote, called_so, cited)
        _hear_names(reading, people, unit, quote, cited, asked=asked, answered=answered)
    unit.vocatives -= unit.gives  # "Frankie," she said. "You can call me Frankie."


def _hear_address(
    reading: Reading,
    people: People,
    unit: Unit,
    quote: int,
    called_so: Mapping[str, int],
    cited: list[tuple[int, int]],
) -> None:
    """Enter words of address, "sir", and who is called by what they are, "captain"."""
    tokens = reading.said[quote]
    for k, token in enumerate(tokens):
        if token.low in _ADDRESS and _is_set_off(tokens, k) and not _is_within(token.start, cited):
            unit.address = _ADDRESS[token.low]
            unit.calls.add(token.low)
    for k, number in posts.called(people.said[quote], tokens, called_so):
        if not _is_within(tokens[k].start, cited):
            unit.vocatives.add(number)
            unit.calls.add(tokens[k].low)
            if quote == unit.quotes[-1] and k + 2 >= len(tokens):
                unit.asks.add(number)


def _hear_names(
    reading: Reading,
    people: People,
    unit: Unit,
    quote: int,
    cited: list[tuple[int, int]],
    *,
    asked: bool,
    answered: bool,
) -> None:
    """Enter the names that a quotation calls, mentions or introduces."""
    tokens = reading.said[quote]
    for mention in people.said[quote]:
        number = people.of(mention)
        if number < 0 or _is_within(mention.start, cited):
            continue
        answers = asked and quote == unit.quotes[0] and is_answer(tokens, mention)
        reports = answered and people.persons[number].subjects and _reports(tokens, mention)
        reports = reports or (quote == unit.quotes[0] and _is_announced(reading, unit, mention))
        if answers or reports or introduces(tokens, mention) or _presents(people, tokens, mention):
            unit.introduces.add(number)
            people.persons[number].gives_name |= answers
            if not answers and _is_given(tokens, mention):
                people.persons[number].gives_name = True
                unit.gives.add(number)
        elif _is_card(tokens, mention):
            continue
        elif is_vocative(tokens, mention) or (
            len(unit.quotes) == 1 and answered and _is_reproach(people, tokens, mention)
        ):
            _note_call(unit, tokens, mention, number, last=quote == unit.quotes[-1])
            if quote < unit.quotes[-1] and _goes_on_to_ask(reading, unit, tokens, mention):
                unit.asks.add(number)
        else:
            unit.named.add(number)


def _presents(people: People, tokens: list[Token], mention: Mention) -> bool:
    """Whether a line opens with a whole name that nobody was called by before: "Ilse Varga. Security." """
    begins = mention.first == 0 and mention.kind == "name" and mention.last - mention.first == 2
    ends = mention.last + 1 < len(tokens) and tokens[mention.last].text[0] in ".;"
    first = mention.start <= people.persons[people.of(mention)].begins
    return (
        begins and first and ((ends and not _is_asked(tokens[mention.last + 1 :])) or _is_of(tokens, mention))
    )


def _is_of(tokens: list[Token], mention: Mention) -> bool:
    """Whether a sentence is nothing but a name and what it belongs to: "Inspector Varga, Memory Crimes." """
    behind = [*takewhile(lambda t: t.text[0] not in ".!?", tokens[mention.last :])]
    belongs = [t for t in behind[1:] if t.low not in {"of", "the", "and"}]
    closed = mention.last + len(behind) < len(tokens) and tokens[mention.last + len(behind)].text == "."
    return (
        closed
        and [t.text for t in behind[:1]] == [","]
        and bool(belongs)
        and all(t.is_capital for t in belongs)
    )


def _is_asked(tokens: list[Token]) -> bool:
    """Whether the sentence that begins here asks the hearer something: "Ilse Varga. Is that my atlas?" """
    sentence = [*takewhile(lambda t: t.text[0] not in ".!?", tokens)]
    asks = len(sentence) < len(tokens) and tokens[len(sentence)].text[0] == "?"
    return asks and not any(token.low in {"i", "we"} for token in sentence)


def _asks_who(reading: Reading, unit: Unit) -> bool:
    """Whether a turn asks for somebody, so that a lone name answers it: "Who told you?" "Mrs. Moore." """
    low = {token.low for quote in unit.quotes for token in reading.said[quote]}
    return unit.question and not low.isdisjoint({"who", "whose", "whom", "name", "which", "or"})


def _is_reproach(people: People, tokens: list[Token], mention: Mention) -> bool:
    """Whether a line is nothing but the name of somebody seen, who has just spoken: "Bramble." """
    whole = (
        mention.kind == "name" and mention.first == 0 and [t.text for t in tokens[mention.last :]] == ["."]
    )
    return whole and people.persons[people.of(mention)].subjects > 0


def _is_card(tokens: list[Token], mention: Mention) -> bool:
    """Whether a whole name closes a line, as on a card: "May I come in? Ruth Amadi." It calls nobody."""
    whole = mention.kind == "name" and mention.last - mention.first == 2
    ends = [t.text for t in tokens[mention.last :]] == ["."]
    return whole and ends and mention.first > 0 and tokens[mention.first - 1].text in {".", "?", "!"}


def _note_call(unit: Unit, tokens: list[Token], mention: Mention, number: int, *, last: bool) -> None:
    """Enter that a turn calls somebody, in its `last` quotation or an earlier one."""
    unit.vocatives.add(number)
    unit.calls.add(mention.text.lower())
    leads = tokens[mention.first].first and _is_in_questions(tokens, mention)
    if last and (mention.last >= len(tokens) - 1 or (leads and tokens[-1].text == "?")):
        unit.asks.add(number)
        if mention.first and leads and mention.last >= len(tokens) - 1:
            unit.summons.add(number)


def _is_in_questions(tokens: list[Token], mention: Mention) -> bool:
    """Whether a name stands in the last sentence, or in the first of a few questions that end a line."""
    left = tokens[-1].sentence - tokens[mention.first].sentence
    if not 0 < left < MOST_QUESTIONS:
        return left == 0
    return all(t.text[0] not in ".!…" for t in tokens[mention.last :])


MOST_QUESTIONS = 3
"""Questions behind each other that one name asks: "Dina, can you see a tower? A tall one?"."""


def _goes_on_to_ask(reading: Reading, unit: Unit, tokens: list[Token], mention: Mention) -> bool:
    """Whether the rest of a turn asks the name that is all of a quotation: "Ines," he said, "is it?"."""
    alone = mention.first == 0 and [t.text for t in tokens[mention.last :]] == [","]
    return alone and [t.text for t in reading.said[unit.quotes[-1]][-1:]] == ["?"]


def _is_given(tokens: list[Token], mention: Mention) -> bool:
    """Whether a sentence does nothing but give a name: not "if I am Ines", not "I am a Cassandra"."""
    begins = next(k for k in range(mention.first, -1, -1) if not k or tokens[k - 1].text[0] in ",.!?;:—-…")
    before = {token.low for token in tokens[begins : mention.first]}
    after = tokens[mention.last].text[0] if mention.last < len(tokens) else "."
    compares = tokens[mention.first].low in {"the", "a", "an"} or bool(before & _SUPPOSING)
    compares = compares or _is_of_nation(tokens, mention)
    goes_on = [t.low for t in tokens[mention.last : mention.last + 2]] == ["and", "i"]
    return not compares and (after in ",.!?;:—-…" or goes_on)


def _is_of_nation(tokens: list[Token], mention: Mention) -> bool:
    """Whether somebody says where they are from: "I'm Belgian"."""
    low = tokens[mention.first].low
    alone = mention.last - mention.first == 1 and [t.low for t in tokens[: mention.first]][-2:] == ["i", "am"]
    return alone and low.endswith(_OF_NATIONS) and low not in vocabulary.given_names()


_OF_NATIONS = ("ian", "ean", "can", "ish", "ese")
"""Endings of most adjectives of nations and cities."""
_SUPPOSING = frozenset(
    ["if", "that", "not", "think", "thinks", "say", "says", "said", "because", "when", "until", "her", "his",
     "your", "their", "whose"]
)  # fmt: skip
"""Words before "I am Ines" that make it no fact, or before "name is Ines" somebody else's."""


def _is_within(at: int, stretches: list[tuple[int, int]]) -> bool:
    return any(first <= at < last for first, last in stretches)


def _is_set_off(tokens: list[Token], k: int) -> bool:
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
    while tokens[k].low in _LOOSE_ADDRESS and first and tokens[first - 1].low in _FOND:
        first -= 1
    free = not first or tokens[first - 1].text[0] in ",.!?;:—-…"
    free = free or (tokens[k].low not in _LOOSE_ADDRESS and tokens[k - 1].low in _BEFORE_ADDRESS)
    return free and after in ",.!?;:—-…"


def asks_name(reading: Reading, quote: int) -> bool:
    """Whether a quotation ends by asking for a name: "What do they call you?"."""
    return bool(_NAME_ASKED.search(" ".join(token.low for token in reading.said[quote])))


_NAME_ASKED = re.compile(
    r"\b(?:your (?:\w+ )?name|(?:call|calls) you|you called|name have you|go by|who are you"
    r"|who is (?:there|this|it|out there|calling|speaking|asking)|who wants)\b[^.!?]{0,30}"
    r"\?(?: (?:mine|i|my name) (?:is|am|'s|'m) [^.!?]{1,30}[.!]?)?$"  # "What's your name? Mine's Nell."
)


def is_answer(tokens: list[Token], mention: Mention) -> bool:
    """Whether a line answers with a name: "Bridget, my lady", "It's Bridget. Hello."; not "Tom, help me".

    Or with two: "Daniel. Dan."
    """
    before = [t.low for t in tokens[: mention.first]]
    begins = not before or before in (["it", "is"], ["this", "is"], ["just"], ["only"]) or before[1:] == ["."]
    behind = [*takewhile(lambda t: t.text not in _STOPS, tokens[mention.last :])]
    if before[-1:] == ["is"] and [t.is_capital for t in behind] == [False, True]:
        behind = []  # "It's Bridget, Nell."
    rest = [t.low for t in behind if t.is_word]
    return (
        begins
        and len(rest) <= MOST_BEHIND_NAME
        and all(
            low in _ADDRESS or low in _FOND or low in vocabulary.TITLES or low == "please" for low in rest
        )
    )


_STOPS = frozenset(".!?…")
MOST_BEHIND_NAME = 2
"""Words of address behind a name that is an answer: "Bridget, my lady"."""


def introduces(tokens: list[Token], mention: Mention) -> bool:
    """Whether a name is given as the speaker's own: "I am Ines", "my name's Ines"."""
    before = [t.low for t in tokens[max(0, mention.first - 3) : mention.first]]
    if before and tokens[mention.first - 1].possessive:  # "my name's Ines", "mine's Ines"
        return before[-2:] in (["my", "name"], ["the", "name"]) or before in (["name"], ["mine"])
    if before[-2:] == ["name", "is"]:  # not "our ferryman's name is Tobias"
        owners = [t for t in tokens[max(0, mention.first - 5) : mention.first - 2] if t.is_word]
        return not owners or owners[-1].low == "the" or any(t.low == "my" for t in owners[-2:])
    short = mention.first <= 2 and len(tokens) <= mention.last + 1 and before[-2:] == ["it", "is"]
    return short or before[-3:] == ["i", "am", "called"] or before[-2:] in _OWN_NAME


def _reports(tokens: list[Token], mention: Mention) -> bool:
    """Whether a line begins by giving a name to a superior: "Ines, sir. I'm the new clerk."."""
    stop = next((k for k, t in enumerate(tokens) if t.text in _STOPS), len(tokens))
    behind = [t.low for t in tokens[mention.last : stop] if t.is_word]
    return mention.first == 0 and tokens[stop - 1].low in _SUPERIORS and " ".join(behind) in _TO_SUPERIORS


def _is_announced(reading: Reading, unit: Unit, mention: Mention) -> bool:
    """Whether "This is Ines" comes over a radio, a telephone or a loudspeaker that acted right before."""
    tokens = reading.said[unit.quotes[0]]
    if [t.low for t in tokens[max(0, mention.first - 2) : mention.first]] != ["this", "is"]:
        return False
    if unit.hint("tag", "loose") is not None or (mention.first > 2 and tokens[mention.first - 3].is_word):
        return False
    before = [
        t for p in reading.paragraphs[max(0, unit.paragraph - 1) : unit.paragraph + 1] for t in p.tokens
    ]
    before = [token for token in before if token.start < tokens[0].start]
    return any(t.low in vocabulary.DEVICES and is_verb(before, k + 1) for k, t in enumerate(before))


_TO_SUPERIORS = frozenset(
    {"sir", "ma'am", "madam", "my lord", "my lady", "milord", "milady", "your honour", "your grace"}
)
"""Words of address that nobody has behind their own name when they are called."""
_SUPERIORS = frozenset(words.split()[-1] for words in _TO_SUPERIORS)
_OWN_NAME = (
    ["i", "am"], ["mine", "is"], ["call", "me"], ["calls", "me"], ["called", "me"],
    ["is", "i"],
)  # fmt: skip
"""What stands before a name that is the speaker's own."""
