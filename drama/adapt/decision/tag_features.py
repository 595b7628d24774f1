"""What a tag, an announcement or a beat says for and against a candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.decision.candidacy import KNOWN_TAGS, is_generic
from drama.adapt.decision.salience import GENERIC
from drama.adapt.decision.surroundings import ELDERS
from drama.adapt.people.persons import agreement, other_kin
from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.decision.candidacy import Candidacy
    from drama.adapt.evidence.evidence import Hint
    from drama.adapt.people.mention import Mention


def mark_tag(here: Candidacy, tag: Hint) -> None:
    """Mark how well the person fits the tag: by name, description or pronoun."""
    mention, number = tag.mention, here.people.of(tag.mention)
    if mention.kind == "first":
        here.mark("tag I" if here.person.narrator else "tag not I", value=True)
    elif here.person.narrator or mention.kind == "name":
        here.mark("tag name" if number == here.number else "tag other name", value=True)
    elif mention.kind == "description":
        _tag_description(here, mention, number)
    elif mention.head == "it":
        things = vocabulary.ROBOTS | vocabulary.DEVICES | vocabulary.ANIMALS
        thing = here.person.roles & things or here.person.it > sum(here.person.evidence.values())
        heard = here.person.sex is None or here.person.roles & vocabulary.SPEECH_NOUNS  # "the voice"
        here.marks["tag it"] = 4.0 if thing else 1.0 if heard else -1.0
    else:
        here.mark(f"tag pronoun {agreement(here.person, mention.sex)}", value=True)
    if mention.kind in {"pronoun", "description"}:
        here.marks["tag in mind"] = here.around.mind.get(here.number, 0.0)
        here.mark("tag object", _is_object(here, tag) or _is_told_it(here, tag) or _owns(here, mention))
        if number != here.number:
            _anaphor(here)


def _tag_description(here: Candidacy, mention: Mention, number: int) -> None:
    """Mark what a tag with a description, "said the old man", says about the person."""
    if number == here.number:
        _own_description(here, mention)
        return
    known = here.around.described
    if here.number in known:
        here.mark("tag description only" if len(known) == 1 else "tag description one of", value=True)
    _other_description(here, mention, is_somebody=number >= 0)


def _own_description(here: Candidacy, mention: Mention) -> None:
    """Mark what a description that was resolved to this person says."""
    known = here.around.described
    owner = mention.owner.kind if mention.owner is not None else ""
    one_elder = mention.head in ELDERS and len(known) == 1 and owner != "first"
    here.mark("tag description rivalled", known and (not owner or one_elder))
    here.mark("tag description introduced", here.around.introduced)
    generic = is_generic(mention) and not mention.epithet and here.person.tags < KNOWN_TAGS
    here.mark("tag generic self" if generic else "tag description", value=True)
    trade = mention.head not in GENERIC | vocabulary.YOUNG | vocabulary.CHILDREN and not here.person.owned
    unheard = here.person.narration == 1 and trade  # "the newsreader", out of nowhere
    here.mark("tag description new", mention.determiner in {"a", "an", "another", "one"} or unheard)
    close = vocabulary.GENERATIONS.get(mention.head, 0) > 0 or mention.head in {"wife", "husband"}
    relative = owner in {"name", "description"} and not close  # those mostly have a name of their own
    here.mark("tag description full", mention.modifiers or owner == "first" or relative)


def _other_description(here: Candidacy, mention: Mention, *, is_somebody: bool) -> None:
    """Mark how well a description that was resolved to somebody else, or to nobody, fits the person."""
    person, of_one = here.person, is_somebody and not is_generic(mention)
    clash = mention.head in vocabulary.CROWDS and not person.plural
    if clash or other_kin(person, mention.head):
        name = "tag description clash"
    elif mention.epithet or (of_one and not person.named):
        name = "tag description other"
    elif mention.head in person.roles:
        name = "tag role"
    elif of_one and person.roles & (vocabulary.ROBOTS | vocabulary.ANIMALS):
        name = "tag description other"
    else:
        name = f"tag description {agreement(person, mention.sex)}"
    here.mark(name, value=True)


def _is_object(here: Candidacy, tag: Hint) -> bool:
    """Whether the tag's clause names the person besides its subject, which rules the person out."""
    return any(
        n == here.number
        and m is not tag.mention
        and m.sentence == tag.mention.sentence
        and m.kind == "name"
        and (not m.subject or (tag.mention.kind == "pronoun" and m.first > tag.mention.last))
        and not _is_clause_before(here, m, tag.mention)
        for n, m in here.around.own
    )


def _owns(here: Candidacy, mention: Mention) -> bool:
    """Whether the tag is "said her sister" and the candidate the one whose sister she is."""
    owner = mention.owner
    if owner is None or owner.kind != "pronoun" or owner.sex is None:
        return False
    return owner.sex == here.person.sex and here.around.subject_before == here.number


def _is_told_it(here: Candidacy, tag: Hint) -> bool:
    """Whether the tag is "she told it" and the candidate a thing, which rules it out as the speaker."""
    tokens = here.scene.reading.paragraphs[here.unit.paragraph].tokens
    after = [t.low for t in tokens[tag.last : tag.last + 1]]
    person = here.person
    thing = not person.named and person.sure_sex is None and person.head not in vocabulary.PERSON_NOUNS
    return tag.mention.kind == "pronoun" and after == ["it"] and thing


def _is_clause_before(here: Candidacy, mention: Mention, subject: Mention) -> bool:
    """Whether a comma or a conjunction separates a mention from a later subject."""
    tokens = here.scene.reading.paragraphs[here.unit.paragraph].tokens[mention.last : subject.first]
    return any(t.text in {",", ";", ":", "--", "—"} or t.low in vocabulary.CLAUSE_WORDS for t in tokens)


def _anaphor(here: Candidacy) -> None:
    """Mark whom "he" or "the old man" in a tag may refer to: the nearest persons whose sex fits."""
    persons = here.people.persons
    fitting = [
        n
        for n in here.around.before
        if agreement(persons[n], here.around.sex) != "clash" and persons[n].is_person
    ]
    here.mark("tag subject before", here.around.subject_before == here.number)
    here.mark("pronoun last subject", here.around.last_subject == here.number)
    here.mark("pronoun last mention", fitting[:1] == [here.number])
    here.mark("pronoun second mention", fitting[1:2] == [here.number])
    here.mark("pronoun next subject", any(n == here.number and m.subject for n, m in here.around.ahead[:1]))


def mark_actor(here: Candidacy, prefix: str, hint: Hint) -> None:
    """Mark the features of a hint by its name, description or pronoun."""
    mention, number = hint.mention, here.people.of(hint.mention)
    described = number >= 0 and not here.person.named and not is_generic(mention)
    if mention.kind == "first":
        here.mark(f"{prefix} name" if here.person.narrator else f"{prefix} other name", value=True)
    elif number == here.number:
        here.mark(f"{prefix} name", value=True)
    elif mention.kind == "name" or here.person.narrator or described:
        here.mark(f"{prefix} other name", value=True)
    elif mention.sex is not None and here.person.sex is not None:
        here.mark(f"{prefix} {agreement(here.person, mention.sex)}", value=True)
    here.mark(f"{prefix} meant", here.scene.memory.meant.get(mention.start, -1) == here.number)


def mark_beat(here: Candidacy) -> None:
    """Mark whether the narration beside an untagged line is about the person."""
    hint = here.unit.hint("intro", "before", "after")
    pronoun = hint is not None and hint.mention.kind == "pronoun"
    if hint is not None and pronoun and agreement(here.person, hint.mention.sex) != "clash":
        here.marks["beat in mind"] = here.around.mind.get(here.number, 0.0)
    subjects = {n for n, m in here.around.own if m.subject}
    here.mark("sole subject", subjects == {here.number})
