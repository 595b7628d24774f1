"""Which names are one person's: "Kit" and "Christopher Vane", "Captain Vane" and "Vane"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.people.persons import People, Person

_FAMILY_TITLES = frozenset({"mr", "mrs", "miss", "master", "lady", "sir"})
_NOBLE = frozenset({"sir", "lord", "lady"})
_RANKS = frozenset(vocabulary.TITLE_SAME.get(t, t) for t in vocabulary.TITLES_RANK)
_ANY_TITLES = frozenset(vocabulary.TITLE_SAME.get(t, t) for t in vocabulary.TITLES_EITHER) | {
    "mr",
    "sir",
    "m",
}
_ALL_TITLES = (
    frozenset(vocabulary.TITLE_SAME.get(t, t) for t in vocabulary.TITLES)
    - vocabulary.KIN
    - {"sir", "master", "father"}
)
_ORDERS = frozenset({"father", "mother", "brother", "sister", "uncle", "aunt"})
"""Titles of priests, of monks and nuns, and of kin."""
_RELATIVES = frozenset({"uncle", "aunt", "auntie", "aunty", "cousin"})
SELDOM = 0.2
"""Largest share of paragraphs in which two names of one person may stand side by side."""
OFTEN = 3
"""Mentions from which a form of a name counts as what the narration calls somebody."""


def merge_names(people: People) -> None:
    """Merge all names that can only be one person's, fuller names first."""
    names = _Names(people)
    persons = [p for p in people.persons if p.named]
    for p in sorted((p for p in persons if len(p.core) > 1), key=lambda p: (-len(p.core), p.number)):
        names.into_one(p, names.fuller(p))
    titled = [p for p in persons if len(p.core) == 1 and p.titles]
    bare = [p for p in persons if len(p.core) == 1 and not p.titles]
    for p in titled:
        names.into_one(p, names.titled(p))
    for p in bare:
        names.into_one(p, names.bare(p))
    for p in sorted(bare, key=lambda p: (p.narration + p.spoken_of, p.number)):
        names.into_one(p, names.short_form(p))
    for p in titled:
        names.into_one(p, names.relative(p))


@cache
def short_forms() -> dict[str, frozenset[str]]:
    """Return the table of short forms, read once."""
    return vocabulary.nicknames()


class _Names:
    """The names of a story, found by any of their words."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.index: dict[str, list[Person]] = {}
        for person in people.persons:
            if person.named:
                for word in {w for part in person.core for w in (part, *part.split("-"))}:
                    self.index.setdefault(word, []).append(person)

    def into_one(self, person: Person, matches: list[Person]) -> None:
        """Merge a person into its match when there is exactly one."""
        standing = {self.people.standing(m.number) for m in matches} - {person.number}
        if person.into < 0 and len(standing) == 1:
            self.people.merge(person.number, next(iter(standing)))

    def rivals(self, p: Person) -> list[Person]:
        """Return all others whose names have this name's first word and who may be the same person."""
        return [q for q in self.index.get(p.core[0], ()) if q is not p and q.into < 0 and compatible(p, q)]

    def fuller(self, p: Person) -> list[Person]:
        """Return whose name is as full or fuller: Christopher John Vane for Christopher Vane or Kit Vane.

        Titles may differ: Dr. Adrian Vane for Adrian Vane.
        """
        found = [
            q
            for q in self.rivals(p)
            if len(q.core) >= len(p.core) and set(p.core) <= set(q.core) and p.core[-1] == q.core[-1]
        ]
        return found or [
            q
            for full in sorted(short_forms().get(p.core[0], ()))
            for q in self.index.get(full, ())
            if q.core[0] == full
            and q.core[-1] == p.core[-1]
            and q.into < 0
            and compatible(p, q)
            and not q.titles & _NOBLE
        ]

    def titled(self, p: Person) -> list[Person]:
        """Whom "Mr. Vane" may be: the one person of that surname (or given name) that the title fits."""
        name = p.core[0]
        if len(name) == 1:
            return self._by_initial(p)
        rivals = self.rivals(p)
        surname = [q for q in rivals if len(q.core) > 1 and (q.core[-1] == name or _part(q.core[-1], name))]
        if p.titles & _RANKS and any(
            r.core == p.core and r.titles & {"miss", "mrs"} for r in self.index[name]
        ):
            surname = [q for q in surname if q.sure_sex != "female"]
        surname = _most_frequent([q for q in surname if self._may_be_called(p, q)])
        if surname:
            return surname
        given = [q for q in rivals if len(q.core) > 1 and q.core[0] == name]
        return given or [q for q in rivals if q.core == p.core and q.titles and _titles_agree(p, q)]

    def _by_initial(self, p: Person) -> list[Person]:
        """Return whom "Mrs. K" may be: whoever has that title and a surname with that letter."""
        return [
            q
            for q in self.people.persons
            if q.named and q.into < 0 and q.titles == p.titles and len(q.core[-1:]) and len(q.core[-1]) > 1
            if q.core[-1].startswith(p.core[0])
        ]

    def _may_be_called(self, p: Person, q: Person) -> bool:
        """Whether "Mr. Vane" may be the Christopher Vane that others call Christopher."""
        if any(
            r.core == q.core[:1] and self.people.are_two(p.number, r.number) for r in self.index[q.core[0]]
        ):
            return False  # "Nives," the Signora said: she isn't Nives Varga
        if not p.titles & _FAMILY_TITLES:
            return True
        if "mrs" in p.titles and (
            q.sure_sex == "male"
            or any(r.core == p.core and r.titles & {"mr", "miss"} for r in self.index[p.core[0]])
        ):
            return False
        given = next(
            (r for r in self.index.get(q.core[0], ()) if r.core == q.core[:1] and not r.titles), None
        )
        if given is not None and given.narration >= OFTEN and p.narration >= OFTEN:
            return False
        return self.people.together(p.number, q.number) <= SELDOM

    def _goes_by_given_name(self, p: Person, q: Person) -> bool:
        """Whether the narration calls somebody by a given name, so that a lone surname is not theirs."""
        given = (
            r for r in self.index.get(q.core[0], ()) if r.core == q.core[:1] and r is not p and not r.titles
        )
        return len(q.core) > 1 and any(r.narration >= OFTEN for r in given)

    def bare(self, p: Person) -> list[Person]:
        """Whom a lone "Vane" or "Christopher" may be."""
        name = p.core[0]
        if name in _ALL_TITLES:  # "Doctor", "the Colonel" for the only one
            holders = [q for q in self.people.persons if q.into < 0 and q.named and name in q.titles]
            return _most_frequent(holders)
        if name in _ORDERS and not p.narration and (holders := self._of_order(name)):
            return holders
        rivals = self.rivals(p)
        by_given = [q for q in rivals if len(q.core) > 1 and q.core[0] == name]
        if by_given:
            return _most_frequent(by_given)
        return self._of_surname(p, rivals) or _double_barrelled(name, rivals)

    def _of_order(self, name: str) -> list[Person]:
        """Return who bears a title of kin that lines call alone: Father Godwin, where nobody has a father."""
        kin = any(q.head == name and not q.named for q in self.people.persons)
        return [] if kin else [q for q in self.people.persons if q.into < 0 and q.named and name in q.titles]

    def _of_surname(self, p: Person, rivals: list[Person]) -> list[Person]:
        """Return which of its bearers a lone surname, or a name without its title, may refer to."""
        name = p.core[0]
        found = [
            q for q in rivals if (q.titles and q.core == p.core) or (len(q.core) > 1 and name in q.core[1:])
        ]
        if len(found) > 1:
            found = [q for q in found if q.sure_sex != "female"] or found
            found = [q for q in found if not self._goes_by_given_name(p, q)] or found
            found = _most_frequent([q for q in found if not q.titles & vocabulary.KIN] or found)
        if vocabulary.given_names().get(name):
            return found
        return [q for q in found if q.titles != {"mrs"} or len(q.core) > 1]

    def short_form(self, p: Person) -> list[Person]:
        """Whom a short form ("Kit", "Aggie", "Kae") may stand for."""
        name = p.core[0]
        alive = self._of_full_name(name) or self._of_related_form(name)
        if not alive and len(name) >= OFTEN and (p.narration == 0 or p.vocatives > p.narration):
            clipped = [q for q in self._clipped_to(p) if q.into < 0]
            if len(clipped) == 1 and _is_by_list(p):
                p.votes, p.evidence["given name"] = 0.0, 0  # "Han" of Hana is no man's name
            alive = clipped
        return [
            q
            for q in alive
            if q is not p
            and q.into < 0
            and compatible(p, q)
            and (not q.titles or self.people.together(p.number, q.number) <= SELDOM)
        ]

    def relative(self, p: Person) -> list[Person]:
        """Whom an aunt or uncle by a short form may be: Raymond for "Uncle Ray"."""
        full = self._of_full_name(p.core[0]) if p.titles <= _RELATIVES else []
        return [q for q in full if not q.titles and q.into < 0 and compatible(p, q)]

    def _of_full_name(self, name: str) -> list[Person]:
        """Return those whose given name a short form is known to stand for."""
        fulls = sorted(short_forms().get(name, frozenset()))
        return [q for full in fulls for q in self.index.get(full, ()) if q.core[0] == full]

    def _of_related_form(self, name: str) -> list[Person]:
        """Return those called by another short form of the same names with the same first three letters."""
        fulls = short_forms().get(name, frozenset())
        related = [s for s, f in short_forms().items() if s != name and s[:3] == name[:3] and f & fulls]
        return [q for s in related for q in self.index.get(s, ()) if q.core[0] == s and not q.titles]

    def _clipped_to(self, p: Person) -> list[Person]:
        """Return those whose given name this one clips, who are named often and never beside it."""
        return [
            q
            for q in self.people.persons
            if q.named
            and q.core
            and q.core[0] != p.core[0]
            and _clipped(p.core[0], q.core[0])
            and (q.narration >= OFTEN * p.narration or (len(q.core) > 1 and p.vocatives > 1))
            and not (p.narration and self.people.together(p.number, q.number))
        ]


def _is_by_list(p: Person) -> bool:
    """Whether nothing but a list of given names tells a person's sex."""
    return not p.title_sex and not p.titles and not p.evidence["male"] and not p.evidence["female"]


def _double_barrelled(name: str, rivals: list[Person]) -> list[Person]:
    """Return those whose surname has this one as a part: "Vane" of "Mr. Vane-Pell"."""
    return [
        q
        for q in rivals
        if len(q.core) == 1 and _part(q.core[0], name) and (q.titles or q.core[0].startswith(name))
    ]


def compatible(p: Person, q: Person) -> bool:
    """Whether two names can be one person's: not a man's and a woman's, Mrs and Miss, or Miss and Colonel."""
    if p.title_sex and q.title_sex and p.title_sex != q.title_sex:
        return False
    if any("mrs" in a.titles and b.titles & _ANY_TITLES for a, b in ((p, q), (q, p))):
        return False
    if any("miss" in a.titles and b.titles & _RANKS and b.sure_sex != "female" for a, b in ((p, q), (q, p))):
        return False
    for married in ({"mrs", "miss"}, {"lady", "miss"}):
        if married <= p.titles | q.titles and p.titles & married != q.titles & married:
            return False
    sure_p = p.title_sex or p.sure_sex
    sure_q = q.title_sex or q.sure_sex
    return not (sure_p and sure_q and sure_p != sure_q)


def _titles_agree(p: Person, q: Person) -> bool:
    """Whether titles may be one person's: Dr and Captain; not Mr and Captain, two of nobility, two of kin."""
    both = p.titles | q.titles
    kin = next((a.titles for a in (p, q) if a.titles <= _AUNTS and a.titles), None)
    if kin and both - kin <= _PLAIN and both - kin:
        return True
    return p.titles != q.titles and both <= _ANY_TITLES and not ("mr" in both and both & _RANKS)


_AUNTS = frozenset({"aunt", "auntie", "aunty", "uncle"})
_PLAIN = frozenset({"mr", "mrs", "miss", "ms"})
"""Titles of whoever is an aunt or an uncle to others."""


def _part(word: str, part: str) -> bool:
    return "-" in word and part in word.split("-")


def _most_frequent(found: list[Person]) -> list[Person]:
    """Return the one that is mentioned far more than the others, or all of them."""
    ranked = sorted(found, key=lambda q: (-(q.narration + q.spoken_of), q.number))
    counts = [q.narration + q.spoken_of for q in ranked]
    return ranked[:1] if len(ranked) > 1 and counts[0] >= OFTEN * counts[1] else ranked


def _clipped(short: str, full: str) -> bool:
    """Return whether one name is a clipped form of another: Cassie of Cassandra, Kae of Kaelen."""
    stem = (
        short[:-2]
        if short.endswith("ie")
        else short[:-1]
        if short.endswith("y") and len(short) > OFTEN
        else short
    )
    return len(stem) >= OFTEN and full.startswith(stem) and (len(full) > len(stem) or full != short)
