"""What the default engine makes of spoken text and of direction, measured on its sound."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from drama.audio.voice_features import voiceprint
from drama.delivery import delivery
from drama.model import Cast, Cue, Pronunciation, Scene, Script, Utterance, Voice
from drama.speech import phonemes
from drama.speech.directing import direct, spoken_text
from drama.speech.engines import create
from drama.speech.engines.pronouncing import pronunciations
from drama.speech.lexicon.entries import Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from drama.speech.engine import Engine, Speech

pytestmark = pytest.mark.slow

VOICES = ("en-us", "en-us+f3", "en-gb-x-rp+m3", "en-gb-scotland+f2")
SHORT = (
    "Who?", "Me?", "No!", "Yes!", "Go!", "Go.", "Oh…", "What?!", "Why?", "Stop!", "Run!", "Hey!", "Ah!",
    "Eh?", "I?", "You!", "Here?", "Now!", "Help!", "Wait—", "But—", "Well…", "Hmm.", "Shh!", "Mmm.",
    "Ow!", "Huh?", "Psst!", "Never!", "Really?", "Hello?", "Sorry!", "W-what?", "N-no!", "Nooo!",
    "Mr. Vale?", "It’s you!", "At 7?", "OK?", "*You?*", "NO!", "GET OUT!", "Is it?", "I am!", "Up!",
    "A?", "Who’s there?", "On me!", "Ugh!", "Tsk.",
)  # fmt: skip
LINE = "The tide had gone out before anybody thought of the boats, and nobody in the harbour spoke of it."
SENTENCES = (
    "You came back alone", "She knew about the lamp", "Nobody else was there", "They will be here tomorrow",
    "He took the long road", "You never told her", "We can still go home", "It was always you",
    "The door was open", "I am the last one",
)  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = create("pyttsx3")
    yield made
    made.close()


def speak(engine: Engine, text: str, voice: str = "en-us", how: tuple[str, ...] = ()) -> Speech:
    """Return a line spoken as direct() has it spoken."""
    return engine.speak(directed(text, voice, how))


def directed(text: str, voice: str, how: tuple[str, ...]) -> Utterance:
    cast = Cast(narrator=Voice(engine="pyttsx3", name=voice), voices=())
    cue = Cue(number=1, kind="narrator", text=text, how=how)
    scenes = (Scene(cues=(cue,)),)
    script = Script(key="1", title="", author="", sha256="", characters=(), scenes=scenes)
    (utterance,) = direct(script, cast)
    assert utterance
    return utterance


def seconds(speech: Speech) -> float:
    return len(speech.samples) / speech.rate_hz


@cache
def sounds_of(voice: str) -> dict[str, int]:
    """Return how many sounds the phonemes of each short line count."""
    spoken = [spoken_text(text, Lexicon((), "pyttsx3")) for text in SHORT]
    given = ["".join(part.ipa for part in phonemes.parts(text)) for text in spoken]
    read = pronunciations([phonemes.plain(text) for text in spoken], voice)
    return {
        text: len(re.sub(r"[\Wˈˌː]", "", ipa or said))
        for text, ipa, said in zip(SHORT, given, read, strict=True)
    }


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("text", SHORT)
def test_a_very_short_line_comes_out_whole(engine: Engine, text: str, voice: str) -> None:
    speech = speak(engine, text, voice)
    loud = np.flatnonzero(np.abs(speech.samples) > 0.01)
    assert loud.size, "nothing is heard"
    heard_s = (loud[-1] - loud[0]) / speech.rate_hz
    count = sounds_of(voice)[text]
    assert 0.04 * count <= heard_s <= 0.3 * count + 0.3
    # It ends by itself: nothing is cut off while it is still loud.
    assert np.abs(speech.samples[-22:]).max() < 0.05 * np.abs(speech.samples).max() + 0.005


@pytest.mark.parametrize("text", [text for text in SHORT if text[-1] in "?!"])
def test_quotation_marks_after_the_stop_change_nothing(engine: Engine, text: str) -> None:
    quoted, bare = speak(engine, f"“{text}”"), speak(engine, text)
    assert np.array_equal(quoted.samples, bare.samples)


def contour_st(speech: Speech) -> tuple[float, NDArray[np.float64]]:
    """Return the median F0 in Hz, and the distance from it of each voiced 40 ms in semitones."""
    rate, size = speech.rate_hz, round(0.04 * speech.rate_hz)
    found = []
    for start in range(0, len(speech.samples) - size, rate // 100):
        window = speech.samples[start : start + size].astype(np.float64) * np.hanning(size)
        power = np.correlate(window, window, "full")[size - 1 :]
        lags = power[rate // 400 : rate // 60] / (power[0] + 1e-12)
        strong = power[0] > 1e-3 and lags.max() > 0.5
        found.append(rate / (rate // 400 + int(lags.argmax())) if strong else np.nan)
    pitches = np.array(found)
    median = float(np.nanmedian(pitches))
    st = 12 * np.log2(pitches / median)
    return median, np.where(np.abs(st) > 9, np.nan, st)  # further off is an error of an octave


@pytest.mark.parametrize("voice", VOICES[:3])
def test_a_question_ends_higher_than_the_statement(engine: Engine, voice: str) -> None:
    def end(text: str) -> float:
        _, st = contour_st(speak(engine, text, voice))
        return float(np.nanmean(st[int(len(st) * 0.8) :]))

    rises = [end(f"{words}?") - end(f"{words}.") for words in SENTENCES]
    assert np.median(rises) > 1.0


@pytest.mark.parametrize("voice", VOICES[:3])
def test_an_exclamation_lies_higher_than_the_statement(engine: Engine, voice: str) -> None:
    rises = [
        12
        * np.log2(
            contour_st(speak(engine, f"{words}!", voice))[0]
            / contour_st(speak(engine, f"{words}.", voice))[0]
        )
        for words in SENTENCES
    ]
    assert np.median(rises) > 0.5


def test_an_exclaimed_question_keeps_the_questions_shape(engine: Engine) -> None:
    asked, exclaimed = speak(engine, "You knew him?"), speak(engine, "You knew him?!")
    assert np.array_equal(asked.samples, exclaimed.samples)


@pytest.mark.parametrize("mark", ["—", "…", ","])
def test_a_pause_is_heard_and_no_mark_is_spoken(engine: Engine, mark: str) -> None:
    running, paused = (
        speak(engine, "We waited then nobody came"),
        speak(engine, f"We waited{mark} then nobody came"),
    )
    assert 0.05 < seconds(paused) - seconds(running) < 0.5


@pytest.mark.parametrize(
    "how", ["slow", "fast", "shouted", "sobbed", "breathless", "thought", "murmured", "sung"]
)
@pytest.mark.parametrize("voice", VOICES[:2])
def test_direction_is_heard_as_much_as_it_says(engine: Engine, voice: str, how: str) -> None:
    wanted = delivery((how,))
    # Speed and intonation alone move the median of a line by half a semitone: they are the same in `level`.
    line = directed(LINE, voice, (how,))
    plain, heard = speak(engine, LINE, voice), engine.speak(line)
    level = engine.speak(replace(line, pitch=line.pitch - wanted.pitch_st))
    assert seconds(plain) / seconds(heard) == pytest.approx(wanted.rate, rel=0.06)
    before, after = (voiceprint(s.samples, s.rate_hz).f0_hz for s in (level, heard))
    assert 12 * np.log2(after / before) == pytest.approx(wanted.pitch_st, abs=0.6)


@pytest.mark.parametrize("voice", VOICES[:3])
def test_a_shout_moves_more_and_a_murmur_less_than_plain_speech(engine: Engine, voice: str) -> None:
    spoken = [speak(engine, LINE, voice, how) for how in (("murmured",), (), ("shouted",))]
    ranges = [voiceprint(s.samples, s.rate_hz).f0_range_st for s in spoken]
    assert ranges == sorted(ranges)
    assert ranges[2] - ranges[0] > 1.0


@pytest.mark.parametrize("voice", VOICES)
def test_a_whisper_has_no_tone(engine: Engine, voice: str) -> None:
    speech = speak(engine, LINE, voice, ("whispered",))
    assert voiceprint(speech.samples, speech.rate_hz).voiced < 0.1


@pytest.mark.parametrize(
    "word", ["water", "lantern", "orchestra", "north", "measure", "beautiful", "church", "cure"]
)
@pytest.mark.parametrize("voice", ["en-us", "en"])
def test_a_words_own_ipa_sounds_as_the_word(engine: Engine, voice: str, word: str) -> None:
    (ipa,) = pronunciations([word], voice)
    lexicon = Lexicon((Pronunciation(term=word, say=(("default", f"/{ipa}/"),)),), "pyttsx3")
    marked = Utterance(text=spoken_text(f"The {word} here.", lexicon), engine="pyttsx3", voice=voice)
    plain = Utterance(text=f"The {word} here.", engine="pyttsx3", voice=voice)
    assert phonemes.plain(marked.text) == plain.text
    ours, own = engine.speak(marked), engine.speak(plain)
    assert seconds(ours) == pytest.approx(seconds(own), rel=0.08)
    one, other = (voiceprint(s.samples, s.rate_hz).timbre for s in (ours, own))
    assert float(np.linalg.norm(np.subtract(one, other))) < 12
