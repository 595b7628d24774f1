"""Turns of speech: which quotations belong together, their hints, and whom they call and name."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from drama.adapt.decision import identities
from drama.adapt.evidence.action_beats import identified
from drama.adapt.evidence.evidence import Hint
from drama.adapt.evidence.silence import is_silent
from drama.adapt.evidence.tags import BREAKING_IN, lead
from drama.adapt.evidence.tags_after import is_reply
from drama.adapt.people import looks, posts
from drama.adapt.people.listening import listen
from drama.adapt.people.persons import Person
from drama.adapt.people.vocatives import is_vocative
from drama.adapt.values import Scene, Unit
from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import People
    from drama.adapt.text.reading import Reading, Token

SUREST_FIRST = ("tag", "loose", "intro", "after", "before")
"""Kinds of hints, the most reliable first."""


def prepare(reading: Reading, people: People) -> Scene:
    """Return a story's turns with their hints; names and vocatives inside them are resolved."""
    units: list[Unit] = []
    for index, paragraph in enumerate(reading.paragraphs):
        if paragraph.quotes:
            _add_units(reading, people, units, index, _hints_of(reading, people, index))
    called = posts.find(people)
    for before, unit in zip([None, *units], units, strict=False):
        listen(reading, people, unit, called, before)
        _hear_tags(reading, people, unit, before)
        if before is not None and before.end_paragraph == unit.paragraph:
            before.addressees |= {
                people.of(h.mention) for h in _cuts_in(unit.hints, _first_token(reading, unit))
            } - {-1}
        for hint in unit.hints:
            names = hint.kind == "tag" or (hint.kind == "loose" and hint.verb == "was")  # "It was Gill."
            if names and hint.mention.person >= 0:
                people.persons[people.of(hint.mention)].tags += 1
    for unit in units:
        for hint in unit.hints:
            _join(people, reading.paragraphs[unit.paragraph].tokens, hint)
    timeline = sorted(
        (
            (m.start, number, m)
            for mentions in people.narration
            for m in mentions
            if (number := people.of(m)) >= 0
        ),
        key=lambda entry: entry[0],
    )
    offsets = [entry[0] for entry in timeline]
    starts = [paragraph.start for paragraph in reading.paragraphs]
    first = [*(bisect_left(offsets, start) for start in starts), len(timeline)]
    scene = Scene(reading, people, units, timeline, offsets, starts, first)
    identities.resolve(scene)
    looks.tie(people, reading)
    stand(scene)
    return scene


def _join(people: People, tokens: list[Token], hint: Hint) -> None:
    """Make the two in "said Ines and Tobias", or in "Ines and I said", one speaker: a group."""
    at = hint.mention.last
    if hint.kind != "tag" or hint.mention.kind != "name" or at + 1 >= len(tokens) or tokens[at].low != "and":
        return
    other = next(
        (m for mentions in people.narration for m in mentions if m.start == tokens[at + 1].start), None
    )
    if other is None or other.possessive or not _is_other_speaker(tokens, hint, other):
        return
    name = f"{hint.mention.text} and {other.text}"
    group = next((p for p in people.persons if p.plural and name in p.names), None)
    if group is None:
        group = Person(number=len(people.persons), named=False, head="group", plural=True)
        people.persons.append(group)
    group.names[name] += 1
    group.tags += 1
    hint.mention.person = group.number


def _is_other_speaker(tokens: list[Token], hint: Hint, other: Mention) -> bool:
    """Whether the person behind "and" speaks with the tag's: before its verb, or behind it with none."""
    if hint.inverted:
        return other.kind == "name" and not other.subject
    verb = next((k for k in range(other.last, hint.last) if tokens[k].low == hint.verb), -1)
    return other.kind in {"name", "first"} and 0 <= verb <= other.last + 1


def stand(scene: Scene) -> None:
    """Replace persons that were merged since the turns were prepared by those they were merged into."""
    standing = scene.people.standing
    scene.timeline = [(offset, scene.people.of(mention), mention) for offset, _, mention in scene.timeline]
    scene.speakers = [standing(number) for number in scene.speakers]
    for unit in scene.units:
        unit.vocatives = {standing(n) for n in unit.vocatives}
        unit.asks = {standing(n) for n in unit.asks}
        unit.named = {standing(n) for n in unit.named}
        unit.introduces = {standing(n) for n in unit.introduces}
        unit.gives = {standing(n) for n in unit.gives}
        unit.addressees = {standing(n) for n in unit.addressees}


def _hints_of(reading: Reading, people: People, index: int) -> dict[int, list[Hint]]:
    """Return each quotation's hints in a paragraph, including the end of the paragraph before."""
    paragraph = reading.paragraphs[index]
    found = {quote: list(beside) for quote, beside in people.hints[index].items()}
    before = reading.paragraphs[index - 1] if index else None
    follows = before is not None and paragraph.block == before.block + 1 and paragraph.scene == before.scene
    if before is not None and follows and paragraph.tokens[0].quote >= 0:
        leading = lead(reading, before, people.narration[index - 1])
        if leading is not None:
            found[paragraph.tokens[0].quote].append(leading)
    after = reading.paragraphs[index + 1] if index + 1 < len(reading.paragraphs) else None
    last = paragraph.tokens[-1].quote
    if after is not None and last >= 0 and after.scene == paragraph.scene:
        known = identified(after.tokens, 0, people.narration[index + 1])
        if known is not None:
            found[last].append(known)
    return found


def _add_units(
    reading: Reading, people: People, units: list[Unit], index: int, found: dict[int, list[Hint]]
) -> None:
    """Group a paragraph's quotations into turns: one, unless their tags name different speakers."""
    unit: Unit | None = None
    for quote in reading.paragraphs[index].quotes:
        own = found.get(quote, [])
        continued = unit is None and reading.spans[quote].continued and units
        if continued and units[-1].end_paragraph >= index - 2 and not _are_two(people, units[-1], own):
            unit = units[-1]
        elif (
            unit is None
            or _breaks_in(reading, index, quote, own)
            or _another(reading, people, unit, own, quote)
        ):
            unit = Unit([], index)
            units.append(unit)
        unit.quotes.append(quote)
        unit.end_paragraph = index
        unit.hints = sorted(unit.hints + own, key=lambda h: SUREST_FIRST.index(h.kind))
        unit.question = reading.text[reading.spans[quote].end - 1] == "?"


def _are_two(people: People, before: Unit, own: list[Hint]) -> bool:
    """Whether two paragraphs have tags with two names, so that the first one's closing mark was lost."""
    tag, so_far = next((h for h in own if h.kind == "tag"), None), before.hint("tag") or before.hint("before")
    if tag is None or so_far is None or not {tag.mention.kind, so_far.mention.kind} <= {"name"}:
        return False
    return people.of(tag.mention) != people.of(so_far.mention)


def _another(reading: Reading, people: People, unit: Unit, own: list[Hint], quote: int) -> bool:
    """Return whether a quotation's tag names another speaker than the turn so far."""
    tag = next((h for h in own if h.kind == "tag"), None)
    so_far = unit.hint("tag")
    if tag is None or so_far is None:
        return False
    a, b = tag.mention, so_far.mention
    if "first" in {a.kind, b.kind}:
        return a.kind != b.kind
    if a.person >= 0 and b.person >= 0:
        return (people.of(a) != people.of(b) and "name" in {a.kind, b.kind}) or a.head != b.head
    if b.kind == "name" and a.kind == "pronoun" and not _goes_on(reading, people, unit, tag, quote):
        return True
    if a.kind == "name" and b.kind == "pronoun":
        leads = not tag.inverted and tag.last <= _token_of(reading, unit.end_paragraph, quote)
        if leads or b.head == "they":
            return True
    sex_a, sex_b = _sex(people, a), _sex(people, b)
    return sex_a is not None and sex_b is not None and sex_a != sex_b


def _breaks_in(reading: Reading, paragraph: int, quote: int, own: list[Hint]) -> bool:
    """Whether a line is an answer, or breaks into the one before it: "I only--" Ines cut in. "No!" """
    cut = _cuts_in(own, _token_of(reading, paragraph, quote))
    return bool(cut) or _answered(reading, paragraph, quote)


def _cuts_in(hints: list[Hint], at: int) -> list[Hint]:
    """Return the tags before a token that break into the line before it."""
    return [h for h in hints if h.kind == "tag" and h.verb in BREAKING_IN and not h.inverted and h.last <= at]


def _answered(reading: Reading, paragraph: int, quote: int) -> bool:
    """Whether a line is an answer to whoever spoke or acted before it: "Come in," came the answer."""
    return is_reply(reading.paragraphs[paragraph].tokens, _token_of(reading, paragraph, quote))


def _goes_on(reading: Reading, people: People, unit: Unit, tag: Hint, quote: int) -> bool:
    """Whether "she said" behind a line tagged by name may be the same person's.

    It isn't where the line calls that person by name, or where the sentence before is somebody else's of that
    sex: "No," said Ines. Dot laughed. "Yes," she said.
    """
    so_far = unit.hint("tag")
    if so_far is None:
        return True
    speaker = people.of(so_far.mention)
    tokens = reading.said[quote]
    called = {people.of(m) for m in people.said[quote] if m.kind == "name" and is_vocative(tokens, m)}
    if speaker in called:
        return False
    first = _token_of(reading, unit.end_paragraph, unit.quotes[-1])
    end = min(_token_of(reading, unit.end_paragraph, quote), tag.mention.first)
    between = [m for m in people.narration[unit.end_paragraph] if first < m.first < end]
    acting = [m for m in between if m.subject]
    while acting and acting[-1].kind == "pronoun" and acting[-1].sex in {tag.mention.sex, None}:
        acting.pop()  # "Dot laughed. She sat down." is Dot's
    if not acting or acting[-1].kind != "name" or people.of(acting[-1]) == speaker:
        return True
    begins = next(m for m in between if m.sentence == acting[-1].sentence) is acting[-1]
    return not begins or _sex(people, acting[-1]) != tag.mention.sex


def _sex(people: People, mention: Mention) -> vocabulary.Sex | None:
    return people.persons[people.of(mention)].sex if mention.person >= 0 else mention.sex


def _token_of(reading: Reading, paragraph: int, quote: int) -> int:
    return next(i for i, t in enumerate(reading.paragraphs[paragraph].tokens) if t.quote == quote)


def _first_token(reading: Reading, unit: Unit) -> int:
    """Return the index of a turn's first quotation in its paragraph."""
    return _token_of(reading, unit.paragraph, unit.quotes[0])


def _hear_tags(reading: Reading, people: People, unit: Unit, before: Unit | None) -> None:
    """Enter the addressees that the tags of a turn name."""
    tokens = reading.paragraphs[unit.paragraph].tokens
    last = _token_of(reading, unit.end_paragraph, unit.quotes[-1])
    for mention in people.narration[unit.end_paragraph]:
        if mention.first == last + 1 and is_silent(reading.paragraphs[unit.end_paragraph].tokens, mention):
            unit.addressees |= {people.of(mention)} - {-1}  # "You knew." Ines said nothing.
    if _answered(reading, unit.paragraph, unit.quotes[0]):
        first = _first_token(reading, unit)
        acting = [
            m for m in people.narration[unit.paragraph] if m.first < first and (m.subject or m.kind == "name")
        ]
        unit.addressees |= {people.of(m) for m in acting[-1:] if people.of(m) >= 0}
    for hint in unit.hints:
        if hint.kind != "tag":
            continue
        for mention in people.narration[unit.paragraph]:
            same = mention.sentence == hint.mention.sentence and mention is not hint.mention
            if not same or not _is_told(tokens, hint, mention):
                continue
            number = people.of(mention)
            if mention.kind == "pronoun" and hint.mention.kind == "pronoun":
                number = _answered_speaker(people, unit, before, mention)
            if number >= 0:
                unit.addressees.add(number)


def _answered_speaker(people: People, unit: Unit, before: Unit | None, told: Mention) -> int:
    """Return who speaks in the paragraph before by its tag, whom "she told him" means; -1 for nobody."""
    tag = before.hint("tag") if before is not None else None
    apart = before is None or unit.paragraph - before.end_paragraph != 1
    if before is None or tag is None or apart or told.head not in {"him", "her"}:
        return -1  # she may say it to herself
    number = people.of(tag.mention)
    fits = number >= 0 and people.persons[number].sex in (None, told.sex)
    return number if fits and tag.mention.kind != "pronoun" else -1


def _is_told(tokens: list[Token], hint: Hint, mention: Mention) -> bool:
    """Whether a mention is the addressee, as in "said Ines to Tobias", "Ines told Tobias"."""
    before = tokens[mention.first - 1].low if mention.first else ""
    told = mention.first in {hint.last, hint.last + 1} and not mention.subject and not hint.inverted
    near = mention.last > hint.first and mention.first - hint.last < 8
    return (before in {"to", "at"} or told) and near and not mention.possessive
