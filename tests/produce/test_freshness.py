"""An episode is fresh as long as nothing that is heard in it would be otherwise now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from drama.delivery import Delivery
from drama.model import Cast, Character, Cue, Scene, Script, Voice
from drama.produce.freshness import Wanted, stale
from drama.settings import Levels, Settings

INES = Voice(engine="tone", name="high")
SCRIPT = Script(
    key="003", title="The Lamp", author="", sha256="0", characters=(Character(name="Ines"),),
    scenes=(Scene(cues=(Cue(number=1, kind="line", speaker="Ines", text="Who is there?", how=("slow",)),)),),
)  # fmt: skip
WANTED = Wanted(
    script=SCRIPT, cast=Cast(narrator=INES, voices=(("Ines", INES),)), keys=("take",), settings=Settings()
)
SLOW = (("slow", Delivery(rate=0.82, gain_db=-3.0)),)


def with_ines(voice: Voice) -> Wanted:
    return replace(WANTED, cast=replace(WANTED.cast, voices=(("Ines", voice),)))


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        (replace(WANTED, deliveries=SLOW), "delivery"),
        (with_ines(replace(INES, deliveries=SLOW)), "delivery"),
        (with_ines(replace(INES, seat=0.3)), "levels and seats"),
        (replace(WANTED, settings=Settings(levels=Levels(seats=0.0))), "settings"),
        (replace(WANTED, keys=("other",)), "lines"),
    ],
    ids=["the house's delivery", "a character's delivery", "a seat", "a level", "a take"],
)
def test_a_change_that_is_heard_changes_one_part_of_the_inputs(changed: Wanted, part: str) -> None:
    before, now = WANTED.inputs(), changed.inputs()
    assert [name for name in now if now[name] != before[name]] == [part]


@pytest.mark.parametrize(
    ("lines", "said"), [(1, "1 line of Ines sounds otherwise"), (2, "2 lines of Ines sound otherwise")]
)
def test_the_lines_that_sound_otherwise_are_counted(lines: int, said: str) -> None:
    cues = tuple(Cue(number=n + 1, kind="line", speaker="Ines", text="No.") for n in range(lines))
    now = replace(WANTED, script=replace(SCRIPT, scenes=(Scene(cues=cues),)), keys=("other",) * lines)
    before = [{"number": cue.number, "take": "take"} for cue in cues]
    manifest = {"inputs": now.inputs() | {"lines": "as they were"}, "cues": before}
    assert stale(now, manifest, Path("001.mp3"), Path("001")) == (said,)
