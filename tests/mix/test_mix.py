"""The mix: every clip where the timeline puts it, at its level and seat, the same however many work at it."""

from __future__ import annotations

import gc
import time
import weakref
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from drama.audio import k_weighting, meters, samples
from drama.mix import mixing
from drama.model import Clip, Mix, Timeline
from drama.settings import Levels
from drama.timecode import STEP_FRAMES

RATE_HZ = 44_100
SILENT = Levels(room_tone_dbfs=-120)


def tone(frames: int, hz: float = 440.0, level: float = 0.25) -> samples.Sound:
    return (level * np.sin(2 * np.pi * hz * np.arange(frames) / RATE_HZ)).astype(np.float32)


SOUNDS = {
    "a": tone(50_000),
    "b": tone(90_000, 700.0),
    "wide": np.stack([tone(30_000, 300.0), tone(30_000, 500.0)], axis=1),
    "loop": tone(44_100, 441.0, 0.1),
}


def clip(source: str, start: int, frames: int = 0, **other: object) -> Clip:
    fields = {"cue": 1, "bus": "effects", **other}
    return Clip(source=source, start=start, frames=frames or len(SOUNDS[source]), **fields)  # type: ignore[arg-type]


def mixed(
    folder: Path, *clips: Clip, frames: int = 0, levels: Levels = SILENT, **options: object
) -> np.ndarray:
    length = frames or max(one.start + one.frames for one in clips)
    ordered = tuple(sorted(clips, key=lambda one: one.start))
    timeline = Timeline(clips=ordered, frames=length, marks=())
    made = mixing.mix(timeline, SOUNDS.__getitem__, folder, levels=levels, **options)  # type: ignore[arg-type]
    return loaded(made)


def loaded(made: Mix) -> np.ndarray:
    return made.read(0, made.frames).T


def stem(path: Path) -> np.ndarray:
    return np.fromfile(path, np.float32).reshape(-1, 2)


def test_a_mix_that_nobody_needs_gives_its_sound_back_at_once(tmp_path: Path) -> None:
    timeline = Timeline(clips=(clip("a", 0),), frames=60_000, marks=())
    made: Mix | None = mixing.mix(timeline, SOUNDS.__getitem__, tmp_path, levels=SILENT)
    assert made is not None
    held = weakref.ref(made.read.__self__)  # type: ignore[attr-defined]
    gc.disable()  # as between two runs of the collector, which counts objects and not their sizes
    try:
        made = None
        assert held() is None
    finally:
        gc.enable()


def test_a_clip_sounds_where_it_is_placed_and_nowhere_else(tmp_path: Path) -> None:
    out = mixed(tmp_path, clip("a", 600_000), frames=700_000)
    assert not out[:600_000].any()
    assert not out[650_000:].any()
    np.testing.assert_allclose(out[600_000:650_000, 0], SOUNDS["a"] * np.sqrt(0.5), atol=1e-6)


def test_a_clip_in_the_centre_is_as_loud_as_its_source(tmp_path: Path) -> None:
    out = mixed(tmp_path, clip("b", 0))
    reading = meters.measure(np.ascontiguousarray(out.T), RATE_HZ)
    assert reading.integrated_lufs == pytest.approx(samples.level_lufs(SOUNDS["b"], RATE_HZ), abs=0.1)


@pytest.mark.parametrize("pan", [-1.0, -0.5, 0.3, 1.0])
def test_a_seat_moves_the_level_between_left_and_right(tmp_path: Path, pan: float) -> None:
    out = mixed(tmp_path, clip("a", 0, pan=pan))
    left, right = samples.pan_gains(pan)
    np.testing.assert_allclose(out[:, 0], SOUNDS["a"] * left, atol=1e-6)
    np.testing.assert_allclose(out[:, 1], SOUNDS["a"] * right, atol=1e-6)


def test_a_stereo_source_in_the_centre_keeps_both_sides(tmp_path: Path) -> None:
    np.testing.assert_allclose(mixed(tmp_path, clip("wide", 0)), SOUNDS["wide"], atol=1e-6)


def test_offset_and_length_choose_the_part_that_is_heard(tmp_path: Path) -> None:
    out = mixed(tmp_path, clip("b", 10, frames=5_000, offset=1_000))
    np.testing.assert_allclose(out[10:5_010, 0], SOUNDS["b"][1_000:6_000] * np.sqrt(0.5), atol=1e-6)


def test_a_loop_goes_round_without_a_step(tmp_path: Path) -> None:
    out = mixed(tmp_path, clip("loop", 0, frames=200_000, loops=True))
    np.testing.assert_allclose(out[:, 0], tone(200_000, 441.0, 0.1) * np.sqrt(0.5), atol=1e-4)


def test_fades_and_automation_shape_the_level(tmp_path: Path) -> None:
    SOUNDS["ones"] = np.ones(20_000, np.float32)
    faded = clip(
        "ones", 0, fade_in=1_000, fade_out=2_000, automation=((0, 0.0), (10_000, 0.0), (11_000, -20.0))
    )
    out = mixed(tmp_path, faded)[:, 0] / np.sqrt(0.5)
    assert out[0] < 0.001
    assert out[500] == pytest.approx(0.5, abs=0.01)
    assert out[5_000] == pytest.approx(1.0, abs=1e-5)
    assert out[15_000] == pytest.approx(0.1, abs=1e-5)
    assert out[-1] < 0.001


def many(count: int = 40) -> tuple[Clip, ...]:
    rng = np.random.default_rng(8)
    names = ["a", "b", "wide"]
    return tuple(
        clip(
            names[i % 3],
            int(rng.integers(0, 1_900_000)),
            gain_db=float(rng.uniform(-20, 0)),
            bus=mixing.BUSES[i % 5],
            fade_out=500,
        )
        for i in range(count)
    )


def test_the_number_of_jobs_changes_no_sample_and_no_reading(tmp_path: Path) -> None:
    one = mixed(tmp_path / "1", *many(), levels=Levels(), jobs=1)
    three = mixed(tmp_path / "3", *many(), levels=Levels(), jobs=3)
    np.testing.assert_array_equal(one, three)
    for name in ("cells", "peaks"):
        assert (tmp_path / "1" / f"{name}.f32").read_bytes() == (tmp_path / "3" / f"{name}.f32").read_bytes()


def test_a_clip_over_a_border_of_segments_is_read_once(tmp_path: Path) -> None:
    read: list[str] = []

    def source(name: str) -> samples.Sound:
        read.append(name)
        time.sleep(0.02)
        return SOUNDS["b"]

    segment = 12 * RATE_HZ
    clips = [clip("b", i * segment - 40_000) for i in range(1, 6)]
    clips = [replace(one, source=f"take {i}") for i, one in enumerate(clips)]
    timeline = Timeline(clips=tuple(clips), frames=6 * segment, marks=())
    mixing.mix(timeline, source, tmp_path, levels=SILENT, jobs=4)
    assert sorted(read) == [f"take {i}" for i in range(5)]


def test_stems_sum_to_the_mix(tmp_path: Path) -> None:
    timeline = Timeline(clips=tuple(sorted(many(), key=lambda c: c.start)), frames=2_000_000, marks=())
    made = mixing.mix(timeline, SOUNDS.__getitem__, tmp_path, stems=True)
    rest = loaded(made) - sum(stem(path).astype(np.float64) for _, path in made.stems)
    assert samples.decibels(float(np.abs(rest).max())) < -90


def test_stems_leave_the_mix_as_it_is_without_them(tmp_path: Path) -> None:
    plain = mixed(tmp_path / "plain", *many())
    np.testing.assert_array_equal(mixed(tmp_path / "apart", *many(), stems=True), plain)


def test_what_is_gathered_is_what_a_meter_reads_of_the_whole(tmp_path: Path) -> None:
    out = mixed(tmp_path, *many(), levels=Levels())
    meter = meters.Meter(RATE_HZ, 2)
    meter.push(np.ascontiguousarray(out.T))
    cells = np.fromfile(tmp_path / "cells.f32", np.float32)
    whole = k_weighting.energies(np.ascontiguousarray(out.T), RATE_HZ, meters.CELL)
    np.testing.assert_allclose(cells, whole, rtol=1e-3, atol=1e-12)
    assert meters.integrated_lufs(meters.tenths(cells, RATE_HZ), 10) == pytest.approx(
        meter.read().integrated_lufs, abs=0.01
    )
    peaks = np.fromfile(tmp_path / "peaks.f32", np.float32)
    assert samples.decibels(float(peaks.max())) == pytest.approx(meter.peak_dbtp, abs=0.01)


def test_an_empty_timeline_makes_an_empty_mix(tmp_path: Path) -> None:
    made = mixing.mix(Timeline(clips=(), frames=0, marks=()), SOUNDS.__getitem__, tmp_path)
    assert (made.frames, made.read(0, 0).shape) == (0, (2, 0))


def test_a_voices_offset_does_not_reach_the_mix(tmp_path: Path) -> None:
    SOUNDS["bent"] = (SOUNDS["a"] + 0.05).astype(np.float32)
    out = mixed(tmp_path, clip("bent", 0, bus="dialogue"))
    assert abs(float(out.mean())) < samples.gain(-60)


def test_what_is_measured_already_is_not_mixed_again_unless_its_sound_is_wanted(tmp_path: Path) -> None:
    asked: list[str] = []

    def source(name: str) -> samples.Sound:
        asked.append(name)
        return SOUNDS[name]

    def again(frames: int, version: str) -> Mix:
        timeline = Timeline(clips=(clip("a", 100),), frames=frames, marks=())
        return mixing.mix(timeline, source, tmp_path, levels=SILENT, version=lambda _: version)

    first = loaded(again(60_000, "one"))
    second = again(60_000, "one")
    assert len(asked) == 1
    np.testing.assert_array_equal(loaded(second), first)
    assert len(asked) == 2
    again(60_000, "two")
    again(60_001, "two")
    assert len(asked) == 4


@pytest.mark.parametrize("name", ["cells", "peaks"])
@pytest.mark.parametrize("harm", ["cut", "zeros", "gone"])
def test_damaged_measurements_are_made_again(tmp_path: Path, name: str, harm: str) -> None:
    timeline = Timeline(clips=(clip("a", 100),), frames=60_000, marks=())
    mixing.mix(timeline, SOUNDS.__getitem__, tmp_path, levels=SILENT)
    path = tmp_path / f"{name}.f32"
    whole = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(whole[:100] if harm == "cut" else bytes(len(whole)))
    mixing.mix(timeline, SOUNDS.__getitem__, tmp_path, levels=SILENT)
    assert path.read_bytes() == whole


def test_the_sound_is_the_same_from_memory_from_the_disk_and_mixed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = mixed(tmp_path / "held", *many())
    np.testing.assert_array_equal(mixed(tmp_path / "disk", *many(), held_bytes=3_000_000), held)
    assert len(list((tmp_path / "disk" / "sound").iterdir())) > 3
    monkeypatch.setattr(mixing, "_DISK_BYTES_AT_MOST", 0)
    np.testing.assert_array_equal(mixed(tmp_path / "again", *many()), held)
    assert not (tmp_path / "again" / "sound").exists()


def scene(*steps: int) -> tuple[Clip, ...]:
    """Return lines that begin at these steps, each its own take, some in a room and some over another."""
    return tuple(
        Clip(
            cue=i,
            source=f"{'ab'[i % 2]} {i}",
            start=step * STEP_FRAMES,
            frames=50_000 + 777 * i,
            bus="dialogue",
            room="hall" if i % 3 else "",
            gain_db=-i / 7,
            fade_out=500,
        )
        for i, step in enumerate(steps)
    )


def test_a_changed_line_leaves_other_stretches_and_the_mix_is_that_of_a_clean_one(tmp_path: Path) -> None:
    asked: list[str] = []

    def source(name: str) -> samples.Sound:
        asked.append(name)
        return SOUNDS["b"]

    steps = range(30, 3_000, 61)
    before = scene(*steps)
    after = scene(*steps[:12], *(step + 23 for step in steps[12:]))
    after = (*after[:11], replace(after[11], source="another take"), *after[12:])
    mixing.mix(Timeline(clips=before, frames=3_400_000, marks=()), source, tmp_path / "kept")
    asked.clear()
    timeline = Timeline(clips=after, frames=3_400_000 + 23 * STEP_FRAMES, marks=())
    again = mixing.mix(timeline, source, tmp_path / "kept")
    assert "another take" in asked
    assert len(asked) < len(after) / 2
    clean = mixing.mix(timeline, source, tmp_path / "clean")
    assert again.regions == clean.regions
    np.testing.assert_array_equal(loaded(again), loaded(clean))
    names = {path.name for path in (tmp_path / "clean").iterdir()}
    assert (
        names
        == {path.name for path in (tmp_path / "kept").iterdir()}
        == {"cells.f32", "peaks.f32", "mix.json"}
    )
    for name in names:
        assert (tmp_path / "clean" / name).read_bytes() == (tmp_path / "kept" / name).read_bytes()


def test_what_is_not_heard_of_a_bed_in_a_region_does_not_name_it(tmp_path: Path) -> None:
    bed = clip("loop", 0, 2_000_000, bus="ambience", loops=True, fade_in=88_200, fade_out=88_200)
    lines = [clip("a", at, bus="narration") for at in range(100_000, 1_900_000, 100_000)]

    def regions(folder: str, end: int, point: int) -> dict[str, bytes]:
        own = replace(bed, frames=end, automation=((90_000, -20.0), (point, -20.0), (point + 9_000, -30.0)))
        timeline = Timeline(clips=(own, *lines), frames=2_200_000, marks=())
        made = mixing.mix(timeline, SOUNDS.__getitem__, tmp_path / folder, levels=SILENT)
        return {one.identity: made.read(one.start, one.stop - one.start).tobytes() for one in made.regions}

    before, after = regions("a", 2_000_000, 1_800_000), regions("b", 2_100_000, 1_850_000)
    both = before.keys() & after.keys()
    assert len(both) >= len(before) - 4
    assert all(before[name] == after[name] for name in both)
