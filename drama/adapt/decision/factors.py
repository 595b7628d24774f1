"""The CRF's transition features: whether a speaker goes on, answers or comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drama.adapt.values import Scene, Unit

BONDS = (
    "same next door", "same after one", "same after more", "same over scene", "same next door tagged",
    "same after question", "same after beat",
    "back next door", "back after one", "back after more", "back next door tagged", "same resumed",
    "back resumed", "same past another", "same past silence",
)  # fmt: skip
"""Transition features: "same" for the speaker of the turn before, "back" for the one before that."""
BOND = {name: i for i, name in enumerate(BONDS)}
LONG_BEAT = 320
"""Characters of narration between two turns that separate them as much as a paragraph does."""
SHORT_BEAT = 160
"""Two turns fewer characters apart than this surely answer each other."""
_BREAKS = ("…", "...", "—", "--", "–")
_STEPS = ("next door", "after one", "after more")


def _gap(scene: Scene, i: int) -> int:
    """Return how many paragraphs of narration lie before a turn; a long beat counts as one."""
    here, last = scene.units[i], scene.units[i - 1]
    spans = scene.reading.spans
    between = scene.reading.text[spans[last.quotes[-1]].end : spans[here.quotes[0]].start]
    return max(here.paragraph - last.end_paragraph - 1, int(len(between) >= LONG_BEAT))


def is_next_door(scene: Scene, one: Unit, other: Unit) -> bool:
    """Return whether fewer than SHORT_BEAT characters stand between two turns."""
    spans = scene.reading.spans
    first, second = (one, other) if one.paragraph < other.paragraph else (other, one)
    return spans[second.quotes[0]].start - spans[first.quotes[-1]].end < SHORT_BEAT


def _resumes(scene: Scene, i: int, before: int) -> bool:
    """Whether a turn begins where an earlier one broke off: "… and so will you!" after "You will see…"."""
    spans, text = scene.reading.spans, scene.reading.text
    broken, begun = spans[scene.units[before].quotes[-1]], spans[scene.units[i].quotes[0]]
    return text[begun.start : begun.end].startswith(_BREAKS) and text[broken.start : broken.end].endswith(
        _BREAKS
    )


def bonds(scene: Scene, i: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return a turn's transition features: for the last speaker, and for the one before the last."""
    if not i:
        return (), ()
    units, paragraphs = scene.units, scene.reading.paragraphs
    here, last = units[i], units[i - 1]
    if paragraphs[here.paragraph].scene != paragraphs[last.end_paragraph].scene:
        return (BOND["same over scene"],), ()
    gap = _gap(scene, i)
    tagged = here.hint("tag", "loose") is not None
    same = [f"same {_STEPS[min(gap, 2)]}"]
    same += ["same next door tagged"] * (gap == 0 and tagged)
    same += ["same after question"] * (gap <= 1 and last.question)
    same += ["same after beat"] * (gap == 0 and here.hint("before") is not None)
    same += ["same resumed"] * _resumes(scene, i, i - 1)
    back: list[str] = []
    if i >= 2 and paragraphs[units[i - 2].end_paragraph].scene == paragraphs[here.paragraph].scene:
        wider = max(gap, _gap(scene, i - 1))
        back.append(f"back {_STEPS[min(wider, 2)]}")
        back += ["back next door tagged"] * (wider == 0 and tagged)
        back += ["back resumed"] * _resumes(scene, i, i - 2)
    return tuple(BOND[name] for name in same), tuple(BOND[name] for name in back)
