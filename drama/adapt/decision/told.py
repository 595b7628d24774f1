"""What a person has told about a story: who speaks some of its lines, and which names are one person's."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from drama.adapt.decision import turns
from drama.adapt.people.characters import describe
from drama.adapt.people.persons import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from drama.adapt.people.persons import People
    from drama.adapt.text.quotes import Span
    from drama.adapt.values import Scene

    Said = tuple[int, int, str]
    """Start and end offset (exclusive) of a span, and who speaks it; sequences of them are in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a person has told: it is taken as certain."""

    lines: tuple[Said, ...] = ()
    """Who speaks which lines, in order; a line may have several, all of them names of its speaker."""
    same: tuple[tuple[str, ...], ...] = ()
    """The names of each character, the name in the script first."""
    apart: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    """Pairs of characters who are two people, each by all names."""


NOTHING = Told()


def tells(people: People, told: Told) -> bool:
    """Return whether a person has told anything that the rules didn't find themselves."""
    return bool(told.lines or told.apart) or any(True for _ in _merges(people, told, _shown(people)))


def enter(scene: Scene, told: Told) -> None:
    """Make one person of the names that are one person's, and enter the speakers that were told."""
    people = scene.people
    numbers = _shown(people)
    for one, other in [*_merges(people, told, numbers)]:
        people.two -= {frozenset(pair) for pair in product(people.all_of(one), people.all_of(other))}
        people.merge(one, other, "you said so")
    turns.stand(scene)
    for i, unit in enumerate(scene.units):
        names = {name for q in unit.quotes for name in said(told.lines, scene.reading.spans[q])}
        if names:
            known = {people.standing(numbers[name]) for name in names if name in numbers}
            scene.told[i] = sorted(known) or [_somebody_new(people, names, numbers)]


def _shown(people: People) -> dict[str, int]:
    """Return everybody by the name that is shown."""
    return {people.label(person.number): person.number for person in reversed(list(people.alive()))}


def said(lines: Sequence[Said], span: Span) -> Iterable[str]:
    """Yield the speakers that a person has told for a quotation."""
    for k in range(max(0, bisect_left(lines, (span.start, 0, "")) - 1), len(lines)):
        start, end, name = lines[k]
        if start >= span.end:
            break
        if span.start < end:
            yield name


def _merges(people: People, told: Told, numbers: dict[str, int]) -> Iterator[tuple[int, int]]:
    """Yield who is somebody else, except those whom the rules call by both names anyway."""
    for names in told.same:
        found = [numbers[name] for name in names if name in numbers]
        if len(found) > 1:
            kept, *rest = sorted(found, key=lambda n: (n != people.narrator, not people.persons[n].named))
            own = {alias for n in found for alias in describe(people.persons[n], people.label(n)).aliases}
            yield from ((number, kept) for number in rest if people.label(number) not in own)


def _somebody_new(people: People, names: set[str], numbers: dict[str, int]) -> int:
    """Enter a person whom only the script knows; return the number."""
    person = Person(number=len(people.persons), named=True)
    person.names.update(names)
    people.persons.append(person)
    numbers.update(dict.fromkeys(names, person.number))
    return person.number
