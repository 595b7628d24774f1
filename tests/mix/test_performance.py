"""Performance: how loud a moment is meant to be."""

from __future__ import annotations

import pytest

from drama.mix.performance import performance_db
from drama.model import Cue, Scene, Script

UPROAR = "The alarm screamed, flames burst from the wall, and the crowd ran in terror!"
HUSH = "Softly, slowly, she wept alone in the silence, and the baby slept."


def levels_db(around: str, how: tuple[str, ...]) -> dict[int, float]:
    cues = [Cue(number=number, kind="narrator", text=around) for number in range(1, 8)]
    cues[3] = Cue(number=4, kind="line", speaker="Ana", text="Come here.", how=how)
    script = Script(
        key="1", title="", author="", sha256="", characters=(), scenes=(Scene(cues=tuple(cues)),), numbered=7
    )
    return performance_db(script, 1.0)


def test_a_plain_line_is_louder_in_an_uproar_than_in_a_hush() -> None:
    assert levels_db(UPROAR, ())[4] > levels_db(HUSH, ())[4] + 3


@pytest.mark.parametrize("around", [UPROAR, HUSH])
def test_a_whisper_stays_one_in_an_uproar_and_is_heard_in_a_hush(around: str) -> None:
    assert -4.0 <= levels_db(around, ("whispered",))[4] <= -1.5


@pytest.mark.parametrize("around", [UPROAR, HUSH])
def test_a_shout_stands_out_of_a_hush_and_is_no_louder_than_the_uproar_around_it(around: str) -> None:
    assert 1.5 <= levels_db(around, ("shouted",))[4] <= 2
