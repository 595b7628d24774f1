"""The report: a sound episode passes, and each fault is found where it is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from plays import CAST, STEADY, line, narration, script, syllables

from drama.audio import ffmpeg, id3, samples
from drama.master import mastering
from drama.mix import SoundBank, editing, mixing
from drama.model import SPEECH, Script, Take, Timeline
from drama.qc import report, report_page
from drama.qc.file_checks import Check, Heard
from drama.settings import Levels

RATE_HZ = 44_100
PODCAST = mastering.PRESETS["podcast"]


def voices() -> dict[str, samples.Sound]:
    whole = syllables(40)
    return {str(i): whole[i * 4 * RATE_HZ : (i * 4 + 3) * RATE_HZ].copy() for i in range(1, 9)}


def takes_of(play: Script, sounds: dict[str, samples.Sound]) -> tuple[Take, ...]:
    out = []
    for cue in play.cues:
        sound = sounds[str(cue.number)]
        level = samples.level_lufs(sound, RATE_HZ)
        out.append(Take(key=str(cue.number), frames=len(sound), lufs=level, voice_lufs=level))
    return tuple(out)


PLAY = script(
    (narration(), line("Ada"), line("Bo"), line("Ada", "Come in,"), narration("she said.", joined=True)),
    (narration("Another day."), line("Bo"), line("Ada")),
)


AIRY = replace(STEADY, levels=Levels())
"""With the air of an empty room: without it there is digital silence between lines."""


class Produced:
    """A small episode with everything that a report needs."""

    def __init__(self, folder: Path) -> None:
        self.sounds = voices()
        self.takes = takes_of(PLAY, self.sounds)
        bank = SoundBank()
        self.source = bank.source(self.sounds.__getitem__)
        self.timeline: Timeline = editing.edit(PLAY, CAST, self.takes, AIRY, sounds=bank)
        self.mix = mixing.mix(self.timeline, self.source, folder)
        self.path = folder / "042.mp3"
        mastering.master(self.mix, PODCAST, self.path, id3.Tags())

    def report(self, timeline: Timeline | None = None, path: Path | None = None) -> report.Report:
        return report.report(
            PLAY,
            timeline or self.timeline,
            self.takes,
            path or self.path,
            self.source,
            AIRY,
            PODCAST,
        )


@pytest.fixture(scope="module")
def produced(tmp_path_factory: pytest.TempPathFactory) -> Produced:
    return Produced(tmp_path_factory.mktemp("report"))


def failing(checks: tuple[Check, ...]) -> set[str]:
    return {check.name for check in checks if not check.passes}


def encoded(folder: Path, sound: np.ndarray, kind: ffmpeg.Kind = "wav") -> Path:
    made = ffmpeg.Format(kind=kind, rate_hz=RATE_HZ, channels=2)
    path = folder / f"a.{kind}"
    ffmpeg.encode(ffmpeg.Source.of(sound, RATE_HZ), made, path, id3.Tags())
    return path


def steady(level_dbfs: float = -16.0, seconds: int = 8) -> np.ndarray:
    noise = np.random.default_rng(6).normal(0, 1, seconds * RATE_HZ)
    voice = np.convolve(noise, np.ones(20) / 20, mode="same")
    voice = voice / np.sqrt(np.mean(voice**2)) * samples.gain(level_dbfs - 3)
    return np.clip(np.stack([voice, voice], axis=1), -0.85, 0.85).astype(np.float32)


@pytest.mark.slow
def test_a_good_episode_passes_every_check(produced: Produced) -> None:
    found = produced.report()
    assert failing(found.checks) == set()
    assert found.passes
    assert found.duration_s == pytest.approx(produced.timeline.frames / RATE_HZ, abs=0.01)


@pytest.mark.slow
def test_a_line_that_is_not_where_it_was_planned_is_told_with_its_time(produced: Produced) -> None:
    clips = list(produced.timeline.clips)
    third = [i for i, clip in enumerate(clips) if clip.bus in SPEECH][2]
    clips[third] = replace(clips[third], start=clips[third].start + 2_000)
    check = next(
        c
        for c in produced.report(replace(produced.timeline, clips=tuple(clips))).checks
        if c.name == "lines found"
    )
    assert not check.passes
    assert check.places_s == (pytest.approx(clips[third].start / RATE_HZ, abs=0.01),)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "name"),
    [
        pytest.param(lambda x: x * 0.5, "loudness", id="too soft"),
        pytest.param(lambda x: np.clip(x * 8, -1, 1), "clipping", id="clipped"),
        pytest.param(lambda x: x + 0.02, "offset", id="offset"),
        pytest.param(lambda x: x * np.array([1, -1]), "stereo correlation", id="out of phase"),
        pytest.param(lambda x: x * np.array([1, 0.0]), "mono fold", id="one-sided"),
        pytest.param(
            lambda x: np.where(np.arange(len(x))[:, None] // 20_000 == 8, 0, x), "silence", id="hole"
        ),
    ],
)
def test_a_fault_of_the_file_is_found(tmp_path: Path, fault: object, name: str) -> None:
    sound = steady()
    assert name not in failing(tuple(Heard(encoded(tmp_path, sound), replace(PODCAST, kind="wav")).checks()))
    spoilt = np.asarray(fault(sound), np.float32)  # type: ignore[operator]
    assert name in failing(tuple(Heard(encoded(tmp_path, spoilt), replace(PODCAST, kind="wav")).checks()))


@pytest.mark.slow
@pytest.mark.parametrize(("noise_dbfs", "good"), [(-75.0, True), (-50.0, False)])
def test_acx_asks_for_a_quiet_room(tmp_path: Path, noise_dbfs: float, good: bool) -> None:
    sound = steady(-20.0, 20)
    rng = np.random.default_rng(7)
    sound[RATE_HZ * 10 : RATE_HZ * 12] = rng.normal(0, samples.gain(noise_dbfs), (RATE_HZ * 2, 2))
    checks = tuple(Heard(encoded(tmp_path, sound), replace(mastering.PRESETS["acx"], kind="wav")).checks())
    assert ("ACX noise floor" not in failing(checks)) == good


def test_a_take_of_an_implausible_length_is_found() -> None:
    sounds = {str(i): np.ones(RATE_HZ, np.float32) * np.float32(0.1) for i in range(1, 9)}
    play = script(tuple(line("Ada") for _ in range(8)))
    takes = list(takes_of(play, sounds))
    takes[4] = replace(takes[4], frames=4 * RATE_HZ)
    clips = editing.edit(play, CAST, takes, STEADY).clips
    check = report._paces(play, clips)
    assert not check.passes
    assert check.places_s == (pytest.approx(clips[4].start / RATE_HZ, abs=0.01),)


def test_a_voice_whose_lines_differ_in_level_fails() -> None:
    play = script(tuple(line("Ada") for _ in range(6)))
    sounds = {str(i): np.ones(RATE_HZ, np.float32) * np.float32(0.1) for i in range(1, 7)}
    takes = takes_of(play, sounds)
    clips = [
        replace(clip, gain_db=clip.gain_db + (7.0 if i % 2 else 0.0))
        for i, clip in enumerate(editing.edit(play, CAST, takes, STEADY).clips)
    ]
    assert failing(tuple(report._levels(play, clips, takes, 0.0))) == {
        "spread of each voice",
        "neighbouring lines",
    }


@pytest.mark.parametrize(("bed_db", "fails"), [(-20.0, False), (-12.0, True)])
def test_a_bed_too_near_to_speech_is_found(bed_db: float, fails: bool) -> None:
    cells = np.full(2_000, 1e-3)
    buses = {
        "narration": cells,
        "dialogue": cells * 0,
        "ambience": cells * 10 ** (bed_db / 10),
        "music": cells * 0,
    }
    assert ("speech over ambience" in failing(tuple(report._beds(buses)))) == fails  # type: ignore[arg-type]


def made(**other: object) -> report.Report:
    fields = {
        "key": "042", "title": "A <b>bay</b>", "preset": "podcast", "duration_s": 60.0,
        "loudness_lufs": (-16.0, -18.5),
        "checks": (Check(name="gaps", about="a & b", value="1", limit="2", passes=False, places_s=(3.5,)),),
    }  # fmt: skip
    return report.Report(**(fields | other))  # type: ignore[arg-type]


def test_the_page_needs_nothing_from_outside_and_shows_text_as_text() -> None:
    page = report_page.page(made(), "../042.mp3")
    assert "://" not in page
    assert "A &lt;b&gt;bay&lt;/b&gt;" in page
    assert 'data-s="3.50"' in page
    assert "1 of 1 checks fail" in page


def test_the_report_for_programs_names_its_schema_and_its_verdict(tmp_path: Path) -> None:
    report_page.write(made(), tmp_path, "../042.mp3")
    content = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert (content["schema"], content["passes"]) == (report.SCHEMA, False)
    assert content["checks"][0]["places_s"] == [3.5]


def test_the_page_has_the_cue_sheet_with_a_button_for_each_sound() -> None:
    bell = report.HeardSound(cue=7, at_s=12.5, kind="sound", name="bell", why="a bell <rings>")
    page = report_page.page(made(sounds=(bell,)), "../042.mp3")
    assert 'data-s="12.50"' in page
    assert "a bell &lt;rings&gt;" in page
