"""The features of each candidate of each turn: named numbers for and against it as the speaker."""

from __future__ import annotations

from bisect import bisect_left
from math import log1p
from typing import TYPE_CHECKING

import numpy as np

from drama.adapt.decision import gaps, kin
from drama.adapt.decision.candidates import candidates
from drama.adapt.decision.crf import Turn
from drama.adapt.decision.factors import bonds, is_next_door
from drama.adapt.decision.salience import GENERIC, follow
from drama.adapt.decision.surroundings import ELDERS, MIDDLE, around
from drama.adapt.decision.talks import find, heard_around, near
from drama.adapt.people.persons import agreement, other_kin
from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drama.adapt.decision.surroundings import Around
    from drama.adapt.evidence.evidence import Hint
    from drama.adapt.people.mention import Mention
    from drama.adapt.people.persons import Person
    from drama.adapt.values import Memory, Scene, Unit

FEATURES = (
    "tag name", "tag other name", "tag description", "tag description full", "tag description new",
    "tag generic self", "tag description other", "tag role", "tag description fits",
    "tag description open", "tag description clash", "tag pronoun fits", "tag pronoun open",
    "tag pronoun clash", "tag I", "tag not I", "tag it", "tag object", "pronoun last subject",
    "pronoun last mention", "pronoun second mention", "pronoun next subject", "loose name",
    "loose other name", "loose description", "loose fits", "loose clash", "loose meant", "intro name",
    "intro other name", "intro fits", "intro clash", "intro meant", "after name", "after other name",
    "after fits", "after clash", "after meant", "before name", "before other name", "before fits",
    "before clash", "before meant", "untagged narrator", "paragraph mention", "paragraph object",
    "last subject", "last mention", "second mention", "gap subject", "gap mention", "gap last subject",
    "gap reaction", "next subject", "next mention", "next new", "near", "middle", "far", "never",
    "ahead", "spoke near", "spoke never", "self vocative", "self mention", "self introduction",
    "own addressee", "previous vocative", "previous addressee", "previous mention", "next vocative",
    "previous address fits", "previous address clash", "next address fits", "next address clash",
    "log tags", "log mentions", "described", "described untagged", "owned", "plural", "narrator",
    "only spoken of", "generic", "calls so", "tag in mind", "tag subject before", "first in mind",
    "tag description only", "tag description one of", "tag description rivalled",
    "tag description introduced", "phantom", "called only", "heard in talk", "heard before and after",
    "one of two", "outsider", "not heard", "heard before 1", "heard before 2", "heard before 3",
    "heard after 1", "heard after 2", "heard after 3", "acts near", "object near", "beat in mind",
    "sole subject", "asked by name", "claimed", "entering",
)  # fmt: skip
INDEX = {name: i for i, name in enumerate(FEATURES)}
NEAR = 2
"""Paragraphs since a mention or a line, up to which a person counts as near."""
KNOWN_TAGS = 2
"""Speech tags from which a description counts as much as a name."""
TALKING = 6
"""Whoever speaks within this many turns is part of the conversation."""
WITHIN = 3
"""The turn before or after is part of the same exchange up to this many paragraphs away."""


def turns(scene: Scene) -> list[Turn]:
    """Return every unit's candidates with their features, and the transitions that hold between units."""
    result = []
    kin.settle(scene)
    scene.memory = _followed(scene)
    scene.talks = find(scene)
    scene.hinted = {scene.people.of(h.mention) for unit in scene.units for h in unit.hints}
    scene.hinted |= {scene.people.standing(n) for unit in scene.units for n in unit.introduces}
    for i in range(len(scene.units)):
        numbers = candidates(scene, i)
        rows = np.zeros((len(numbers), len(FEATURES)))
        here, heard = around(scene, i), heard_around(scene.talks[i], i)
        for k, number in enumerate(numbers):
            if number >= 0:
                described = _Description(scene, i, scene.people.persons[number], here, heard)
                for name, value in described.all().items():
                    rows[k, INDEX[name]] = value
        for number, weight in scene.claims.get(i, {}).items():
            if (standing := scene.people.standing(number)) in numbers:
                rows[numbers.index(standing), INDEX["claimed"]] += weight
        same, back = bonds(scene, i)
        result.append(Turn(tuple(numbers), rows, same, back, gaps.stays(scene, i, numbers)))
    return result


def _followed(scene: Scene) -> Memory:
    """Return the narration's pronouns resolved, given the speakers found so far."""
    turn_at: dict[int, list[tuple[int, Mention | None]]] = {}
    for i, unit in enumerate(scene.units):
        tag = unit.hint("tag", "loose")
        inside = tag is not None and any(m is tag.mention for m in scene.people.narration[unit.paragraph])
        turn_at.setdefault(unit.paragraph, []).append(
            (i, tag.mention if tag is not None and inside else None)
        )
    return follow(
        scene.reading, scene.people, turn_at, scene.speakers, [unit.vocatives for unit in scene.units]
    )


class _Description:
    """The features of one candidate of one turn."""

    def __init__(
        self, scene: Scene, i: int, person: Person, around: Around, heard: Mapping[int, int]
    ) -> None:
        self.scene, self.people, self.i = scene, scene.people, i
        self.unit: Unit = scene.units[i]
        self.person, self.number = person, person.number
        self.around, self.heard = around, heard
        self.out: dict[str, float] = {}

    def all(self) -> dict[str, float]:
        """Return the features that are not zero."""
        tag, loose, intro = (self.unit.hint(kind) for kind in ("tag", "loose", "intro"))
        if tag is not None:
            self._tag(tag)
        elif loose is not None:
            self._actor("loose", loose)
            same = loose.mention.kind == "description" and self.people.of(loose.mention) == self.number
            self.mark("loose description", same)
        elif intro is not None:
            self._actor("intro", intro)
        self.mark("untagged narrator", tag is None and self.person.narrator)
        if tag is None and (loose is None or loose.mention.kind == "pronoun"):
            for kind in ("after", "before"):
                hint = self.unit.hint(kind)
                if hint is not None:
                    self._actor(kind, hint)
            if intro is None:
                self._narration_near()
        self._own_paragraph(tagged=tag is not None or loose is not None)
        self._presence()
        self._talk()
        self._kind()
        self._in_talk(tagged=tag is not None)
        return {name: value for name, value in self.out.items() if value}

    def mark(self, name: str, value: object) -> None:
        """Set a feature to 1 where something holds; all others are 0."""
        if value:
            self.out[name] = 1.0

    # -------------------------------------------------------------- tags
    def _tag(self, tag: Hint) -> None:
        mention, number = tag.mention, self.people.of(tag.mention)
        if mention.kind == "first":
            self.mark("tag I" if self.person.narrator else "tag not I", value=True)
        elif self.person.narrator or mention.kind == "name":
            self.mark("tag name" if number == self.number else "tag other name", value=True)
        elif mention.kind == "description":
            self._tag_description(mention, number)
        elif mention.head == "it":
            things = vocabulary.ROBOTS | vocabulary.DEVICES | vocabulary.ANIMALS
            thing = self.person.roles & things or self.person.it > sum(self.person.evidence.values())
            heard = self.person.sex is None or self.person.roles & vocabulary.SPEECH_NOUNS  # "the voice"
            self.out["tag it"] = 4.0 if thing else 1.0 if heard else -1.0
        else:
            self.mark(f"tag pronoun {agreement(self.person, mention.sex)}", value=True)
        if mention.kind in {"pronoun", "description"}:
            self.out["tag in mind"] = self.around.mind.get(self.number, 0.0)
            self.mark("tag object", self._is_object(tag) or self._is_told_it(tag))
            if number != self.number:
                self._anaphor()

    def _tag_description(self, mention: Mention, number: int) -> None:
        """Mark what a tag with a description, "said the old man", says about the person."""
        if number == self.number:
            self._own_description(mention)
            return
        known = self.around.described
        if self.number in known:
            self.mark("tag description only" if len(known) == 1 else "tag description one of", value=True)
        self._other_description(mention, is_somebody=number >= 0)

    def _own_description(self, mention: Mention) -> None:
        """Mark what a description that was resolved to this person says."""
        known = self.around.described
        owner = mention.owner.kind if mention.owner is not None else ""
        one_elder = mention.head in ELDERS and len(known) == 1 and owner != "first"
        self.mark("tag description rivalled", known and (not owner or one_elder))
        self.mark("tag description introduced", self.around.introduced)
        generic = is_generic(mention) and not mention.epithet and self.person.tags < KNOWN_TAGS
        self.mark("tag generic self" if generic else "tag description", value=True)
        trade = mention.head not in GENERIC | vocabulary.YOUNG | vocabulary.CHILDREN and not self.person.owned
        unheard = self.person.narration == 1 and trade  # "the newsreader", out of nowhere
        self.mark("tag description new", mention.determiner in {"a", "an", "another", "one"} or unheard)
        close = vocabulary.GENERATIONS.get(mention.head, 0) > 0 or mention.head in {"wife", "husband"}
        relative = owner in {"name", "description"} and not close  # those mostly have a name of their own
        self.mark("tag description full", mention.modifiers or owner == "first" or relative)

    def _other_description(self, mention: Mention, *, is_somebody: bool) -> None:
        """Mark how well a description that was resolved to somebody else, or to nobody, fits the person."""
        person, of_one = self.person, is_somebody and not is_generic(mention)
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
        self.mark(name, value=True)

    def _is_object(self, tag: Hint) -> bool:
        """Whether the tag's clause names the person besides its subject, which rules the person out."""
        return any(
            n == self.number
            and m is not tag.mention
            and m.sentence == tag.mention.sentence
            and not m.subject
            and m.kind == "name"
            and not self._is_clause_before(m, tag.mention)
            for n, m in self.around.own
        )

    def _is_told_it(self, tag: Hint) -> bool:
        """Whether the tag is "she told it" and the candidate a thing, which rules it out as the speaker."""
        tokens = self.scene.reading.paragraphs[self.unit.paragraph].tokens
        after = [t.low for t in tokens[tag.last : tag.last + 1]]
        person = self.person
        thing = not person.named and person.sure_sex is None and person.head not in vocabulary.PERSON_NOUNS
        return tag.mention.kind == "pronoun" and after == ["it"] and thing

    def _is_clause_before(self, mention: Mention, subject: Mention) -> bool:
        """Whether a comma or a conjunction separates a mention from a later subject."""
        tokens = self.scene.reading.paragraphs[self.unit.paragraph].tokens[mention.last : subject.first]
        return any(t.text in {",", ";", ":", "--", "—"} or t.low in vocabulary.CLAUSE_WORDS for t in tokens)

    def _anaphor(self) -> None:
        """Mark whom "he" or "the old man" in a tag may refer to: the nearest persons whose sex fits."""
        persons = self.people.persons
        fitting = [
            n
            for n in self.around.before
            if agreement(persons[n], self.around.sex) != "clash" and persons[n].is_person
        ]
        self.mark("tag subject before", self.around.subject_before == self.number)
        self.mark("pronoun last subject", self.around.last_subject == self.number)
        self.mark("pronoun last mention", fitting[:1] == [self.number])
        self.mark("pronoun second mention", fitting[1:2] == [self.number])
        self.mark(
            "pronoun next subject", any(n == self.number and m.subject for n, m in self.around.ahead[:1])
        )

    def _actor(self, prefix: str, hint: Hint) -> None:
        """Mark the features of a hint by its name, description or pronoun."""
        mention, number = hint.mention, self.people.of(hint.mention)
        described = number >= 0 and not self.person.named and not is_generic(mention)
        if mention.kind == "first":
            self.mark(f"{prefix} name" if self.person.narrator else f"{prefix} other name", value=True)
        elif number == self.number:
            self.mark(f"{prefix} name", value=True)
        elif mention.kind == "name" or self.person.narrator or described:
            self.mark(f"{prefix} other name", value=True)
        elif mention.sex is not None and self.person.sex is not None:
            self.mark(f"{prefix} {agreement(self.person, mention.sex)}", value=True)
        self.mark(f"{prefix} meant", self.scene.memory.meant.get(mention.start, -1) == self.number)

    # -------------------------------------------------------------- narration
    def _own_paragraph(self, *, tagged: bool) -> None:
        own = [m for n, m in self.around.own if n == self.number]
        self.mark("paragraph mention", own)
        self.mark("paragraph object", tagged and any(not m.subject for m in own))

    def _narration_near(self) -> None:
        """Mark who was named last, in the narration since the turn before, and in the next paragraph."""
        around, number = self.around, self.number
        share = around.mind.get(number, 0.0)
        self.mark("first in mind", share and share == max(around.mind.values()))
        self.mark("last subject", around.last_subject == number)
        self.mark("last mention", around.before[:1] == [number])
        self.mark("second mention", around.before[1:2] == [number])
        subjects = [n for n, m in around.gap if m.subject]
        if around.acted is not None and around.acted.kind == "pronoun":
            subjects.append(self.scene.memory.meant.get(around.acted.start, -1))
        self.mark("gap subject", number in subjects)
        self.mark("gap last subject", subjects[-1:] == [number])
        self.mark("gap mention", any(n == number for n, _ in around.gap))
        self.mark("gap reaction", around.reacting == number)
        self.mark("entering", number in around.entering)
        if around.narration_next:
            acts = any(n == number and m.subject for n, m in around.ahead[:1])
            self.mark("next subject", acts)
            self.mark("next mention", any(n == number for n, _ in around.ahead))
            self.mark("next new", acts and number not in around.distance)

    def _presence(self) -> None:
        """Mark how long ago the person was mentioned, referred to by a pronoun, or heard."""
        known = [self.around.distance.get(self.number), self.around.meant.get(self.number)]
        where = self.scene.spoke.get(self.number, [])
        k = bisect_left(where, self.i)
        if k:
            known.append(self._since(self.scene.units[where[k - 1]].end_paragraph))
        known += [
            self._since(unit.paragraph) for unit in self._turns_before() if self.number in unit.vocatives
        ]
        if self.person.narrator:
            known += [self._since(p) for p in self._told()]
        distances = [d for d in known if d is not None]
        if distances:
            nearest = min(distances)
            self.mark("near" if nearest <= NEAR else "middle" if nearest <= MIDDLE else "far", value=True)
        else:
            self.mark("never", value=True)
        named_ahead = any(n == self.number for n, _ in self.around.ahead)
        self.mark("ahead", named_ahead and (not distances or min(distances) > NEAR))
        if self.scene.spoke:
            others = [w for w in where[max(0, k - 2) : k + 3] if w != self.i]
            self.mark("spoke near", any(abs(w - self.i) <= TALKING for w in others))
            self.mark("spoke never", not others)

    def _told(self) -> list[int]:
        """Return the paragraphs right before this turn in which the narrator is mentioned."""
        here, narration = self.unit.paragraph, self.people.narration
        return [p for p in range(max(0, here - MIDDLE), here) if any(m.kind == "first" for m in narration[p])]

    def _since(self, paragraph: int) -> int:
        """Return the distance to an earlier paragraph; one in another scene counts MIDDLE more."""
        paragraphs = self.scene.reading.paragraphs
        left = paragraphs[paragraph].scene != paragraphs[self.unit.paragraph].scene
        return self.unit.paragraph - paragraph + MIDDLE * left

    def _turns_before(self) -> list[Unit]:
        return self.scene.units[max(0, self.i - 3) : self.i]

    # -------------------------------------------------------------- what is said
    def _talk(self) -> None:
        unit, number = self.unit, self.number
        self.mark("self vocative", number in unit.vocatives)
        self.mark("self mention", number in unit.named)
        self.mark("own addressee", number in unit.addressees)
        self.mark("self introduction", number in unit.introduces)
        self.mark("calls so", any(self._calls_elsewhere(call) for call in unit.calls))
        previous = self._beside(-1)
        if previous is not None:
            self.mark("previous vocative", number in previous.vocatives)
            self.mark("asked by name", previous.question and number in previous.asks and not self.unit.hints)
            self.mark("previous addressee", number in previous.addressees)
            self.mark("previous mention", number in previous.named)
            self._addressed("previous", previous)
        following = self._beside(1)
        if following is not None:
            self.mark("next vocative", number in following.vocatives - following.summons)
            self._addressed("next", following)

    def _beside(self, step: int) -> Unit | None:
        """Return the turn before or after, when it is part of the same exchange."""
        k = self.i + step
        if not 0 <= k < len(self.scene.units):
            return None
        other, paragraphs = self.scene.units[k], self.scene.reading.paragraphs
        first, second = (other, self.unit) if step < 0 else (self.unit, other)
        near = second.paragraph - first.end_paragraph <= WITHIN
        return (
            other
            if near and paragraphs[other.paragraph].scene == paragraphs[self.unit.paragraph].scene
            else None
        )

    def _calls_elsewhere(self, call: str) -> bool:
        """Whether the person surely uses this form of address in another turn."""
        calls = self.scene.callers.get(call, {}).get(self.number, ())
        return any(i != self.i for i in calls)

    def _addressed(self, prefix: str, other: Unit) -> None:
        if (
            other.address is not None
            and self.person.sex is not None
            and is_next_door(self.scene, self.unit, other)
        ):
            self.mark(f"{prefix} address {agreement(self.person, other.address)}", value=True)

    def _in_talk(self, *, tagged: bool) -> None:
        """Mark whether the narration has the person speak or act in this talk, and how near."""
        self._heard_in_talk()
        person, hinted = self.person, self.number in self.scene.hinted
        known = person.named and not person.narrator and not hinted
        self.mark("phantom", known and not person.acts and not person.vocatives)
        self.mark("called only", known and person.vocatives)
        acts, other = self.around.acting.get(self.number), self.around.distance.get(self.number)
        self.mark("acts near", acts is not None and acts <= NEAR)
        self.mark("object near", other is not None and other <= NEAR and (acts is None or acts > NEAR))
        if not tagged:
            self._in_beat()

    def _heard_in_talk(self) -> None:
        """Mark where in this talk the person is surely heard."""
        before, after = near(self.scene.talks[self.i], self.number, self.i)
        self.out["heard in talk"] = log1p(self.heard.get(self.number, 0))
        self.mark("heard before and after", before and after)
        self.mark("not heard", self.number not in self.heard)
        if len(self.heard) == 2:
            self.mark("one of two" if self.number in self.heard else "outsider", value=True)
        for k in (1, 2, 3):
            self.mark(f"heard before {k}", before == k)
            self.mark(f"heard after {k}", after == k)

    def _in_beat(self) -> None:
        """Mark whether the narration beside an untagged line is about the person."""
        hint = self.unit.hint("intro", "before", "after")
        pronoun = hint is not None and hint.mention.kind == "pronoun"
        if hint is not None and pronoun and agreement(self.person, hint.mention.sex) != "clash":
            self.out["beat in mind"] = self.around.mind.get(self.number, 0.0)
        subjects = {n for n, m in self.around.own if m.subject}
        self.mark("sole subject", subjects == {self.number})

    # -------------------------------------------------------------- who it is
    def _kind(self) -> None:
        person = self.person
        strange = not person.named and person.tags < KNOWN_TAGS
        self.out["log tags"] = log1p(person.tags)
        self.out["log mentions"] = log1p(person.narration)
        self.mark("described", strange)
        self.mark("described untagged", not person.named and not person.tags)
        self.mark("owned", strange and person.owned)
        self.mark("generic", strange and not person.modifiers)
        self.mark("plural", person.plural)
        self.mark("narrator", person.narrator)
        told = person.narration > 0 or person.narrator or self.number in self.scene.hinted
        self.mark("only spoken of", person.named and not told)


def is_generic(mention: Mention) -> bool:
    """Return whether a description says no more than a pronoun: "the man", "a voice"."""
    return (mention.head in GENERIC and not mention.modifiers) or mention.head in vocabulary.SPEECH_NOUNS
