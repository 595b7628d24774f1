"""What a line tells about people: whom it calls, whom it only names, and whose name it gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drama.adapt.people import posts
from drama.adapt.people.address import ADDRESS, is_set_off
from drama.adapt.people.own_names import (
    asks_name,
    introduces,
    is_announced,
    is_answer,
    is_given,
    is_given_in_full,
    is_report,
    presents,
)
from drama.adapt.people.vocatives import is_card, is_reproach, is_vocative

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import People
    from drama.adapt.text.reading import Reading, Token
    from drama.adapt.values import Unit


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


_CITED = re.compile(r"(?<!\w)[‘'](?:[^‘’'\n]|(?<=\w)[’'](?=\w))+[,.!?…—-][’'](?!\w)|[\"“][^\"“”\n]+[\"”]")
"""Somebody else's words inside a quotation."""


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
        if token.low in ADDRESS and is_set_off(tokens, k) and not _is_within(token.start, cited):
            unit.address = ADDRESS[token.low]
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
        reports = answered and people.persons[number].subjects and is_report(tokens, mention)
        reports = reports or (quote == unit.quotes[0] and is_announced(reading, unit, mention))
        in_full = is_given_in_full(reading, unit, quote, mention)
        if answers or reports or in_full or introduces(tokens, mention) or presents(people, tokens, mention):
            unit.introduces.add(number)
            people.persons[number].gives_name |= answers
            if in_full or (not answers and is_given(tokens, mention)):
                people.persons[number].gives_name = True
                unit.gives.add(number)
        elif is_card(tokens, mention):
            continue
        elif is_vocative(tokens, mention) or (
            len(unit.quotes) == 1 and answered and is_reproach(people, tokens, mention)
        ):
            _note_call(unit, tokens, mention, number, last=quote == unit.quotes[-1])
            if quote < unit.quotes[-1] and _goes_on_to_ask(reading, unit, tokens, mention):
                unit.asks.add(number)
        else:
            unit.named.add(number)


def _asks_who(reading: Reading, unit: Unit) -> bool:
    """Whether a turn asks for somebody, so that a lone name answers it: "Who told you?" "Mrs. Moore." """
    low = {token.low for quote in unit.quotes for token in reading.said[quote]}
    return unit.question and not low.isdisjoint({"who", "whose", "whom", "name", "which", "or"})


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


def _is_within(at: int, stretches: list[tuple[int, int]]) -> bool:
    return any(first <= at < last for first, last in stretches)
