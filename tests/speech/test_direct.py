"""Every cue becomes what its engine is asked to speak, or nothing where there is nothing to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from growth import LINEAR, growth

from drama.delivery import DELIVERIES, Delivery, delivery
from drama.model import HOW, Cast, Character, Cue, Pronunciation, Scene, Script, Utterance, Voice
from drama.speech import phonemes
from drama.speech.directing import direct

NARRATOR = Voice(engine="tone", name="plain")
INES = Voice(engine="tone", name="high", rate=1.1, pitch=2.0, options=(("noise", 0.5),))
CAST = Cast(narrator=NARRATOR, voices=(("Ines", INES),))


def script_of(*cues: Cue) -> Script:
    return Script(key="1", title="", author="", sha256="", characters=(), scenes=(Scene(cues=cues),))


def line(text: str, **changes: object) -> Cue:
    return replace(Cue(number=1, kind="line", speaker="Ines", text=text), **changes)  # type: ignore[arg-type]


def told(cue: Cue, *entries: Pronunciation) -> Utterance:
    (utterance,) = direct(script_of(cue), CAST, entries)
    assert utterance
    return utterance


def test_a_line_is_spoken_in_its_characters_voice_with_its_options() -> None:
    utterance = told(line("You came back."))
    assert utterance == Utterance(
        text="You came back.", engine="tone", voice="high", rate=1.1, pitch=2.0, options=(("noise", 0.5),)
    )


def test_narration_is_spoken_in_the_narrators_voice() -> None:
    assert told(Cue(number=1, kind="narrator", text="Rain.")).voice == "plain"


@pytest.mark.parametrize("kind", ["pause", "sound", "ambience", "music"])
def test_cues_that_are_not_speech_give_nothing(kind: str) -> None:
    assert direct(script_of(Cue(number=1, kind=kind, text="rain")), CAST) == (None,)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "…", "—", "…?!", "* * *", "\x00", "🎉"])
def test_a_line_without_a_letter_or_digit_is_a_beat_of_silence(text: str) -> None:
    assert direct(script_of(line(text)), CAST) == (None,)


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("I", "One."),
        ("V.", "Five."),
        ("— X —", "Ten."),
        ("XIV", "Fourteen."),
        ("I saw it", "I saw it"),
        ("007 - In", "seven — In"),
    ],
)
def test_a_heading_that_is_a_numeral_is_a_number(text: str, spoken: str) -> None:
    assert told(line(text, how=("heading",))).text == spoken


def test_i_is_a_number_only_in_a_heading() -> None:
    assert told(line("I")).text == "I"


def test_there_is_one_entry_for_every_cue_in_order() -> None:
    cues = (line("One."), Cue(number=2, kind="pause"), line("Two."))
    assert [u.text if u else None for u in direct(script_of(*cues), CAST)] == ["One.", None, "Two."]


def test_direction_words_work_together_on_rate_and_pitch() -> None:
    utterance = told(line("Go!", how=("breathless", "shouted")))
    rate = DELIVERIES["breathless"].rate * DELIVERIES["shouted"].rate
    pitch = DELIVERIES["breathless"].pitch_st + DELIVERIES["shouted"].pitch_st
    assert utterance.rate == pytest.approx(1.1 * rate, abs=1e-4)
    assert utterance.pitch == pytest.approx(2.0 + pitch)


def test_a_cues_own_settings_take_the_place_of_its_direction() -> None:
    utterance = told(line("Go!", how=("shouted",), settings=(("pitch", 0.0), ("rate", 1.0))))
    assert (utterance.rate, utterance.pitch) == (1.1, 2.0)


def test_rate_and_pitch_stay_within_what_an_engine_may_be_asked() -> None:
    wild = replace(INES, rate=2.0, pitch=12.0)
    cast = Cast(narrator=NARRATOR, voices=(("Ines", wild),))
    (utterance,) = direct(script_of(line("Go!", how=("fast", "shouted"))), cast)
    assert utterance
    assert (utterance.rate, utterance.pitch) == (2.0, 12.0)


def test_the_house_may_set_what_a_direction_changes() -> None:
    (utterance,) = direct(script_of(line("Go!", how=("slow",))), CAST, (), {"slow": Delivery(rate=0.5)})
    assert utterance
    assert utterance.rate == pytest.approx(0.55)


@pytest.mark.parametrize(
    ("voice", "gender", "kind", "expected"),
    [
        ("en-us+f3", "unknown", "person", "en-us+whisperf"),
        ("en-us+m3", "unknown", "person", "en-us+whisper"),
        ("en-gb-x-rp+m3", "female", "person", "en-gb-x-rp+whisperf"),
        ("en", "male", "spirit", "en+whisper"),
        ("en-us+robosoft", "male", "robot", "en-us+robosoft"),
        ("com.apple.voice.Alex", "male", "person", "com.apple.voice.Alex"),
    ],
)
def test_a_whisper_is_espeaks_own_in_the_voices_accent(
    voice: str, gender: str, kind: str, expected: str
) -> None:
    cast = Cast(narrator=NARRATOR, voices=(("Ines", Voice(engine="pyttsx3", name=voice)),))
    ines = Character(name="Ines", gender=gender, kind=kind)  # type: ignore[arg-type]
    script = replace(script_of(line("Hush.", how=("whispered",))), characters=(ines,))
    (utterance,) = direct(script, cast)
    assert utterance
    assert utterance.voice == expected


def test_a_characters_own_way_goes_before_the_houses() -> None:
    own = replace(INES, deliveries=(("slow", Delivery(rate=0.5)),))
    cast = Cast(narrator=NARRATOR, voices=(("Ines", own),))
    (asked,) = direct(script_of(line("Wait for me.", how=("slow",))), cast)
    assert asked is not None
    assert asked.rate == pytest.approx(0.5 * INES.rate)


def test_a_murmur_flattens_the_intonation_of_espeak_and_leaves_other_engines_options() -> None:
    espeak = Voice(engine="pyttsx3", name="en-us", options=(("range", 0.8),))
    cast = Cast(narrator=NARRATOR, voices=(("Ines", espeak),))
    (utterance,) = direct(script_of(line("Hush.", how=("murmured",))), cast)
    assert utterance
    assert dict(utterance.options)["range"] == pytest.approx(0.8 * DELIVERIES["murmured"].intonation)
    assert told(line("Hush.", how=("murmured",))).options == INES.options


def test_a_voice_with_instructions_is_told_its_direction() -> None:
    server = Voice(engine="openai", name="alloy", options=(("instructions", "An old sailor."),))
    cast = Cast(narrator=NARRATOR, voices=(("Ines", server),))
    (utterance,) = direct(script_of(line("Hush.", how=("whispered",))), cast)
    assert utterance
    assert utterance.options == (("instructions", "An old sailor. Whisper."),)


def test_a_house_without_the_whisper_treatment_keeps_the_voice() -> None:
    cast = Cast(narrator=NARRATOR, voices=(("Ines", Voice(engine="pyttsx3", name="en-us")),))
    (utterance,) = direct(
        script_of(line("Hush.", how=("whispered",))), cast, (), {"whispered": Delivery(rate=0.9)}
    )
    assert utterance
    assert utterance.voice == "en-us"


@pytest.mark.parametrize("word", HOW)
def test_every_direction_word_has_a_delivery(word: str) -> None:
    assert word in DELIVERIES


@pytest.mark.parametrize("word", HOW)
def test_no_single_direction_leaves_the_bounds_of_a_natural_reading(word: str) -> None:
    one = delivery((word,))
    assert 0.75 <= one.rate <= 1.25
    assert -3 <= one.pitch_st <= 3
    assert -6 <= one.gain_db <= 5


def test_whispers_are_four_to_eight_db_down_and_shouts_three_to_six_up() -> None:
    assert -8 <= delivery(("whispered",)).gain_db <= -4
    assert 3 <= delivery(("shouted",)).gain_db <= 6


def test_who_whispers_and_trails_off_whispers() -> None:
    assert (
        delivery(("trailing", "whispered")).acting == delivery(("whispered", "trailing")).acting == "whisper"
    )


def test_the_story_s_own_pronunciation_stands_in_for_the_house_s() -> None:
    script = replace(
        script_of(line("Go, Ines.")), lexicon=(Pronunciation(term="Ines", say=(("default", "ee-nez"),)),)
    )
    (utterance,) = direct(script, CAST, (Pronunciation(term="Ines", say=(("default", "eye-ness"),)),))
    assert utterance
    assert utterance.text == "Go, ee-nez."


def test_ipa_reaches_the_engine_marked_and_with_its_spelling() -> None:
    entry = Pronunciation(term="Zhal", say=(("default", "/ʒɑːl/"),))
    cast = Cast(narrator=replace(NARRATOR, engine="piper"), voices=())
    (utterance,) = direct(script_of(Cue(number=1, kind="narrator", text="Go to Zhal now.")), cast, (entry,))
    assert utterance
    text = utterance.text
    assert phonemes.parts(text) == (
        phonemes.Part("Go to ", ""),
        phonemes.Part("Zhal", "ʒɑːl"),
        phonemes.Part(" now.", ""),
    )
    assert phonemes.plain(text) == "Go to Zhal now."


def test_a_story_cannot_write_phonemes_for_the_engine() -> None:
    text = told(line(f"Go {phonemes.pronounced('to', 'tɪtɪ')} [[t'i:]] now.")).text
    assert all(not part.ipa for part in phonemes.parts(text))


def test_a_changed_entry_changes_only_the_lines_that_hold_the_word() -> None:
    script = script_of(line("Zhal fell."), line("Nobody saw."))
    before = direct(script, CAST, (Pronunciation(term="Zhal", say=(("default", "zhahl"),)),))
    after = direct(script, CAST, (Pronunciation(term="Zhal", say=(("default", "zal"),)),))
    assert [a == b for a, b in zip(after, before, strict=True)] == [False, True]


@pytest.mark.slow
def test_directing_takes_time_by_the_number_of_cues() -> None:
    lines = (
        "The lamp on Quay Nine burned low — didn't it?",
        "No.",
        "I counted {} of them, Mr. Vale.",
        "Then go!",
    )
    entries = tuple(Pronunciation(term=f"Zh{n}l", say=(("default", "zhahl"),)) for n in range(500))

    def directing(count: int) -> Callable[[], object]:
        script = script_of(*(line(lines[n % 4].format(n)) for n in range(count)))
        return lambda: direct(script, CAST, entries)

    assert growth(directing, 400) < LINEAR
