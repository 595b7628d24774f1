"""Neural voices with their real weights: run where DRAMA_VOICES names a folder of them."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from drama.audio import level_lufs, prosody, voiceprint
from drama.model import Utterance
from drama.speech.engine import Speech
from drama.speech.engines import neural_catalogue
from drama.speech.engines.kokoro import Kokoro
from drama.speech.engines.weights import PACKAGES
from drama.speech.phonemes import pronounced, stressed
from drama.speech.record import CALIBRATION

pytestmark = pytest.mark.slow
LINE = Utterance(text="Did you see it go out, or were you asleep by then?", engine="kokoro", voice="af_heart")


@pytest.fixture
def kokoro(real_voices: Path) -> Iterator[Kokoro]:
    pytest.importorskip("kokoro_onnx")
    assert (real_voices / "kokoro").is_dir()
    engine = Kokoro({})
    yield engine
    engine.close()


def test_the_files_are_those_that_are_pinned(real_voices: Path) -> None:
    for file in PACKAGES["kokoro"].files:
        with (real_voices / "kokoro" / file.name).open("rb") as content:
            assert hashlib.file_digest(content, "sha256").hexdigest() == file.sha256


def test_only_english_voices_are_offered(kokoro: Kokoro) -> None:
    offered = kokoro.voices()
    assert len(offered) >= 60
    assert {info.language for info in offered} == {"en-US", "en-GB"}


def test_the_same_line_is_the_same_sound(kokoro: Kokoro) -> None:
    first = kokoro.speak(LINE)
    kokoro.speak(replace(LINE, text="Nobody.", voice="am_michael"))
    np.testing.assert_array_equal(kokoro.speak(LINE).samples, first.samples)


@pytest.mark.parametrize("voice", ["af_heart", "am_michael"])
def test_the_pitch_that_is_measured_is_praat_s(kokoro: Kokoro, voice: str) -> None:
    parselmouth = pytest.importorskip("parselmouth")
    speech = kokoro.speak(replace(LINE, voice=voice))
    sound = parselmouth.Sound(speech.samples.astype(np.float64), sampling_frequency=speech.rate_hz)
    hertz = sound.to_pitch().selected_array["frequency"]
    ours = voiceprint(speech.samples, speech.rate_hz).f0_hz
    assert 12 * abs(math.log2(ours / np.median(hertz[hertz > 0]))) < 1.0


def test_a_pronunciation_reaches_the_model(kokoro: Kokoro) -> None:
    plain, said = (
        kokoro.speak(replace(LINE, text=f"Go to {name} now."))
        for name in ("Zhal", pronounced("Zhal", "/kwɪnəʊlə/"))
    )
    assert len(said.samples) != len(plain.samples)


def test_a_stressed_word_is_longer_where_praat_is_here(kokoro: Kokoro) -> None:
    pytest.importorskip("parselmouth")
    plain, spoken = (
        kokoro.speak(replace(LINE, text=f"Did you see {it} go out?")) for it in ("it", stressed("it"))
    )
    assert len(spoken.samples) > len(plain.samples)


def test_a_made_voice_is_the_same_each_time(kokoro: Kokoro) -> None:
    first, second = (kokoro.speak(replace(LINE, text="Never.", voice="child_puck")) for _ in range(2))
    np.testing.assert_array_equal(first.samples, second.samples)


def test_what_a_person_acts_is_at_the_voice_s_level(kokoro: Kokoro) -> None:
    level = {info.name: info.calibrated_lufs for info in kokoro.voices()}[LINE.voice]
    whisper = kokoro.speak(replace(LINE, acting="whisper"))
    assert voiceprint(whisper.samples, whisper.rate_hz).f0_hz == 0.0
    assert loudness(whisper) == pytest.approx(level, abs=0.5)


def test_children_are_higher_than_those_they_are_made_of(kokoro: Kokoro) -> None:
    child, parent = (kokoro.speak(replace(LINE, voice=voice)) for voice in ("child_puck", "am_puck"))
    heard = [voiceprint(speech.samples, speech.rate_hz).f0_hz for speech in (child, parent)]
    assert heard[0] > 1.4 * heard[1]


def test_pitch_formants_and_melody_are_the_model_s(kokoro: Kokoro, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prosody, "changed", lambda samples, *_: samples)
    plain, higher, flatter, small = (
        voiceprint(speech.samples, speech.rate_hz)
        for speech in (
            kokoro.speak(replace(LINE, **changes))  # type: ignore[arg-type]
            for changes in ({}, {"pitch": 3.0}, {"intonation": 0.4}, {"voice": "1*af_heart;formants=1.2"})
        )
    )
    assert 12 * math.log2(higher.f0_hz / plain.f0_hz) == pytest.approx(3.0, abs=0.5)
    assert flatter.f0_range_st < 0.6 * plain.f0_range_st
    assert 12 * abs(math.log2(flatter.f0_hz / plain.f0_hz)) < 1.0
    assert 12 * abs(math.log2(small.f0_hz / plain.f0_hz)) < 1.0
    assert np.linalg.norm(np.subtract(small.timbre, plain.timbre)) > 5.0


def test_smaller_throats_speak_no_faster(kokoro: Kokoro) -> None:
    plain, small = (
        kokoro.speak(replace(LINE, voice=f"1*af_heart;formants={formants}")) for formants in (1, 1.3)
    )
    assert len(small.samples) == pytest.approx(len(plain.samples), rel=0.06)


def test_the_catalogue_has_the_level_that_a_voice_is_calibrated_at(kokoro: Kokoro) -> None:
    known = {info.name: info.calibrated_lufs for info in kokoro.voices()}
    assert None not in known.values()
    calibration = kokoro.speak(Utterance(text=CALIBRATION, engine="kokoro", voice="am_michael"))
    assert loudness(calibration) == pytest.approx(known["am_michael"], abs=0.1)


def loudness(speech: Speech) -> float:
    return level_lufs(speech.samples, speech.rate_hz)


def test_the_catalogue_has_children_and_old_people() -> None:
    ages = [info.age for info in neural_catalogue.voices("kokoro")]
    assert ages.count("child") >= 6
    assert ages.count("old") >= 6


def test_nobody_in_the_catalogue_is_hard_to_understand() -> None:
    assert all((info.word_errors or 0) <= 0.12 for info in neural_catalogue.voices("kokoro"))
