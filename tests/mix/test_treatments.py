"""Rooms and treatments, each by what can be measured of it: band, level, decay, place."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from drama.audio import alignment, samples
from drama.mix import reverb, treating
from drama.model import Clip
from drama.project import voices_file
from drama.treatments import TREATMENTS

RATE_HZ = 44_100


def voice(seconds: float = 2.0) -> samples.Sound:
    """Return pulses at 120 Hz with all harmonics, in syllables: something with the bands of a voice."""
    count = round(seconds * RATE_HZ)
    pulses = np.zeros(count)
    pulses[:: RATE_HZ // 120] = 1.0
    decay = np.exp(-np.arange(600) / 40.0)
    buzz = np.convolve(pulses, decay - decay.mean())[:count]
    hiss = np.random.default_rng(2).normal(0, 0.05, count)
    swell = 0.55 + 0.45 * np.sin(2 * np.pi * 3.5 * np.arange(count) / RATE_HZ)
    sound = (buzz + hiss) * swell
    return (0.1 * sound / np.sqrt(np.mean(sound**2))).astype(np.float32)


def clip(*names: str, room: str = "", **other: object) -> Clip:
    fields = {"cue": 1, "source": "take", "start": 0, "frames": 2 * RATE_HZ, "bus": "dialogue"} | other
    return Clip(treatment=names, room=room, **fields)  # type: ignore[arg-type]


def treated(*names: str, room: str = "", sound: samples.Sound | None = None) -> samples.Sound:
    return treating.placed(voice() if sound is None else sound, clip(*names, room=room))


def band_db(sound: np.ndarray, low_hz: float, high_hz: float) -> float:
    """Return the power between two frequencies, over all channels."""
    spectrum = np.abs(np.fft.rfft(sound.reshape(len(sound), -1), axis=0)) ** 2
    hz = np.fft.rfftfreq(len(sound), 1 / RATE_HZ)
    return 10 * math.log10(float(spectrum[(hz >= low_hz) & (hz < high_hz)].sum()) / len(sound) + 1e-20)


def tilt_db(sound: np.ndarray, low_hz: float, high_hz: float) -> float:
    """Return the power of a band against that around 1 kHz, over the same of the dry voice."""
    dry = voice()
    wet = sound[: len(dry)]
    return (band_db(wet, low_hz, high_hz) - band_db(wet, 700, 1400)) - (
        band_db(dry, low_hz, high_hz) - band_db(dry, 700, 1400)
    )


@pytest.mark.parametrize(
    ("name", "low_hz", "high_hz"), [("telephone", 300, 3400), ("radio", 350, 4000), ("address", 350, 5500)]
)
def test_a_line_on_the_wire_keeps_to_its_band(name: str, low_hz: float, high_hz: float) -> None:
    out = treated(name)
    inside = band_db(out, low_hz, high_hz)
    assert band_db(out, 20, low_hz / 2) < inside - 25
    assert band_db(out, high_hz * 1.6, 20_000) < inside - 20
    assert tilt_db(out, high_hz * 0.9, high_hz) > -3.0


@pytest.mark.parametrize(
    ("name", "low_hz", "high_hz", "expected_db"),
    [
        ("thought", 100, 180, 1.2),
        ("whisper", 100, 260, -4.0),
        ("whisper", 6000, 12_000, 3.5),
        ("shout", 100, 200, -4.0),
        ("shout", 2000, 3200, 2.0),
        ("god", 100, 200, 3.4),
    ],
)
def test_a_manner_of_speaking_tilts_the_spectrum(
    name: str, low_hz: float, high_hz: float, expected_db: float
) -> None:
    assert tilt_db(treated(name), low_hz, high_hz) == pytest.approx(expected_db, abs=1.6)


@pytest.mark.parametrize(
    ("name", "corner_hz"), [("distant", 4000), ("flashback", 7000), ("message", 6500), ("off-mic", 6000)]
)
def test_what_is_far_or_past_is_dull(name: str, corner_hz: float) -> None:
    assert tilt_db(treated(name), corner_hz * 2, 20_000) < -8


@pytest.mark.parametrize(
    ("name", "expected_db"),
    [
        ("thought", 0), ("letter", 0), ("flashback", 0), ("message", 0), ("telephone", 0), ("radio", 0),
        ("robot", 0), ("whisper", 0), ("shout", 0), ("crowd", 0), ("off-mic", -6), ("address", 0.5),
        ("god", 0.6), ("distant", -9.0),
    ],
)  # fmt: skip
def test_a_treatment_leaves_the_level_or_lowers_it_as_it_says(name: str, expected_db: float) -> None:
    out = treated(name)[: 2 * RATE_HZ]
    both = sum(10 ** (samples.level_lufs(np.ascontiguousarray(side), RATE_HZ) / 10) for side in out.T)
    change_db = 10 * math.log10(both) - samples.level_lufs(voice(), RATE_HZ)
    assert change_db == pytest.approx(expected_db, abs=1.2)


def test_a_radio_is_pressed_harder_than_a_telephone() -> None:
    def crest_db(sound: np.ndarray) -> float:
        return samples.decibels(float(np.abs(sound).max())) - samples.decibels(
            float(np.sqrt(np.mean(sound**2)))
        )

    assert crest_db(treated("radio")) < crest_db(treated("telephone")) - 1


def test_loudspeakers_answer_softly_enough_for_words_and_are_still_heard_from_all_sides() -> None:
    sound = np.concatenate([voice(1.0), np.zeros(RATE_HZ, np.float32)])
    out = treated("address", sound=sound)

    def level_db(begin_s: float, end_s: float) -> float:
        part = out[round(begin_s * RATE_HZ) : round(end_s * RATE_HZ)]
        return samples.decibels(float(np.sqrt(np.mean(part**2))))

    assert -18 < level_db(1.05, 1.15) - level_db(0.2, 1.0) < -12  # the first echo
    assert -34 < level_db(1.3, 1.4) - level_db(0.2, 1.0) < -22


def test_a_telephone_is_hardly_pressed() -> None:
    def crest_db(sound: np.ndarray) -> float:
        return float(20 * np.log10(np.abs(sound).max() / np.sqrt(np.mean(sound**2))))

    assert crest_db(treated("telephone")) > 15.5


def test_a_radio_has_noise_in_its_pauses_and_a_telephone_has_none() -> None:
    sound = np.concatenate([voice(1.0), np.zeros(RATE_HZ, np.float32)])
    pause = slice(RATE_HZ + 8_000, 2 * RATE_HZ - 2_000)
    assert samples.decibels(float(np.abs(treated("radio", sound=sound)[pause]).max())) > -55
    assert samples.decibels(float(np.abs(treated("telephone", sound=sound)[pause]).max())) < -80


def test_a_robot_has_sidebands_of_its_ring() -> None:
    robot = TREATMENTS["robot"]
    hz = 4_000 / robot.comb_ms  # where the hollow body answers
    tone = np.sin(2 * np.pi * hz * np.arange(2 * RATE_HZ) / RATE_HZ).astype(np.float32) * np.float32(0.1)
    out = treated("robot", sound=tone)
    aside = hz + robot.ring_hz
    assert band_db(out, aside - 2, aside + 2) > band_db(out, hz - 10, hz + 10) - 22
    assert band_db(out, hz + 20, hz + 40) < band_db(out, hz - 10, hz + 10) - 30


def test_a_crowd_spreads_over_both_sides() -> None:
    left, right = treated("crowd").T
    assert np.corrcoef(left, right)[0, 1] < 0.97
    assert float(np.corrcoef(left, right)[0, 1]) > 0


@pytest.mark.parametrize("name", sorted(name for name, one in TREATMENTS.items() if not one.room))
def test_a_treatment_without_a_room_moves_no_line(name: str) -> None:
    out = treated(name).mean(axis=1)
    lag = alignment.correlate(voice(), np.pad(out, (400, 400)).astype(np.float32))[1] - 400
    assert abs(lag) <= RATE_HZ * 0.005


@pytest.mark.parametrize("name", sorted(TREATMENTS))
def test_a_treatment_folds_to_mono(name: str) -> None:
    out = treated(name)
    middle, side = out.sum(axis=1), out[:, 0] - out[:, 1]
    assert np.sum(side**2) < np.sum(middle**2)
    loss_db = 10 * math.log10(float(np.sum(out**2)) / float(np.sum(middle**2) / 2))
    assert loss_db < 3.0


@pytest.mark.parametrize("name", sorted(reverb.ROOMS))
def test_a_room_decays_as_it_says(name: str) -> None:
    """RT60 from the slope between −5 and −25 dB of the backward integral (ISO 3382-1, Schroeder)."""
    response = reverb.impulse(name)
    size = 2 * response.shape[1]
    octaves = np.log2(np.fft.rfftfreq(size, 1 / RATE_HZ).clip(20) / 500)
    octave = np.fft.irfft(np.fft.rfft(response, size) * np.exp(-2 * octaves**2), size)[:, : response.shape[1]]
    late = octave[:, audio_frames(reverb.ROOMS[name].delay_ms) :]
    energy = np.cumsum((late**2).sum(axis=0)[::-1])[::-1]
    level_db = 10 * np.log10(energy / energy[0])
    first, last = int(np.argmax(level_db < -5)), int(np.argmax(level_db < -25))
    decay_s = 3.0 * (last - first) / RATE_HZ
    assert decay_s == pytest.approx(reverb.ROOMS[name].decay_s, rel=0.35)


def audio_frames(delay_ms: float) -> int:
    return round(delay_ms / 1000 * RATE_HZ)


@pytest.mark.parametrize("name", reverb.SCENES)
def test_a_room_answers_at_its_level(name: str) -> None:
    dry = np.random.default_rng(3).normal(0, 0.1, 4 * RATE_HZ).astype(np.float32)
    wet = reverb.reverberated(dry, name)
    level_db = 10 * math.log10(float(np.sum(wet**2)) / float(np.sum(dry**2)))
    assert level_db == pytest.approx(reverb.ROOMS[name].wet_db, abs=1.0)


def test_bigger_rooms_sound_longer() -> None:
    lengths = [reverb.tail_frames(name) for name in ("small-room", "hall", "cave")]
    assert lengths == sorted(lengths)
    assert reverb.tail_frames("") == 0


def test_a_close_line_is_not_in_the_scenes_room() -> None:
    assert treating.tail_frames(clip("telephone", room="cave")) == 0
    assert treating.tail_frames(clip(room="cave")) == reverb.tail_frames("cave")


def test_a_line_without_treatment_or_room_is_plain() -> None:
    assert treating.is_plain(clip())
    assert not treating.is_plain(clip("robot"))
    assert not treating.is_plain(clip(room="hall"))


def test_the_same_line_is_treated_the_same_each_time() -> None:
    np.testing.assert_array_equal(treated("radio", "robot"), treated("radio", "robot"))


def test_every_treatment_can_be_given_to_a_direction_in_voices_yaml(tmp_path: Path) -> None:
    for name in TREATMENTS:
        text = f"house: {{delivery: {{thought: {{treatment: {name}}}}}}}"
        read = voices_file.parse(text, tmp_path / "voices.yaml")
        assert dict(read.settings.deliveries)["thought"].treatment == (name,)


def test_behind_a_door_a_voice_is_dull() -> None:
    plain, dull = (treated(*names) for names in ((), ("door",)))
    lost_db = band_db(plain, 2_000, 6_000) - band_db(plain, 100, 500)
    assert band_db(dull, 2_000, 6_000) - band_db(dull, 100, 500) < lost_db - 12


def test_who_comes_in_is_far_at_the_beginning_and_near_at_the_end() -> None:
    seconds_ = 5
    hiss = np.random.default_rng(1).standard_normal(seconds_ * RATE_HZ).astype(np.float32) * 0.05
    clip = Clip(cue=1, source="a", start=0, frames=len(hiss), bus="dialogue", pan=-0.3)
    coming, going, staying = (
        treating.placed(hiss, replace(clip, treatment=way))[: len(hiss)]
        for way in (("entering",), ("leaving",), ())
    )
    first, last = slice(0, RATE_HZ // 4), slice(-RATE_HZ, None)
    assert np.allclose(coming[last], staying[last], atol=1e-6)
    assert np.allclose(going[:RATE_HZ], staying[:RATE_HZ], atol=1e-6)
    assert np.mean(coming[first] ** 2) < 0.5 * np.mean(staying[first] ** 2)
    left, right = np.mean(coming[first] ** 2, axis=0)
    assert left > 4 * right
