"""The contract that every engine keeps, and what sets some of them apart."""

from __future__ import annotations

import math
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import speech_server
from speech_server import serving
from tiny_models import kokoro_voice, piper_voice

from drama.audio.voice_features import distance, voiceprint
from drama.errors import InputError
from drama.model import Utterance
from drama.speech.engines import ENGINES, Engines, create, names, pyttsx3
from drama.speech.engines.catalogue import measured
from drama.speech.engines.espeak_voices import OWN_VARIANTS
from drama.speech.engines.measure import TEXT, measure
from drama.speech.engines.once import once
from drama.speech.phonemes import pronounced
from drama.speech.record import record, verify
from drama.speech.take_store import Folder, Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drama.speech.engine import Engine, Speech

    Chosen = tuple[str, dict[str, object]]

ODD_TEXTS = {
    "one-word": "No.",
    "question-in-quotes": 'Why?"',
    "exclamation-in-quotes": 'Run!"',
    "ssml": 'Wait <break time="9s"/> there & <voice name="x">go</voice>.',
    "espeak-phonemes": "He said [[h@l'oU]] twice.",
    "backslashes": r"C:\new\table \x01 \\server",
    "control-characters": "\x01 50S\x02 Slow\x00ly \x1b[31mnow\x7f.",
    "line-ends": "One.\r\nTwo.\n\nThree.",
    "curly-and-dashes": "“I—I can’t…” – “Don’t!”",
    "accents": "Zoë’s naïve façade, à la carte, in Kraków.",
    "other-scripts": "Привет, Ольга; 你好.",
    "emoji-and-joiners": "Good 👩‍🚀 luck\u200b and \ufeffgood\u00adbye.",
    "lone-surrogate": "A broken \ud800 sign.",
    "capitals": "STOP THAT AT ONCE!",
    "long-word": "Pneumonoultramicroscopicsilicovolcanoconiosis",
    "percent-and-braces": "100% {name} $HOME `id` %s",
}


PROGRAM = """
import math, struct, sys, wave
text = sys.stdin.buffer.read().decode("utf-8")
out, rate = sys.argv[1], float(sys.argv[2])
samples = [0.3 * math.sin(i * (0.02 + ord(c) % 64 / 500)) for c in text for i in range(round(620 / rate))]
with wave.open(out, "wb") as file:
    file.setparams((1, 2, 8000, 0, "NONE", ""))
    file.writeframes(struct.pack(f"<{len(samples)}h", *(round(32767 * x) for x in samples)))
"""
VOICES = {
    "command": "any",
    "kokoro": "af_tiny",
    "openai": "nova",
    "piper": "en_US-tiny-low",
    "pyttsx3": "en-us+f3",
    "tone": "alto",
}
"""Each engine with a voice that it is tested with."""


@pytest.fixture(scope="module", params=sorted(VOICES))
def settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chosen]:
    """Give each engine what it needs to run here: a tiny model, a server, a program."""
    name, folder = request.param, tmp_path_factory.mktemp(request.param)
    if name == "piper":
        pytest.importorskip("piper")
        pytest.importorskip("onnx")
        piper_voice(folder)
        yield name, {"folders": [str(folder)]}
    elif name == "kokoro":
        pytest.importorskip("kokoro_onnx")
        pytest.importorskip("onnx")
        model, voices = kokoro_voice(folder)
        yield name, {"model": str(model), "voices": str(voices)}
    elif name == "command":
        run = [sys.executable, "-S", "-c", PROGRAM, "{out}", "{rate}"]
        yield name, {"run": run, "voices": ["any"]}
    elif name == "openai":
        with serving() as server:
            yield name, {"base_url": server.url, "voices": list(speech_server.VOICES), "model": "tts-1"}
    else:
        yield name, {}


@pytest.fixture(scope="module")
def engine(settings: Chosen) -> Iterator[Engine]:
    made = create(*settings)
    yield made
    made.close()


def line(engine: Engine, text: str = "The lamp had burned for eleven years.", **changes: object) -> Utterance:
    return replace(Utterance(text=text, engine=engine.name, voice=VOICES[engine.name]), **changes)  # type: ignore[arg-type]


def seconds(speech: Speech) -> float:
    return len(speech.samples) / speech.rate_hz


@pytest.mark.slow
class TestEveryEngine:
    def test_answers_float32_mono_within_full_scale(self, engine: Engine) -> None:
        speech = engine.speak(line(engine))
        assert (speech.samples.dtype, speech.samples.ndim) == (np.float32, 1)
        assert 0.01 < float(np.abs(speech.samples).max()) <= 1.0
        assert 8_000 <= speech.rate_hz <= 48_000

    @pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
    def test_speaks_odd_text_in_a_plausible_length(self, engine: Engine, text: str) -> None:
        utterance = line(engine, text)
        assert verify(engine.speak(utterance), utterance) == ""

    def test_longer_text_takes_longer(self, engine: Engine) -> None:
        assert seconds(engine.speak(line(engine, "One day " * 20))) > 3 * seconds(
            engine.speak(line(engine, "One day " * 2))
        )

    def test_a_higher_rate_takes_less_time(self, engine: Engine) -> None:
        normal, fast = (seconds(engine.speak(line(engine, rate=rate))) for rate in (1.0, 1.5))
        assert 1.25 < normal / fast < 1.75

    def test_the_same_utterance_has_the_same_samples_whatever_came_before(self, engine: Engine) -> None:
        if not engine.capabilities.deterministic:
            pytest.skip("not promised")
        first = engine.speak(line(engine))
        engine.speak(line(engine, "Something else, much louder, in between!", rate=1.7, pitch=5.0))
        np.testing.assert_array_equal(engine.speak(line(engine)).samples, first.samples)

    def test_a_novel_s_longest_paragraph_comes_out_whole(self, engine: Engine) -> None:
        text = "The rain fell on the harbour, and the boats moved in their sleep. " * 90
        short = seconds(engine.speak(line(engine, text[: len(text) // 90])))
        assert 0.8 * 90 * short < seconds(engine.speak(line(engine, text))) < 1.3 * 90 * short

    def test_an_unknown_voice_is_an_input_error(self, engine: Engine) -> None:
        with pytest.raises(InputError):
            engine.check(line(engine, voice="no-such-voice"))

    def test_an_unknown_option_is_an_input_error(self, engine: Engine) -> None:
        with pytest.raises(InputError):
            engine.check(line(engine, options=(("no_such_option", 1.0),)))

    def test_lists_the_voice_it_is_tested_with(self, engine: Engine) -> None:
        assert VOICES[engine.name] in [info.name for info in engine.voices()]

    def test_lists_voices_sorted_and_each_once(self, engine: Engine) -> None:
        listed = [info.name for info in engine.voices()]
        assert listed == sorted(set(listed))

    def test_its_fingerprint_is_steady(self, engine: Engine, settings: Chosen) -> None:
        again = create(*settings)
        assert again.fingerprint(VOICES[engine.name]) == engine.fingerprint(VOICES[engine.name]) != ""
        again.close()

    def test_several_threads_are_answered_as_one_is(self, engine: Engine) -> None:
        if engine.capabilities.parallel != "thread":
            pytest.skip("not promised")
        lines = [line(engine, f"{word} ships lay at anchor.") for word in ("Two", "Three", "Seven", "Eleven")]
        alone = [len(engine.speak(one).samples) for one in lines]
        with ThreadPoolExecutor(4) as pool:
            together = [len(speech.samples) for speech in pool.map(engine.speak, lines * 3)]
        assert together == alone * 3

    def test_a_higher_pitch_takes_as_long(self, engine: Engine) -> None:
        normal, high = (seconds(engine.speak(line(engine, pitch=st))) for st in (0.0, 4.0))
        assert high == pytest.approx(normal, rel=0.06)

    def test_an_unknown_setting_is_an_input_error_with_the_nearest(self, settings: Chosen) -> None:
        with pytest.raises(InputError, match="no setting"):
            create(settings[0], {**settings[1], "no_such_setting": 1})

    def test_takes_of_it_are_recorded(self, engine: Engine, tmp_path: Path) -> None:
        engines = Engines()
        engines.add(engine)
        store = Store(Folder(tmp_path))
        lines = [line(engine, f"Take {word}.") for word in ("one", "two", "three", "four")]
        assert [take.frames for take in record(lines, store, engines, jobs=2) if take] == pytest.approx(
            [seconds(engine.speak(one)) * 44_100 for one in lines], abs=2
        )


@pytest.mark.slow
def test_kokoro_speaks_a_long_line_in_pieces_with_short_pauses(tmp_path: Path) -> None:
    pytest.importorskip("kokoro_onnx")
    pytest.importorskip("onnx")
    model, voices = kokoro_voice(tmp_path)
    engine = create("kokoro", {"model": str(model), "voices": str(voices)})
    sentence = (
        "The lamp at the end of the quay had burned for eleven years, and nobody remembered who lit it."
    )
    speech = engine.speak(line(engine, " ".join([sentence] * 5)))
    silent = np.flatnonzero(np.abs(speech.samples) > 0)
    pauses_s = np.diff(silent)[np.diff(silent) > speech.rate_hz // 10] / speech.rate_hz
    assert len(pauses_s) == 2
    assert (pauses_s < 0.4).all()
    engine.close()


@pytest.fixture(scope="module")
def espeak() -> Iterator[Engine]:
    made = create("pyttsx3")
    yield made
    made.close()


@pytest.mark.slow
class TestPyttsx3:
    def test_a_second_session_reads_no_voice_again(
        self, espeak: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        known = espeak.voices()
        monkeypatch.setattr(pyttsx3, "voice_info", None)
        monkeypatch.setattr(pyttsx3, "VoiceFiles", None)
        with Engines() as another:
            assert another["pyttsx3"].voices() == known

    @pytest.mark.parametrize("variant", ["Reed", "caleb", "whisper", "klatt2", "f3"])
    def test_noisy_variants_are_deterministic_too(self, espeak: Engine, variant: str) -> None:
        first = espeak.speak(line(espeak, voice=f"en-us+{variant}")).samples
        espeak.speak(line(espeak, "Another breath.", voice="en-us+caleb"))
        np.testing.assert_array_equal(espeak.speak(line(espeak, voice=f"en-us+{variant}")).samples, first)

    @pytest.mark.parametrize("voice", ["en-us+nosuch", "en-us+F3", "en-us+", "xx", "en-us+../f3"])
    def test_a_variant_that_espeak_would_pass_over_in_silence_is_refused(
        self, espeak: Engine, voice: str
    ) -> None:
        with pytest.raises(InputError):
            espeak.check(line(espeak, voice=voice))

    @pytest.mark.parametrize("voice", ["gmw/en-US+f3", "EN-US+f3", "English (America)+f3"])
    def test_every_way_of_naming_a_voice_gives_the_same_samples(self, espeak: Engine, voice: str) -> None:
        expected = espeak.speak(line(espeak)).samples
        np.testing.assert_array_equal(espeak.speak(line(espeak, voice=voice)).samples, expected)

    def test_a_misspelled_variant_is_told_from_its_neighbours(self, espeak: Engine) -> None:
        with pytest.raises(InputError, match="did you mean 'whisper'"):
            espeak.check(line(espeak, voice="en-us+wisper"))

    def test_a_pronunciation_changes_the_word_and_the_text_can_not(self, espeak: Engine) -> None:
        spelled = espeak.speak(line(espeak, "Call Vale."))
        marked = espeak.speak(line(espeak, f"Call {pronounced('Vale', 'vɑːleɪ')}."))
        typed = espeak.speak(line(espeak, "Call [[va:leI]]."))
        assert seconds(marked) != seconds(spelled)
        assert seconds(typed) > seconds(marked) + 0.3

    def test_tells_when_each_word_begins(self, espeak: Engine) -> None:
        utterance = line(espeak, "The lamp went out.")
        words = espeak.speak(utterance).words
        assert [utterance.text[first : first + length].rstrip(".") for _, first, length in words] == (
            ["The", "lamp", "went", "out"]
        )


@pytest.mark.slow
def test_looking_for_the_best_engine_loads_no_model_library() -> None:
    pytest.importorskip("piper")
    code = (
        "import sys; from drama.speech import engines; engines.best(); "
        "assert not {'piper', 'onnxruntime', 'kokoro_onnx'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_unknown_engine_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(InputError, match="did you mean 'pyttsx3'"):
        create("pyttsx")


def test_every_engine_of_the_table_is_listed() -> None:
    assert set(ENGINES) <= set(names())


def test_two_lines_of_the_tone_engine_hardly_correlate() -> None:
    engine = create("tone")
    one, two = (
        engine.speak(line(engine, t)).samples for t in ("Put out the lamp now.", "Let it burn a while.")
    )
    one, two = one / np.linalg.norm(one), two / np.linalg.norm(two)
    assert float(np.abs(np.correlate(one, two, "full")).max()) < 0.4


def test_an_engine_that_has_rested_speaks_as_before(engine: Engine) -> None:
    if not hasattr(engine, "rest"):
        pytest.skip("needs no rest")
    first, *_ = (engine.speak(line(engine)) for _ in range(30))
    engine.rest()
    np.testing.assert_array_equal(engine.speak(line(engine)).samples, first.samples)


def test_engines_are_made_once() -> None:
    with Engines() as engines:
        assert engines["tone"] is engines["tone"]


def test_the_catalogue_covers_every_accent_of_english_with_every_variant(espeak: Engine) -> None:
    measured = [info for info in espeak.voices() if info.timbre or info.character == "double"]
    assert len(measured) == 8 * (105 + len(OWN_VARIANTS))


@pytest.mark.parametrize(
    ("voice", "gender", "age", "character"),
    [
        ("en-us", "male", "adult", "natural"),
        ("en-us+f4", "female", "adult", "natural"),
        ("en-us+zac", "unknown", "child", "piping"),
        ("en-us+grandpa", "male", "old", "croak"),
        ("en-us+whisperf", "female", "adult", "whisper"),
        ("en-us+robosoft3", "male", "adult", "robot"),
        ("en-us+fast", "unknown", "unknown", "double"),
    ],
)
def test_a_voice_is_judged_by_its_figures(
    espeak: Engine, voice: str, gender: str, age: str, character: str
) -> None:
    (info,) = (info for info in espeak.voices() if info.name == voice)
    assert (info.gender, info.age, info.character) == (gender, age, character)


@pytest.mark.slow
def test_the_catalogue_is_of_the_voices_that_speak_here(espeak: Engine) -> None:
    row = measure(espeak, "en-gb-scotland+f2")  # type: ignore[arg-type]
    expected = measured()["en-gb-scotland+f2"]
    assert row[0] == pytest.approx(expected.f0_hz, abs=0.1)
    assert row[-1] == pytest.approx(list(expected.timbre), abs=0.2)


@pytest.mark.slow
@pytest.mark.parametrize("pitch", [-6.0, -3.0, 3.0, 6.0, 12.0])
@pytest.mark.parametrize("voice", ["en-us", "en-gb+f3", "en-us+klatt4"])
def test_pitch_is_in_semitones(espeak: Engine, voice: str, pitch: float) -> None:
    plain, moved = (
        voiceprint(speech.samples, speech.rate_hz).f0_hz
        for speech in (espeak.speak(line(espeak, TEXT, voice=voice, pitch=st)) for st in (0.0, pitch))
    )
    assert 12 * math.log2(moved / plain) == pytest.approx(pitch, abs=0.65)


@pytest.mark.slow
@pytest.mark.parametrize("rate", [0.6, 0.8, 1.25, 1.6])
def test_rate_is_in_times_the_normal_speed(espeak: Engine, rate: float) -> None:
    normal, other = (seconds(espeak.speak(line(espeak, TEXT, rate=r))) for r in (1.0, rate))
    assert normal / other == pytest.approx(rate, rel=0.06)


@pytest.mark.slow
@pytest.mark.parametrize("formants", [0.85, 1.2])
def test_formants_change_the_timbre_and_not_the_pitch(espeak: Engine, formants: float) -> None:
    plain, moved = (
        voiceprint(speech.samples, speech.rate_hz)
        for speech in (espeak.speak(line(espeak, TEXT, options=(("formants", f),))) for f in (1.0, formants))
    )
    semitones, timbre_db = distance(plain, moved)
    assert semitones < 0.4
    assert timbre_db > 4.0


SHORT = """
No Yes Run Stop Why Who What Where Oh Ah Help Wait Never Always Mother Captain Sir Fire Murder Listen Please
Nonsense Impossible Goodbye Hush There Now You Me Us Them Quick Sleep I Tomorrow Enough Liar Traitor
Marvellous Ha Hm Eh So And But If Or Indeed Silence Rubbish
"""


@pytest.mark.slow
@pytest.mark.parametrize("ending", ['?"', '!"', "?”", "."], ids=["?q", "!q", "?curly", "full-stop"])
def test_short_lines_come_out_whole(espeak: Engine, ending: str) -> None:
    cut_off = []
    for word in SHORT.split():
        plain = seconds(espeak.speak(line(espeak, word)))
        speech = espeak.speak(line(espeak, word + ending))
        end = np.abs(speech.samples[-round(0.004 * speech.rate_hz) :]).max()
        if not 0.7 < seconds(speech) / plain < 1.9 or end > 0.1 * np.abs(speech.samples).max():
            cut_off.append((word + ending, seconds(speech), plain, end))
    assert cut_off == []


def test_what_many_threads_ask_for_at_once_is_made_once() -> None:
    made: list[int] = []

    class Bench:
        @once
        def folder(self) -> int:
            time.sleep(0.05)
            made.append(1)
            return len(made)

    bench = Bench()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: bench.folder, range(8)))
    assert answers == [1] * 8


def test_an_american_t_between_vowels_is_closed_and_no_tap(espeak: Engine) -> None:
    speech = espeak.speak(line(espeak, "water", voice="en-us"))
    step = speech.rate_hz // 100
    energy = np.mean(speech.samples[: len(speech.samples) // step * step].reshape(-1, step) ** 2, axis=1)
    loud = np.flatnonzero(energy > 0.01 * energy.max())
    assert energy[loud[0] : loud[-1]].min() < 1e-6 * energy.max()  # with espeak-ng's tap 7e-4


def test_a_variant_of_our_own_is_its_base_with_pitch_and_formants_moved() -> None:
    engine = create("pyttsx3")
    made = OWN_VARIANTS["girl1"]
    of_base = Utterance(
        text="Good evening.", engine="pyttsx3", voice=f"en-us+{made.base}", pitch=made.pitch_st,
        options=(("formants", made.formants),),
    )  # fmt: skip
    own = Utterance(text="Good evening.", engine="pyttsx3", voice="en-us+girl1")
    np.testing.assert_array_equal(engine.speak(own).samples, engine.speak(of_base).samples)
    info = next(info for info in engine.voices() if info.name == "en-us+girl1")
    assert (info.gender, info.age) == ("female", "child")
    engine.close()


def test_everybody_can_be_cast_with_voices_that_were_heard_and_understood() -> None:
    heard = [info for info in create("pyttsx3").voices() if info.word_errors is not None and info.speaker]
    assert len(heard) >= 60
    for gender in ("female", "male"):
        for age, most in (("adult", 0.05), ("old", 0.1), ("child", 0.1)):
            errors = [i.word_errors for i in heard if (i.gender, i.age) == (gender, age) and i.word_errors]
            assert min(errors) <= most, (gender, age)
