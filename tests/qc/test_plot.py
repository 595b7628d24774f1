"""The timeline's picture: every track in it, the same each time, and a clear word when it can't be drawn."""

from __future__ import annotations

import builtins
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from plays import CAST, STEADY, line, narration, script, takes

from drama.errors import UsageError
from drama.mix import editing
from drama.model import Clip, Timeline
from drama.qc import plot

pytestmark = pytest.mark.slow
PLAY = script((narration(), line("Ada"), line("Bo")), (line("Ada"), narration()))


def timeline() -> Timeline:
    made = editing.edit(PLAY, CAST, takes(PLAY), STEADY)
    bed = Clip(
        cue=1, source="sound:rain", start=0, frames=made.frames // 2, bus="ambience", loops=True,
        fade_in=44_100, fade_out=44_100, automation=((44_100, -14.0), (60_000, -18.0)),
    )  # fmt: skip
    return replace(made, clips=(bed, *made.clips))


def drawn(folder: Path) -> tuple[Path, ...]:
    voice = np.random.default_rng(1).normal(0, 0.1, 44_100).astype(np.float32)
    return plot.plot(PLAY, timeline(), lambda name: voice, np.full(1_500, 1e-3), folder / "timeline", -16.0)


def test_a_picture_has_a_track_for_each_voice_and_bed(tmp_path: Path) -> None:
    png, svg = drawn(tmp_path)
    assert png.read_bytes().startswith(b"\x89PNG")
    text = svg.read_text(encoding="utf-8")
    for name in ("Narrator", "Ada", "Bo", "ambience", "rain", "The Bay"):
        assert f"<!-- {name}" in text or f"<!--  {name}" in text, name


def test_the_same_episode_is_drawn_the_same(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    for one, other in zip(drawn(tmp_path), drawn(tmp_path / "again"), strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_without_the_drawing_library_it_is_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: object) -> object:
        if name.startswith("matplotlib"):
            raise ModuleNotFoundError(name)
        return real(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(UsageError, match=r"\[plot\]"):
        drawn(tmp_path)
    assert list(tmp_path.iterdir()) == []
