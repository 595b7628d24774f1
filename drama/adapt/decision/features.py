"""The features of each candidate of each turn: named numbers for and against it as the speaker."""

from __future__ import annotations

from math import log1p
from typing import TYPE_CHECKING

import numpy as np

from drama.adapt.decision import gaps, kin
from drama.adapt.decision.candidacy import KNOWN_TAGS, Candidacy
from drama.adapt.decision.candidates import candidates
from drama.adapt.decision.crf import Turn
from drama.adapt.decision.factors import bonds
from drama.adapt.decision.presence_features import (
    mark_acting,
    mark_narration,
    mark_own_paragraph,
    mark_presence,
)
from drama.adapt.decision.salience import follow
from drama.adapt.decision.surroundings import around
from drama.adapt.decision.tag_features import mark_actor, mark_beat, mark_tag
from drama.adapt.decision.talk_features import mark_heard, mark_talk
from drama.adapt.decision.talks import find, heard_around

if TYPE_CHECKING:
    from drama.adapt.people.mention import Mention
    from drama.adapt.values import Memory, Scene

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
                candidacy = Candidacy(scene, i, scene.people.persons[number], here, heard)
                _mark(candidacy)
                for name, value in candidacy.marks.items():
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


def _mark(here: Candidacy) -> None:
    """Mark everything that speaks for or against a candidate."""
    tag, loose, intro = (here.unit.hint(kind) for kind in ("tag", "loose", "intro"))
    if tag is not None:
        mark_tag(here, tag)
    elif loose is not None:
        mark_actor(here, "loose", loose)
        same = loose.mention.kind == "description" and here.people.of(loose.mention) == here.number
        here.mark("loose description", same)
    elif intro is not None:
        mark_actor(here, "intro", intro)
    here.mark("untagged narrator", tag is None and here.person.narrator)
    if tag is None and (loose is None or loose.mention.kind == "pronoun"):
        for kind in ("after", "before"):
            hint = here.unit.hint(kind)
            if hint is not None:
                mark_actor(here, kind, hint)
        if intro is None:
            mark_narration(here)
    mark_own_paragraph(here, tagged=tag is not None or loose is not None)
    mark_presence(here)
    mark_acting(here)
    mark_talk(here)
    mark_heard(here)
    if tag is None:
        mark_beat(here)
    _mark_kind(here)


def _mark_kind(here: Candidacy) -> None:
    """Mark who the person is, whatever stands around the line."""
    person = here.person
    strange = not person.named and person.tags < KNOWN_TAGS
    here.marks["log tags"] = log1p(person.tags)
    here.marks["log mentions"] = log1p(person.narration)
    here.mark("described", strange)
    here.mark("described untagged", not person.named and not person.tags)
    here.mark("owned", strange and person.owned)
    here.mark("generic", strange and not person.modifiers)
    here.mark("plural", person.plural)
    here.mark("narrator", person.narrator)
    told = person.narration > 0 or person.narrator or here.number in here.scene.hinted
    here.mark("only spoken of", person.named and not told)
