"""Spoken credits: title and author before a story, the voices after it, as cues that no file contains.

They are added when a story is rendered, according to `show: credits:` in voices.yaml. They aren't written to
the script, whose words stay the story's own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from drama.model import Cue, Scene
from drama.speech import engines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drama.model import Cast, Script
    from drama.project import Show

Attribution = tuple[str, str]
"""A voice's origin and licence."""

OPENING = "{title}{by}."
CLOSING = "You have been listening to {title}{by}{voices}."
NARRATED = "Narrated by {narrator}."
SYNTHETIC = "All voices were made by a computer."
SOME_SYNTHETIC = "Some of the voices were made by a computer."
MAKERS = "The voices come from {makers}."
_MAKER = "{origin}, licence {licence}"
_MOST_NAMED = 6
"""Most characters named in the closing credits: those with the most lines."""


def attributions(cast: Cast) -> tuple[Attribution, ...]:
    """Return the origin and licence of a cast's voices, each once, sorted; none of those without either."""
    used = {(voice.engine, voice.name) for voice in (cast.narrator, *(one for _, one in cast.voices))}
    found = {engines.attribution(engine, name) for engine, name in used}
    return tuple(sorted((origin, licence) for origin, licence in found if origin and licence))


def with_credits(
    script: Script, show: Show, recorded: Sequence[int] = (), made_by: Sequence[Attribution] = ()
) -> Script:
    """Return a script with its credits as separate cues.

    `recorded` are the cues spoken by people, `made_by` the attributions of the other voices. short: title and
    author, where known and the text doesn't begin with them. full: also, at the end, the title, the author,
    the parts, whether voices are synthetic, and their makers.
    """
    if show.credits == "none" or not script.scenes:
        return script
    opening = tuple(_opening(script, show))
    closing = tuple(_closing(script, show, recorded, made_by)) if show.credits == "full" else ()
    number = script.numbered
    numbered = []
    for cue in (*opening, *closing):
        number += 1
        numbered.append(replace(cue, number=number))
    scenes = script.scenes
    if opening:
        first = replace(scenes[0], cues=(*numbered[: len(opening)], *scenes[0].cues))
        scenes = (first, *scenes[1:])
    if closing:
        scenes = (*scenes, Scene(title="Credits", cues=tuple(numbered[len(opening) :])))
    return replace(script, scenes=scenes, numbered=number)


def with_credits_apart(
    script: Script, show: Show, recorded: Sequence[int] = (), made_by: Sequence[Attribution] = ()
) -> Script:
    """Return a script with full credits as chapters of their own, as shops want them: each is a file.

    The opening has title, author and narrator, whether the text begins with them or not.
    """
    if not script.scenes:
        return script
    by = f", by {script.author}" if script.author else ""
    told = [
        _cue("narrator", OPENING.format(title=script.title or script.key, by=by)),
        _cue("narrator", NARRATED.format(narrator=show.narrator or "synthetic voices")),
    ]
    ended = [cue for cue in _closing(script, show, recorded, made_by) if cue.kind != "music"]
    numbered = [replace(cue, number=script.numbered + i) for i, cue in enumerate([*told, *ended], start=1)]
    first, *rest = script.scenes
    scenes = (
        Scene(title="Opening credits", cues=tuple(numbered[: len(told)])),
        replace(first, title=first.title or script.title or script.key),
        *rest,
        Scene(title="Closing credits", cues=tuple(numbered[len(told) :])),
    )
    return replace(script, scenes=scenes, numbered=numbered[-1].number)


def _opening(script: Script, show: Show) -> Iterator[Cue]:
    """Yield the title and the author, unless the text itself says them or they are unknown."""
    begins = [cue for cue in script.scenes[0].cues if cue.is_speech][:3]
    said = any({"title", "byline"}.intersection(cue.how) for cue in begins)
    known = bool(script.author) if show.credits == "short" else bool(script.title)
    if said or not known or not script.title:
        return
    if show.theme:
        yield _cue("music", show.theme)
    by = f", by {script.author}" if script.author else ""
    yield _cue("narrator", OPENING.format(title=script.title, by=by), how=("title",))


def _closing(
    script: Script, show: Show, recorded: Sequence[int], made_by: Sequence[Attribution]
) -> Iterator[Cue]:
    if show.theme:
        yield _cue("music", show.theme)
    lines: dict[str, int] = {}
    for cue in script.cues:
        if cue.kind == "line":
            lines[cue.speaker] = lines.get(cue.speaker, 0) + 1
    people = sorted(lines, key=lambda name: (-lines[name], name))[:_MOST_NAMED]
    voices = f", with the voices of {_listed(people)}" if people else ""
    by = f", by {script.author}" if script.author else ""
    yield _cue("narrator", CLOSING.format(title=script.title or "this story", by=by, voices=voices))
    own = set(recorded)
    spoken = [cue.number for cue in script.cues if cue.is_speech]
    if not own.issuperset(spoken):
        yield _cue("narrator", SOME_SYNTHETIC if own else SYNTHETIC)
        if made_by:
            yield _cue("narrator", MAKERS.format(makers="; and from ".join(map(_maker, made_by))))


def _maker(attribution: Attribution) -> str:
    """Return an attribution as it is spoken: whose voice, without its source, and the licence in words."""
    origin, licence = attribution
    return _MAKER.format(origin=re.split("[,:]", origin)[0], licence=licence.replace("-", " "))


def _cue(kind: str, text: str, how: tuple[str, ...] = ()) -> Cue:
    return Cue(
        number=0, kind="music" if kind == "music" else "narrator", text=text, how=how, was="", by_hand=True
    )


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
