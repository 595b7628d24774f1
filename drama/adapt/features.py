# ruff: noqa: C901, E501, PLR0912
"""What speaks for and against each candidate of each turn, as numbers with names."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from math import log1p
from typing import TYPE_CHECKING

import numpy as np

from drama.adapt import words
from drama.adapt.people import is_vocative
from drama.adapt.ranker import Turn
from drama.adapt.salience import GENERIC, Memory, follow
from drama.adapt.tags import Hint, hints, lead

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drama.adapt.mentions import Mention
    from drama.adapt.people import People, Person
    from drama.adapt.reading import Reading, Token

FEATURES = (
    "tag name", "tag other name", "tag description", "tag role", "tag description fits", "tag description open",
    "tag description clash", "tag pronoun fits", "tag pronoun open", "tag pronoun clash", "tag I", "tag not I", "tag it",
    "loose name", "loose other name", "loose description", "loose fits", "loose clash",
    "intro name", "intro other name", "intro fits", "intro clash",
    "after name", "after other name", "after fits", "after clash", "before name", "before other name", "before fits", "before clash",
    "untagged narrator", "paragraph mention", "paragraph object",
    "last subject", "last mention", "second mention", "gap subject", "gap mention", "gap last subject",
    "next subject", "next mention",
    "pronoun last subject", "pronoun last mention", "pronoun second mention", "pronoun next subject",
    "near", "middle", "far", "never", "ahead",
    "self vocative", "self mention", "self introduction", "previous vocative", "next vocative", "previous mention",
    "log tags", "log mentions", "described", "owned", "plural", "narrator", "only spoken of", "generic",
    "spoke near",  "spoke never",
    "tag object", "described untagged", "tag description new", "tag generic self",  "after meant", "before meant", "loose meant", "intro meant",  "next new", "previous address fits", "previous address clash", "next address fits", "next address clash", "previous addressee", "own addressee", "gap reaction", "tag description other", "tag description full",
)  # fmt: skip
BONDS = (
    "same next door", "same after one", "same after more", "same over scene", "same next door tagged", "same after question",
    "back next door", "back after one", "back after more", "back next door tagged", "same after beat",
)  # fmt: skip
INDEX = {name: i for i, name in enumerate(FEATURES)}
BOND = {name: i for i, name in enumerate(BONDS)}
CANDIDATES = 9
"""Most candidates a turn may have: sums over the chain grow with its cube."""
NEAR = 10
"""Paragraphs back that a pronoun still counts for somebody's presence."""
KNOWN_TAGS = 2
"""Speech tags from which a description counts for as much as a name."""
REACH = 40
"""Paragraphs back that candidates are sought in."""


@dataclass(slots=True, eq=False)
class Unit:
    """The quotations of one speaker's turn: those of a paragraph, or of several that go on."""

    quotes: list[int]
    paragraph: int
    hints: list[Hint] = field(default_factory=list)
    vocatives: set[int] = field(default_factory=set)
    named: set[int] = field(default_factory=set)
    introduces: set[int] = field(default_factory=set)
    end_paragraph: int = 0
    question: bool = False
    addressees: set[int] = field(default_factory=set)
    """Whom its tag says it is spoken to: "said Ines to Tobias", "Ines told Tobias"."""
    address: words.Sex | None = None
    """The sex of whoever is called "sir" or "madam" in it."""

    def hint(self, *kinds: str) -> Hint | None:
        """Return the first hint of one of these kinds."""
        return next((h for h in self.hints if h.kind in kinds), None)


@dataclass(slots=True, eq=False)
class Scene:
    """Everything that the features are taken from."""

    reading: Reading
    people: People
    units: list[Unit]
    timeline: list[tuple[int, int, Mention]]
    """Offset, person and mention of everybody named or described in the narration, in order."""
    offsets: list[int]
    first_of_paragraph: list[int]
    """Index into the timeline of the first mention at or after each paragraph."""
    speakers: list[int] = field(default_factory=list)
    """After a first pass: who seems to speak each unit."""
    memory: Memory = field(default_factory=Memory)
    spoke: dict[int, list[int]] = field(default_factory=dict)
    """After a first pass: the units that each person seems to speak in, in order."""

    named: list[tuple[int, int, Mention]] = field(default_factory=list)
    """The timeline without the pronouns."""

    def mark(self, followed: list[tuple[int, int, Mention]]) -> None:
        """Put the pronouns that were followed into the timeline."""
        self.timeline = sorted(self.named + followed, key=lambda entry: entry[0])
        self.offsets = [entry[0] for entry in self.timeline]
        starts = [bisect_left(self.offsets, p.start) for p in self.reading.paragraphs]
        self.first_of_paragraph = [*starts, len(self.timeline)]


def prepare(reading: Reading, people: People) -> Scene:
    """Return the turns of a story with the hints of each, names and vocatives inside them resolved."""
    units: list[Unit] = []
    for index, paragraph in enumerate(reading.paragraphs):
        if paragraph.quotes:
            found = hints(reading, paragraph, people.narration[index])
            if (
                index
                and paragraph.tokens[0].quote >= 0
                and paragraph.scene == reading.paragraphs[index - 1].scene
            ):
                leading = lead(reading, reading.paragraphs[index - 1], people.narration[index - 1])
                if leading is not None:
                    found[paragraph.tokens[0].quote].append(leading)
            _add_units(reading, people, units, index, found)
    for unit in units:
        _listen(reading, people, unit)
        _hear_tags(reading, people, unit)
        for hint in unit.hints:
            if hint.kind == "tag" and hint.mention.person >= 0:
                people.persons[people.of(hint.mention)].tags += 1
                if hint.mention.head not in words.CROWDS:
                    continue
    named = [
        (m.start, number, m)
        for mentions in people.narration
        for m in mentions
        if (number := people.of(m)) >= 0
    ]
    scene = Scene(reading, people, units, [], [], [], named=named)
    scene.mark([])
    return scene


def _add_units(
    reading: Reading, people: People, units: list[Unit], index: int, found: dict[int, list[Hint]]
) -> None:
    unit: Unit | None = None
    for quote in reading.paragraphs[index].quotes:
        own = found.get(quote, [])
        if unit is None and reading.spans[quote].continued and units and units[-1].end_paragraph >= index - 2:
            unit = units[-1]
        elif unit is None or _another(reading, people, unit, own, quote):
            unit = Unit([], index)
            units.append(unit)
        unit.quotes.append(quote)
        unit.end_paragraph = index
        unit.hints = sorted(
            unit.hints + own, key=lambda h: ("tag", "loose", "intro", "after", "before").index(h.kind)
        )
        unit.question = reading.text[reading.spans[quote].end - 1] == "?"


def _another(reading: Reading, people: People, unit: Unit, own: list[Hint], quote: int) -> bool:
    """Return whether a quotation's tag shows that it isn't the speaker of the turn so far."""
    tag = next((h for h in own if h.kind == "tag"), None)
    so_far = unit.hint("tag")
    if tag is None or so_far is None:
        return False
    a, b = tag.mention, so_far.mention
    if "first" in {a.kind, b.kind}:
        return a.kind != b.kind
    if a.person >= 0 and b.person >= 0:
        return (people.of(a) != people.of(b) and "name" in {a.kind, b.kind}) or a.head != b.head
    if (
        a.kind == "name"
        and b.kind == "pronoun"
        and not tag.inverted
        and tag.last <= _token_of(reading, unit.end_paragraph, quote)
    ):
        return True
    sex_a = people.persons[people.of(a)].sex if a.person >= 0 else a.sex
    sex_b = people.persons[people.of(b)].sex if b.person >= 0 else b.sex
    return bool(sex_a and sex_b and sex_a != sex_b)


def _token_of(reading: Reading, paragraph: int, quote: int) -> int:
    return next(i for i, t in enumerate(reading.paragraphs[paragraph].tokens) if t.quote == quote)


def _listen(reading: Reading, people: People, unit: Unit) -> None:
    for quote in unit.quotes:
        tokens = reading.said[quote]
        called = [t.low for k, t in enumerate(tokens) if t.low in _ADDRESS and _is_set_off(tokens, k)]
        if called:
            unit.address = _ADDRESS[called[-1]]
        for mention in people.said[quote]:
            number = people.of(mention)
            if number < 0:
                continue
            if _introduces(tokens, mention):
                unit.introduces.add(number)
            elif is_vocative(tokens, mention):
                unit.vocatives.add(number)
            else:
                unit.named.add(number)


def _hear_tags(reading: Reading, people: People, unit: Unit) -> None:
    """Enter whom the tags of a turn say that it is spoken to."""
    for hint in unit.hints:
        if hint.kind != "tag":
            continue
        tokens = reading.paragraphs[unit.paragraph].tokens
        for mention in people.narration[unit.paragraph]:
            if mention.sentence != hint.mention.sentence or mention is hint.mention or people.of(mention) < 0:
                continue
            before = tokens[mention.first - 1].low if mention.first else ""
            told = mention.first in {hint.last, hint.last + 1} and not mention.subject and not hint.inverted
            if (
                (before in {"to", "at"} or told)
                and mention.first - hint.last < 8
                and mention.last > hint.first
                and not mention.possessive
            ):
                unit.addressees.add(people.of(mention))


_ADDRESS: dict[str, words.Sex] = {
    "sir": "male", "madam": "female", "ma'am": "female", "m'am": "female", "milord": "male", "milady": "female", "sire": "male", "monsieur": "male",
    "madame": "female", "mademoiselle": "female", "gentlemen": "male", "ladies": "female", "miss": "female", "lad": "male", "sonny": "male",
    "mister": "male", "mama": "female", "mamma": "female", "mother": "female", "mum": "female", "mom": "female",
    "mummy": "female", "mommy": "female", "papa": "male", "father": "male", "dad": "male", "daddy": "male",
    "aunt": "female", "auntie": "female", "uncle": "male", "grandpa": "male", "grandma": "female",
}  # fmt: skip


def _is_set_off(tokens: list[Token], k: int) -> bool:
    """Whether a word of address stands between commas or at an end, not before a name."""
    after = tokens[k + 1].text[0] if k + 1 < len(tokens) else "."
    before = tokens[k - 1].text[0] if k else ","
    return after in ",.!?;:—-…" and (
        before in ",.!?;:—-…"
        or tokens[k - 1].low in {"yes", "no", "my", "dear", "thank", "you", "good", "oh", "well"}
    )


def _introduces(tokens: list[Token], mention: Mention) -> bool:
    before = [t.low for t in tokens[max(0, mention.first - 3) : mention.first]]
    short = mention.first <= 2 and len(tokens) <= mention.last + 1 and before[-2:] == ["it", "is"]
    return short or before[-2:] in (["i", "am"], ["name", "is"], ["call", "me"], ["is", "i"])


# ------------------------------------------------------------------ candidates
def turns(scene: Scene) -> list[Turn]:
    """Return every unit's candidates with their features and the transitions that hold between units."""
    result = []
    turn_at: dict[int, list[tuple[int, Mention | None]]] = {}
    for i, unit in enumerate(scene.units):
        tag = unit.hint("tag", "loose")
        inside = tag is not None and any(m is tag.mention for m in scene.people.narration[unit.paragraph])
        turn_at.setdefault(unit.paragraph, []).append(
            (i, tag.mention if tag is not None and inside else None)
        )
    scene.memory = follow(scene.reading, scene.people, turn_at, scene.speakers)
    for i, unit in enumerate(scene.units):
        candidates = _candidates(scene, i, unit)
        rows = np.zeros((len(candidates), len(FEATURES)))
        shared = _shared(scene, i, unit)
        for k, number in enumerate(candidates):
            if number < 0:
                continue
            for name, value in _describe(scene, i, unit, scene.people.persons[number], shared).items():
                rows[k, INDEX[name]] = value
        bonds, returns = _bonds(scene, i)
        result.append(Turn(tuple(candidates), rows, bonds, returns))
    return result


def _candidates(scene: Scene, i: int, unit: Unit) -> list[int]:
    """Return the persons who may speak a turn, likeliest kinds first, at most CANDIDATES."""
    people = scene.people
    ranked: dict[int, float] = {}

    def put(number: int, score: float) -> None:
        if number >= 0 and people.persons[number].is_person and score > ranked.get(number, -1.0):
            ranked[number] = score

    for number, weight in scene.memory.before[i].items():
        put(number, 10.0 + 10.0 * weight)
    for hint in unit.hints:
        put(scene.memory.meant.get(hint.mention.start, -1), 45.0)
        if hint.mention.person >= 0:
            put(people.of(hint.mention), 100.0 if hint.kind in {"tag", "loose", "intro"} else 50.0)
    if people.narrator >= 0:
        put(people.narrator, 40.0)
    for other, score in ((i - 1, 30.0), (i + 1, 30.0), (i - 2, 20.0)):
        if 0 <= other < len(scene.units) and abs(scene.units[other].paragraph - unit.paragraph) <= 4:
            near = scene.units[other]
            for number in near.vocatives:
                put(number, score)
            for number in near.named | near.introduces:
                put(number, 2.0)
            for hint in near.hints:
                put(people.of(hint.mention), score + (5.0 if hint.kind == "tag" else 0.0))
    for other in range(max(0, i - 12), min(len(scene.units), i + 4)):
        tag = scene.units[other].hint("tag")
        if tag is not None and tag.mention.person >= 0:
            put(people.of(tag.mention), 22.0 - abs(other - i))
    for number, where in scene.spoke.items():
        k = bisect_left(where, i)
        near_units = [abs(w - i) for w in where[max(0, k - 1) : k + 2] if w != i]
        if near_units and min(near_units) <= 12:
            put(number, 24.0 - min(near_units))
    rank = 0
    for offset in _around(scene, unit):
        _, number, _ = scene.timeline[offset]
        if number not in ranked or ranked[number] < 18.0 - rank:
            put(number, max(18.0 - rank, 1.0))
            rank += 1
        if rank > 2 * CANDIDATES:
            break
    hinted = {people.of(h.mention) for h in unit.hints}
    solid = [
        n
        for n in ranked
        if (p := people.persons[n]).named
        or p.tags
        or p.indefinite
        or p.head not in GENERIC
        or p.narration > 2
    ]
    if len(solid) > 1:  # "the young man" before he has a name stands for somebody else in the list
        ranked = {n: s for n, s in ranked.items() if n in solid or n in hinted}
    tag_sex = _hint_sex(people, unit.hint("tag", "loose"))
    if tag_sex is not None:
        for number in ranked:
            sex = people.persons[number].sex
            if sex is not None and sex != tag_sex:
                ranked[number] -= 30.0
    return sorted(ranked, key=lambda n: (-ranked[n], n))[:CANDIDATES] or [-1]


def _around(scene: Scene, unit: Unit) -> Iterable[int]:
    """Yield indices into the timeline: the paragraph itself, then backwards, the next paragraph in between."""
    first, end = scene.first_of_paragraph[unit.paragraph], scene.first_of_paragraph[unit.end_paragraph + 1]
    yield from range(first, end)
    beyond = min(unit.end_paragraph + 2, len(scene.first_of_paragraph) - 1)
    yield from range(end, scene.first_of_paragraph[beyond])
    floor = scene.first_of_paragraph[max(0, unit.paragraph - REACH)]
    yield from range(first - 1, floor - 1, -1)


def _hint_sex(people: People, hint: Hint | None) -> words.Sex | None:
    if hint is None:
        return None
    if hint.mention.person >= 0:
        return people.persons[people.of(hint.mention)].sex
    return hint.mention.sex


# ------------------------------------------------------------------ features
@dataclass(slots=True)
class _Shared:
    """What the features of all candidates of a turn have in common."""

    tag: Hint | None
    main_sex: words.Sex | None
    before: list[int]
    """Distinct persons by nearness of their last mention before the turn, nearest first."""
    last_subject: int
    gap: list[tuple[int, Mention]]
    """Persons mentioned between the turn before and this one."""
    ahead: list[tuple[int, Mention]]
    own: list[tuple[int, Mention]]
    distance: dict[int, int]
    """Paragraphs since each person's last mention."""
    meant: dict[int, int]
    """Paragraphs since a pronoun last seemed to mean each person."""


def _shared(scene: Scene, i: int, unit: Unit) -> _Shared:
    paragraph = unit.paragraph
    first = scene.first_of_paragraph[paragraph]
    tag = unit.hint("tag", "loose")
    before: list[int] = []
    distance: dict[int, int] = {}
    last_subject = -1
    p = paragraph
    limit = tag.mention.start if tag is not None else scene.reading.spans[unit.quotes[0]].start
    upto = bisect_left(scene.offsets, limit)
    floor = scene.first_of_paragraph[max(0, paragraph - REACH)]
    for k in range(upto - 1, floor - 1, -1):
        _, number, mention = scene.timeline[k]
        while p > 0 and k < scene.first_of_paragraph[p]:
            p -= 1
        if number not in distance:
            distance[number] = paragraph - p
            before.append(number)
        if last_subject < 0 and mention.subject:
            last_subject = number
    start = scene.first_of_paragraph[scene.units[i - 1].end_paragraph + 1] if i else 0
    gap = [scene.timeline[k][1:] for k in range(max(start, floor), first)]
    end = unit.end_paragraph + 1
    ahead: list[tuple[int, Mention]] = []
    if (
        end < len(scene.reading.paragraphs)
        and scene.reading.paragraphs[end].scene == scene.reading.paragraphs[paragraph].scene
    ):
        ahead = [
            scene.timeline[k][1:]
            for k in range(scene.first_of_paragraph[end], scene.first_of_paragraph[end + 1])
        ]
    own = [scene.timeline[k][1:] for k in range(first, scene.first_of_paragraph[unit.end_paragraph + 1])]
    meant: dict[int, int] = {}
    followed = scene.memory.followed
    starts = [q.start for q in scene.reading.paragraphs]
    for k in range(bisect_left(followed, limit, key=lambda entry: entry[0]) - 1, -1, -1):
        offset, number, _ = followed[k]
        since = paragraph - bisect_right(starts, offset) + 1
        if since > NEAR:
            break
        meant.setdefault(number, since)
    return _Shared(tag, _hint_sex(scene.people, tag), before, last_subject, gap, ahead, own, distance, meant)


def _describe(scene: Scene, i: int, unit: Unit, person: Person, shared: _Shared) -> dict[str, float]:
    """Return the features of one candidate of one turn that are not zero."""
    out: dict[str, float] = {}
    _tag_features(scene, unit, person, shared, out)
    _beat_features(scene, unit, person, shared, out)
    _nearness(scene, i, unit, person, shared, out)
    _talk(scene, i, unit, person, out)
    out["described untagged"] = float(not person.named and not person.tags)
    out["log tags"] = log1p(person.tags)
    out["log mentions"] = log1p(person.narration)
    strange = not person.named and person.tags < KNOWN_TAGS
    out["described"] = float(strange)
    out["owned"] = float(strange and person.owned)
    out["plural"] = float(person.plural)
    out["narrator"] = float(person.narrator)
    out["only spoken of"] = float(person.named and not person.narrator and person.narration == 0)
    out["generic"] = float(strange and not person.modifiers)
    return {name: value for name, value in out.items() if value}


def _is_generic(mention: Mention) -> bool:
    return (mention.head in GENERIC and not mention.modifiers) or mention.head in words.SPEECH_NOUNS


def _agreement(person: Person, sex: words.Sex | None) -> str:
    if sex is None or person.sex is None:
        return "open"
    return "fits" if person.sex == sex else "clash"


def _tag_features(scene: Scene, unit: Unit, person: Person, shared: _Shared, out: dict[str, float]) -> None:
    tag = unit.hint("tag")
    people = scene.people
    if tag is None:
        out["untagged narrator"] = float(person.narrator)
    else:
        mention = tag.mention
        number = people.of(mention)
        if mention.kind == "first":
            out["tag I" if person.narrator else "tag not I"] = 1.0
        elif person.narrator:
            out["tag not I"] = 0.0
            out["tag other name"] = 1.0 if number != person.number else 0.0
        elif mention.kind == "name":
            out["tag name" if number == person.number else "tag other name"] = 1.0
        elif mention.kind == "description":
            if number == person.number:
                out["tag generic self" if _is_generic(mention) else "tag description"] = 1.0
                out["tag description new"] = float(mention.determiner in {"a", "an", "another", "one"})
                mine = mention.owner is not None and mention.owner.kind == "first"
                out["tag description full"] = float(bool(mention.modifiers) or mine)
            elif not person.named and number >= 0 and not _is_generic(mention):
                out["tag description other"] = 1.0
            elif mention.head in person.roles:
                out["tag role"] = 1.0
            else:
                out[f"tag description {_agreement(person, mention.sex)}"] = 1.0
        elif mention.head == "it":
            out["tag it"] = 1.0 if person.sex is None else -1.0
        else:
            out[f"tag pronoun {_agreement(person, mention.sex)}"] = 1.0
        if mention.kind in {"pronoun", "description"} and _is_object(shared, tag, person.number):
            out["tag object"] = 1.0
    loose = unit.hint("loose")
    if loose is not None and tag is None:
        _actor_features("loose", loose, person, scene, out)
        if loose.mention.kind == "description" and people.of(loose.mention) == person.number:
            out["loose description"] = 1.0
    intro = unit.hint("intro")
    if intro is not None and tag is None and loose is None:
        _actor_features("intro", intro, person, scene, out)
    if (
        tag is not None
        and tag.mention.kind in {"pronoun", "description"}
        and people.of(tag.mention) != person.number
    ):
        _anaphor(scene, person, shared, out)


def _is_object(shared: _Shared, tag: Hint, number: int) -> bool:
    """Whether the tag's own sentence names a person beside its subject, so that it can't be them."""
    return any(
        n == number
        and m is not tag.mention
        and m.sentence == tag.mention.sentence
        and not m.subject
        and m.kind == "name"
        for n, m in shared.own
    )


def _actor_features(prefix: str, hint: Hint, person: Person, scene: Scene, out: dict[str, float]) -> None:
    """Features of a hint by the name, description or pronoun it has."""
    mention = hint.mention
    people = scene.people
    number = people.of(mention)
    meant = scene.memory.meant.get(mention.start, -1)
    if mention.kind == "first":
        out[f"{prefix} name" if person.narrator else f"{prefix} other name"] = 1.0
    elif number == person.number:
        out[f"{prefix} name"] = 1.0
    elif (
        mention.kind == "name"
        or person.narrator
        or (number >= 0 and not person.named and not _is_generic(mention))
    ):
        out[f"{prefix} other name"] = 1.0
    elif mention.sex is not None:
        agreement = _agreement(person, mention.sex)
        if agreement != "open":
            out[f"{prefix} {agreement}"] = 1.0
    if meant == person.number:
        out[f"{prefix} meant"] = 1.0


def _anaphor(scene: Scene, person: Person, shared: _Shared, out: dict[str, float]) -> None:
    """Features of whom "he" or "the old man" in a tag means: the nearest that the sex allows."""
    fitting = [
        n
        for n in shared.before
        if _agreement(scene.people.persons[n], shared.main_sex) != "clash"
        and scene.people.persons[n].is_person
    ]
    if shared.last_subject == person.number:
        out["pronoun last subject"] = 1.0
    if fitting[:1] == [person.number]:
        out["pronoun last mention"] = 1.0
    elif fitting[1:2] == [person.number]:
        out["pronoun second mention"] = 1.0
    if any(n == person.number and m.subject for n, m in shared.ahead[:1]):
        out["pronoun next subject"] = 1.0


def _beat_features(scene: Scene, unit: Unit, person: Person, shared: _Shared, out: dict[str, float]) -> None:
    tagged = unit.hint("tag", "loose") is not None
    if not tagged:
        for kind in ("after", "before"):
            hint = unit.hint(kind)
            if hint is not None:
                _actor_features(kind, hint, person, scene, out)
    for number, mention in shared.own:
        if number == person.number:
            out["paragraph mention"] = 1.0
            if not mention.subject and tagged:
                out["paragraph object"] = 1.0


def _nearness(
    scene: Scene, i: int, unit: Unit, person: Person, shared: _Shared, out: dict[str, float]
) -> None:
    number = person.number
    tagged = unit.hint("tag", "loose", "intro") is not None
    if not tagged:
        out["last subject"] = float(shared.last_subject == number)
        out["last mention"] = float(shared.before[:1] == [number])
        out["second mention"] = float(shared.before[1:2] == [number])
        out["gap subject"] = float(any(n == number and m.subject for n, m in shared.gap))
        out["gap reaction"] = float(_reacts(scene, i, number))
        out["gap mention"] = float(any(n == number for n, _ in shared.gap))
        subjects = [n for n, m in shared.gap if m.subject]
        out["gap last subject"] = float(subjects[-1:] == [number])
        following = (
            not scene.reading.paragraphs[unit.end_paragraph + 1].quotes
            if unit.end_paragraph + 1 < len(scene.reading.paragraphs)
            else False
        )
        if following:
            out["next subject"] = float(any(n == number and m.subject for n, m in shared.ahead[:1]))
            out["next mention"] = float(any(n == number for n, _ in shared.ahead))
            out["next new"] = float(out["next subject"] > 0 and number not in shared.distance)
    distance = shared.distance.get(number)
    meant = shared.meant.get(number)
    if meant is not None:
        distance = meant if distance is None else min(distance, meant)
    if scene.spoke:
        spoken = [w for w in scene.spoke.get(number, []) if w < i]
        if spoken:
            since = unit.paragraph - scene.units[spoken[-1]].end_paragraph
            distance = since if distance is None else min(distance, since)
    ahead = any(n == number for n, _ in shared.ahead)
    if distance is None:
        out["never"] = 1.0
    else:
        out["near" if distance <= 2 else "middle" if distance <= 10 else "far"] = 1.0
    if ahead and (distance is None or distance > 2):
        out["ahead"] = 1.0
    if scene.spoke:
        where = scene.spoke.get(number, [])
        k = bisect_right(where, i)
        near = any(abs(w - i) <= 6 and w != i for w in where[max(0, k - 2) : k + 2])
        out["spoke near"] = float(near)
        out["spoke never"] = float(not [w for w in where if w != i][:1])


def _talk(scene: Scene, i: int, unit: Unit, person: Person, out: dict[str, float]) -> None:
    number = person.number
    out["self vocative"] = float(number in unit.vocatives)
    out["self mention"] = float(number in unit.named)
    out["own addressee"] = float(number in unit.addressees)
    out["self introduction"] = float(number in unit.introduces)
    if i:
        previous = scene.units[i - 1]
        if unit.paragraph - previous.end_paragraph <= 3:
            out["previous vocative"] = float(number in previous.vocatives)
            out["previous addressee"] = float(number in previous.addressees)
            out["previous mention"] = float(number in previous.named)
            if previous.address is not None and person.sex is not None:
                out["previous address " + _agreement(person, previous.address)] = 1.0
    if i + 1 < len(scene.units):
        following = scene.units[i + 1]
        if following.paragraph - unit.end_paragraph <= 3:
            out["next vocative"] = float(number in following.vocatives)
            if following.address is not None and person.sex is not None:
                out["next address " + _agreement(person, following.address)] = 1.0


REACTION = 25
"""Words up to which a paragraph of narration may stand for somebody's turn: "Ines could only smile"."""


def _reacts(scene: Scene, i: int, number: int) -> bool:
    """Whether the one short paragraph between two turns is all about a person: it was their turn."""
    unit, paragraphs = scene.units[i], scene.reading.paragraphs
    if not i or unit.paragraph - scene.units[i - 1].end_paragraph != 2:
        return False
    between = unit.paragraph - 1
    if sum(t.is_word for t in paragraphs[between].tokens) > REACTION:
        return False
    subjects = {
        scene.people.of(m) if m.kind in {"name", "description"} else scene.memory.meant.get(m.start, -1)
        for m in scene.people.narration[between]
        if m.subject
    }
    return subjects == {number}


# ------------------------------------------------------------------ transitions
def _bonds(scene: Scene, i: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the transition features of a turn: for the last speaker again, and for the one before."""
    if not i:
        return (), ()
    units, paragraphs = scene.units, scene.reading.paragraphs
    here, last = units[i], units[i - 1]
    gap = here.paragraph - last.end_paragraph - 1
    tagged = here.hint("tag", "loose") is not None
    if paragraphs[here.paragraph].scene != paragraphs[last.end_paragraph].scene:
        return (BOND["same over scene"],), ()
    steps = ("next door", "after one", "after more")
    step = steps[min(max(gap, 0), 2)]
    bonds = [BOND[f"same {step}"]]
    returns = []
    if gap <= 0 and tagged:
        bonds.append(BOND["same next door tagged"])
    if gap <= 1 and last.question:
        bonds.append(BOND["same after question"])
    if gap <= 0 and here.hint("before") is not None:
        bonds.append(BOND["same after beat"])
    if i >= 2:
        wider = last.paragraph - units[i - 2].end_paragraph - 1
        same_scene = paragraphs[units[i - 2].end_paragraph].scene == paragraphs[here.paragraph].scene
        if same_scene:
            returns.append(BOND[f"back {steps[min(max(gap, wider, 0), 2)]}"])
            if max(gap, wider) <= 0 and tagged:
                returns.append(BOND["back next door tagged"])
    return tuple(bonds), tuple(returns)


def learn(scene: Scene, speakers: list[int], sure: list[float]) -> None:
    """Enter the outcome of a pass: who spoke which turns, and what sex their pronouns tell."""
    scene.speakers = speakers
    scene.spoke = {}
    for i, number in enumerate(speakers):
        if number >= 0:
            scene.spoke.setdefault(number, []).append(i)
    _name_narrator(scene)
    persons = scene.people.persons
    for person in persons:
        person.heard = person.addressed = 0
    for i, number in enumerate(speakers):
        for k in (i - 1, i + 1):
            if number >= 0 and 0 <= k < len(speakers) and speakers[k] != number:
                address, gap = (
                    scene.units[k].address,
                    abs(scene.units[k].paragraph - scene.units[i].paragraph),
                )
                if address is not None and gap <= 2:
                    persons[number].addressed += 1 if address == "male" else -1
    for unit, number, probability in zip(scene.units, speakers, sure, strict=True):
        tag = unit.hint("tag")
        if number >= 0 and tag is not None and tag.mention.kind == "pronoun" and probability > LIKELY:
            persons[number].heard += (tag.mention.sex == "male") - (tag.mention.sex == "female")


def _name_narrator(scene: Scene) -> None:
    """Give the first-person narrator the name that others call next to the narrator's lines."""
    people = scene.people
    if people.narrator < 0:
        return
    votes: Counter[int] = Counter()
    for i, unit in enumerate(scene.units):
        if scene.speakers[i] == people.narrator:
            votes.update({people.standing(n): 2 for n in unit.introduces})
        for number in {people.standing(n) for n in unit.vocatives}:
            person = people.persons[number]
            if (
                not person.named
                or person.narrator
                or person.subjects > person.vocatives
                or person.core[0] in words.GREETED
            ):
                continue
            if scene.speakers[i] == people.narrator:
                votes[number] -= 2
                continue
            near = [k for k in (i - 1, i + 1) if 0 <= k < len(scene.units)]
            votes[number] += any(
                scene.speakers[k] == people.narrator and abs(scene.units[k].paragraph - unit.paragraph) <= 2
                for k in near
            )
    best = max(votes, key=lambda n: (votes[n], -n), default=-1)
    if best >= 0 and votes[best] >= 2 and 2 * votes[best] >= people.persons[best].vocatives:
        people.merge(best, people.narrator)
        for unit in scene.units:
            unit.vocatives = {people.standing(n) for n in unit.vocatives}
            unit.named = {people.standing(n) for n in unit.named}
            unit.introduces = {people.standing(n) for n in unit.introduces}


LIKELY = 0.6
"""Probability from which the pronoun of a tag counts for its speaker's sex."""
