"""Descriptions that are somebody named: "Mrs Dale, the housekeeper" makes the housekeeper Mrs Dale."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from drama.adapt.people import bynames, looks
from drama.adapt.people.descriptions import noun_sex
from drama.adapt.people.persons import parts
from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import People, Person
    from drama.adapt.text.reading import Reading, Token

_OWN_ROLES = (
    "ambassador archmage cadet chancellor coach commissioner consul councillor elder engineer ensign envoy "
    "headmaster headmistress keeper magister marshal minister overseer principal ranger secretary senator "
    "specialist superintendent technician trooper warden"
)
TITLE_ROLES = {
    "dr": "doctor physician surgeon psychiatrist psychologist dentist", "capt": "captain",
    "sgt": "sergeant", "col": "colonel",
    "gen": "general", "lt": "lieutenant", "prof": "professor", "inspector": "inspector detective",
    "detective": "detective", "agent": "agent", "king": "king", "queen": "queen", "prince": "prince",
    "princess": "princess", "duke": "duke", "duchess": "duchess", "count": "count",
    "countess": "countess", "judge": "judge", "nurse": "nurse", "father": "priest",
    "ser": "knight", "sir": "knight", "brother": "monk friar", "sister": "nun", "rabbi": "rabbi",
    "rev": "clergyman vicar rector parson minister curate chaplain pastor preacher",
    "cmdr": "commander", "admiral": "admiral",
    "maj": "major", "cpl": "corporal", "sheriff": "sheriff", "mayor": "mayor", "officer": "officer",
    "constable": "constable policeman", "president": "president", "baron": "baron", "uncle": "uncle",
    "aunt": "aunt", "director": "director", "chief": "chief", "bishop": "bishop", "lady": "lady",
    "governor": "governor", "ms": "teacher", "mr": "teacher", "mrs": "teacher", "miss": "teacher governess",
    "mx": "teacher",
    **{title: title for title in _OWN_ROLES.split()},
}  # fmt: skip
"""Nouns that the narration may use for somebody with a title."""
TWICE = 2
"""Mentions in the narration from which "Dad" is what it calls somebody."""
INDEFINITE = frozenset({"a", "an", "another", "one"})
"""Determiners of somebody who is mentioned for the first time."""
_TOO_COMMON = frozenset(
    ["man", "woman", "boy", "girl", "lady", "gentleman", "person", "fellow", "child", "friend"]
)


_ONE_OF_A_KIND = frozenset(["aunt", "uncle", "husband", "wife", "nephew", "niece"])
"""Kin whom a story mostly has one of: "her aunt" is Aunt Peg when nobody else is called an aunt."""


def link(people: People, reading: Reading) -> None:
    """Enter the nouns that stand beside names: "Mrs Dale, the housekeeper", "Vane was a pilot"."""
    told_so = _titles_told(people)
    for person in people.persons:
        for title in person.titles:
            if title not in _ANYBODYS or title in told_so.get(person.number, ()):
                person.roles |= set(TITLE_ROLES.get(title, "").split())
    told: set[int] = set()
    for mentions, paragraph in zip(people.narration, reading.paragraphs, strict=True):
        bynames.note_adjectives(people, mentions, paragraph.tokens)
        bynames.link_pronouns(people, mentions, paragraph.tokens)
        bynames.link(people, mentions, paragraph.tokens)
        for a, b in pairwise(mentions):
            told |= _link_pair(people, paragraph.tokens, a, b)
    for tokens, said in zip(reading.said, people.said, strict=True):
        for a, b in pairwise(said):
            if a.kind == b.kind == "name" and _is_said_to_be(tokens, a, b):
                number = people.of(a)
                people.merge(people.of(b), number, f"is {people.label(number)} by what a line says")
    _note_indefinite(people, told)


_ANYBODYS = frozenset({"mr", "mrs", "miss", "ms", "mx"})
"""Titles by which a teacher calls pupils, too: "Mr. Wolski, don't you have math?" """


def _titles_told(people: People) -> dict[int, set[str]]:
    """Return the titles that the narration gives each person."""
    found: dict[int, set[str]] = {}
    for mention in (m for mentions in people.narration for m in mentions if m.kind == "name"):
        if mention.person >= 0:
            found.setdefault(people.of(mention), set()).update(parts(mention.text)[0])
    return found


def _is_said_to_be_a(people: People, tokens: list[Token], a: Mention, b: Mention) -> bool:
    """Whether a description is explained by the next: "The curator was an old woman"."""
    between = [t.low for t in tokens[a.last : b.first]]
    known = -1 not in {a.person, b.person} and not (a.possessive or a.after_preposition or a.owner or b.owner)
    single = known and not any(people.persons[m.person].plural for m in (a, b))
    return single and between in (["was"], ["is"]) and b.determiner in {"a", "an"} and _agree(a, b)


def _is_explained(people: People, tokens: list[Token], a: Mention, b: Mention) -> bool:
    """Whether a subject is explained between commas: "Her sergeant, a broad boy called Pell, blushed"."""
    known = -1 not in {a.person, b.person} and not any(people.persons[m.person].plural for m in (a, b))
    apposition = [t.text for t in tokens[a.last : b.first]] == [","] and b.determiner in {"a", "an"}
    tagged = a.first > 0 and tokens[a.first - 1].low in vocabulary.SPEECH_VERBS
    acts = (a.subject or tagged) and a.determiner not in INDEFINITE
    if not (known and apposition and acts and not b.possessive):
        return False
    close = next((k for k in range(b.last, len(tokens)) if tokens[k].text[0] in ",.;:!?—"), len(tokens))
    goes_on = [t.text for t in tokens[close : close + 1]] == [","] and close + 1 < len(tokens)
    listed = goes_on and tokens[close + 1].low in {"and", "or", "a", "an", "another"}
    return (goes_on or tagged) and not listed and (a.sex is None or b.sex is None or a.sex == b.sex)


def _agree(a: Mention, b: Mention) -> bool:
    """Whether the nouns of two descriptions can be one person's."""
    return a.determiner in {"the", "a", "an"} and (a.sex is None or b.sex is None or a.sex == b.sex)


def _link_pair(people: People, tokens: list[Token], a: Mention, b: Mention) -> set[int]:
    """Enter what two mentions beside each other tell; return whom the second introduces by it."""
    if a.kind == b.kind == "name" and _is_said_to_be(tokens, a, b):
        number = people.of(b)
        people.merge(people.of(a), number, f"is {people.label(number)} by the narration's word")
    if a.kind == b.kind == "description" and _is_said_to_be_a(people, tokens, a, b):
        people.merge(people.of(b), people.of(a))
        return {b.person}
    if a.kind == b.kind == "description" and _is_explained(people, tokens, a, b):
        introduced, number = b.person, people.of(b)
        named = people.persons[number].named
        why = f"is {people.label(number)} by the narration's word" if named else ""
        people.merge(*((people.of(a), number) if named else (number, people.of(a))), why)
        return {introduced}
    if {a.kind, b.kind} == {"name", "description"} and a.person >= 0 and b.person >= 0:
        return _link_noun(people, tokens, a, b)
    return set()


def _link_noun(people: People, tokens: list[Token], a: Mention, b: Mention) -> set[int]:
    """Enter what a name and a description beside each other tell; return whom the description introduces."""
    name, noun = (a, b) if a.kind == "name" else (b, a)
    if _in_brackets(tokens, a, b):
        number = people.of(name)
        people.merge(people.of(noun), number, f"is {people.label(number)} by the narration's word")
        return set()
    if not _beside(tokens, a, b):
        return set()
    people.persons[name.person].roles.add(noun.head)
    people.persons[name.person].styles.add((*noun.modifiers, noun.head))
    beside = a.kind == "description" and a.last == b.first
    is_one = a.kind == "name" and b.determiner in {"a", "an"}
    if people.persons[noun.person].plural or not (beside or is_one):
        return set()
    introduced, noun.person = noun.person, name.person
    return {introduced}


def _note_indefinite(people: People, told: set[int]) -> None:
    """Let "Soot, who was a cat" introduce nobody: "the cat" may be Soot unless "a cat" stands elsewhere."""
    others = {
        mention.person
        for mentions in people.narration
        for mention in mentions
        if mention.kind == "description" and mention.determiner in INDEFINITE
    }
    for number in told - others:
        people.persons[number].indefinite = False


def _is_said_to_be(tokens: list[Token], a: Mention, b: Mention) -> bool:
    """Whether the narration says that two names are one person's: "Deacon, who is Tunde Bakare"."""
    between = " ".join(t.low for t in tokens[a.last : b.first])
    known = between in _NAMED_SO and -1 not in {a.person, b.person} and not (a.possessive or b.possessive)
    return known and not (b.last < len(tokens) and tokens[b.last].text == "'s")


_NAMED_SO = frozenset(
    {
        ", who is", ", who was", ", whose name is", ", whose name was", ", whose real name is",
        ", whose real name was", ", real name", ", alias", ", aka", ", also known as", ", otherwise known as",
        ", who is called", ", who was called", ", whom they call", ", whom they called",
        ", better known as", ", known as", ", known to everyone as", ", known to everybody as",
        "is better known as", "was better known as", "is really", "was really",
    }
)  # fmt: skip
"""The words between two names of one person."""


def _in_brackets(tokens: list[Token], a: Mention, b: Mention) -> bool:
    """Whether the second of two mentions explains the first: "Larry (the beard) answered"."""
    between = [t.text for t in tokens[a.last : b.first]]
    return between == ["("] and b.last < len(tokens) and tokens[b.last].text == ")"


def _beside(tokens: list[Token], a: Mention, b: Mention) -> bool:
    between = [t.low for t in tokens[a.last : b.first]]
    if a.possessive or (b.determiner == "own" and b.owner is a):
        return False
    if not between:
        return a.kind == "description" and not a.possessive
    after = tokens[b.last].text if b.last < len(tokens) else "."
    if between == [","]:
        return (
            after in ",.;—"
            and not (a.kind == "description" and a.determiner in {"a", "an"})
            and not b.possessive
        )
    return (
        between in (["was"], ["is"], [",", "who", "was"], [",", "who", "is"])
        and a.kind == "name"
        and b.determiner in {"a", "an", "the"}
    )


def merge_descriptions(people: People) -> None:
    """Merge descriptions into the only person they are used for, and bare ones into the one they shorten."""
    named = [p for p in people.persons if p.named and p.into < 0]
    holders: dict[str, set[int]] = {}
    for person in named:
        for role in person.roles:
            holders.setdefault(role, set()).add(people.standing(person.number))
    by_name: dict[tuple[str, ...], list[Person]] = {}
    for person in named:
        if not person.titles:
            by_name.setdefault(person.core, []).append(person)
    posts: dict[str, list[Person]] = {}
    for person in named:
        if len(person.core) > 1 and all(name.startswith("the ") for name in person.names):
            posts.setdefault(person.core[-1], []).append(person)
    introduced = _introduced(people)
    for person in people.persons:
        if not person.named and person.into < 0 and not person.plural:
            _into_named(people, person, holders, by_name, posts, introduced)
    _merge_bare(people)
    _merge_nounless(people)
    _merge_styles(people)


def _merge_styles(people: People) -> None:
    """Merge "His Majesty" with the only king whom the narration has."""
    alive = [p for p in people.alive() if not p.plural and p.narration]
    for style in [p for p in alive if p.named and p.core and p.core[-1] in vocabulary.STYLED]:
        words = vocabulary.STYLED[style.core[-1]]
        bearers = [
            p
            for p in alive
            if p is not style
            and not {p.head, *p.core, *p.titles, *p.roles}.isdisjoint(words)
            and p.sex in {None, style.sex}
        ]
        if len(bearers) == 1:
            people.merge(style.number, bearers[0].number, f"is {max(style.names)} by rank")


def _merge_nounless(people: People) -> None:
    """Merge "the younger", "the fat one" into the only person of that adjective: "the younger witch"."""
    by_adjective: dict[str, list[Person]] = {}
    for person in people.persons:
        if person.named or person.into >= 0 or person.plural or person.owned:
            continue
        if len(person.modifiers) == 1 and person.head != "one":
            by_adjective.setdefault(person.modifiers[0], []).append(person)
    for person in people.persons:
        if person.named or person.into >= 0 or person.indefinite:
            continue
        one = person.head == "one" and len(person.modifiers) == 1
        adjective = person.modifiers[0] if one else person.head
        nounless = one or (adjective in looks.COMPARED and not person.modifiers)
        whole = by_adjective.get(adjective, []) if nounless else []
        if len(whole) == 1:
            people.merge(person.number, whole[0].number)


def _into_named(
    people: People,
    person: Person,
    holders: dict[str, set[int]],
    by_name: dict[tuple[str, ...], list[Person]],
    posts: dict[str, list[Person]],
    introduced: dict[str, list[Person]],
) -> None:
    """Merge "the captain" into the Captain, or into the only person who has been called a captain."""
    same = by_name.get((vocabulary.TITLE_SAME.get(person.head, person.head),), [])
    found = holders.get(person.head, set())
    role = any(name.split()[-1][0].isupper() for name in person.names)  # "the black-browed Secretary"
    if not (same or person.modifiers or person.indefinite or person.owned):
        same = [p for p in posts.get(person.head, []) if p.into < 0]  # the surgeon is the Flight Surgeon
    if len(same) == 1 and (not person.modifiers or (role and not person.indefinite)):
        people.merge(person.number, same[0].number)
    elif person.owned and len(kin := _called_so(people, person)) == 1:
        people.merge(person.number, kin[0])
    elif len(
        alike := [n for n in found if (*person.modifiers, person.head) in people.persons[n].styles]
    ) == 1 and (person.modifiers and not person.owned):
        people.merge(person.number, alike[0])
    elif longer := _told_at_length(person, introduced):
        if len(longer) == 1:
            people.merge(person.number, longer[0].number)
    elif len(found) == 1 and not (
        (person.indefinite and not _is_titled_later(people, person, min(found)))
        or (person.owned and person.head not in _ONE_OF_A_KIND)
        or person.head in _TOO_COMMON
    ):
        people.merge(person.number, next(iter(found)))


def _introduced(people: People) -> dict[str, list[Person]]:
    """Return whom two adjectives or more introduce, "an old riding horse", by the noun."""
    found: dict[str, list[Person]] = {}
    for person in people.persons:
        if not person.named and person.into < 0 and person.indefinite and len(person.modifiers) > 1:
            found.setdefault(person.head, []).append(person)
    return found


def _told_at_length(person: Person, introduced: dict[str, list[Person]]) -> list[Person]:
    """Return who was introduced before by these adjectives and others: "an old riding horse"."""
    own = set(person.modifiers)
    if not own or person.indefinite or person.owned or person.head in _TOO_COMMON:
        return []
    return [
        p
        for p in introduced.get(person.head, ())
        if own < set(p.modifiers) and p.begins < person.begins and p.into < 0 and p is not person
    ]


def _is_titled_later(people: People, person: Person, number: int) -> bool:
    """Whether "a doctor" comes before Dr. Vane, who bears the title of just that and is named after it."""
    named = people.persons[number]
    titled = any(person.head in TITLE_ROLES.get(title, "").split() for title in named.titles - _ANYBODYS)
    return titled and not person.modifiers and person.begins < named.begins


def _called_so(people: People, person: Person) -> list[int]:
    """Return whom the narration calls by a kin term of the same generation and sex: Dad for "her father"."""
    generation = vocabulary.GENERATIONS.get(person.head, 0)
    return [
        p.number
        for p in people.persons
        if generation > 0
        and p.named
        and p.into < 0
        and len(p.core) == 1
        and vocabulary.GENERATIONS.get(p.core[0]) == generation
        and p.sure_sex == noun_sex(person.head)
        and (p.narration >= TWICE or p.vocatives > 0)
    ]


def _merge_bare(people: People) -> None:
    """Merge "the nurse" and "the monthly nurse" when there is no other nurse.

    "A woman's voice" alone is no woman who might be the old one.
    """
    stand = {people.of(m) for mentions in people.narration for m in mentions if not m.possessive}
    by_head: dict[tuple[str, bool], list[Person]] = {}
    for person in people.persons:
        if not person.named and person.into < 0:
            kin = person.owned and person.head in vocabulary.KIN
            by_head.setdefault((person.head, kin), []).append(person)
    for group in by_head.values():
        bare = [p for p in group if not p.modifiers and p.number in stand]
        rest = [p for p in group if p.modifiers and not looks.COMPARED.intersection(p.modifiers)]
        if len(rest) > 1 and len({p.modifiers for p in rest}) == 1 and not any(p.indefinite for p in rest):
            for other in rest[1:]:
                people.merge(other.number, rest[0].number)
            rest = rest[:1]
        if len(bare) == 1 and len(rest) == 1 and not bare[0].plural:
            first, second = sorted((bare[0], rest[0]), key=lambda p: p.number)
            if second.indefinite and not first.owned:
                continue  # after "an old man", "a man" is another
            fewer, more = sorted((bare[0], rest[0]), key=lambda p: (p.narration, not p.modifiers))
            people.merge(fewer.number, more.number)
