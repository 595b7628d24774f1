"""Human takes: recordings by number and whole sessions, cut, levelled and kept in mind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from drama.audio.samples import resample
from drama.errors import InputError
from drama.model import Character, Cue, Scene, Script, Utterance
from drama.speech.engines.tone import Tone
from drama.speech.human.recordings import Recorded, recorded
from drama.speech.human.segmentation import align, expected_s, levels, stretches
from drama.speech.take_store import Folder, Store

RATE_HZ = 44_100
LINES = (
    "Who left the lamp burning?",
    "I did. I couldn't sleep, and the stairs are dark.",
    "Go to bed, Tom.",
    "And who will watch the harbour, if we all lie down at once and dream?",
    "No.",
    "The harbour has watched itself for two hundred years.",
)


def script(*, texts: tuple[str, ...] = LINES) -> Script:
    cues = [Cue(number=1, kind="narrator", text="It was past two.")]
    for n, text in enumerate(texts):
        cues.append(Cue(number=10 * (n + 1), kind="line", speaker="Lara" if n % 2 == 0 else "Tom", text=text))
    cues.append(Cue(number=99, kind="sound", text="door-slam"))
    people = (Character(name="Lara", aliases=("the captain",)), Character(name="Tom"))
    return Script(
        key="003", title="", author="", sha256="", characters=people, scenes=(Scene(cues=tuple(cues)),)
    )


def voice(text: str, *, gain: float = 0.3, rate: float = 1.0) -> np.ndarray:
    said = Tone({}).speak(Utterance(text=text, engine="tone", voice="alto", rate=rate))
    return np.repeat(said.samples, RATE_HZ // said.rate_hz) * np.float32(gain)


def room(seconds: float, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(0.0, 5e-4, round(seconds * RATE_HZ)).astype(np.float32)


def in_a_room(*parts: np.ndarray) -> np.ndarray:
    sound = np.concatenate(parts)
    return sound + room(len(sound) / RATE_HZ, 7)[: len(sound)]


def silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE_HZ), np.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "takes" / "003"
    path.mkdir(parents=True)
    return path


def read(folder: Path, play: Script | None = None) -> Recorded:
    project = folder.parent.parent
    store = Store(Folder(project / ".drama" / "takes"))
    return recorded(folder, play or script(), store, project / ".drama" / "recordings" / "003.json")


def write(path: Path, *parts: np.ndarray) -> None:
    soundfile.write(path, in_a_room(*parts), RATE_HZ)


def session(*texts: str, gap_s: float = 0.9) -> list[np.ndarray]:
    parts = [silence(1.0)]
    for text in texts:
        parts += [voice(text), silence(gap_s)]
    return parts


def test_no_folder_and_no_recordings_change_nothing(folder: Path) -> None:
    assert read(folder).digest == read(folder / "nowhere").digest == ""
    assert set(read(folder).takes) == {None}


def test_a_recording_named_by_a_number_is_that_line(folder: Path) -> None:
    write(folder / "020 second try.wav", silence(0.7), voice(LINES[1]), silence(1.3))
    takes = read(folder).takes
    assert [take is not None for take in takes] == [False, False, True, *[False] * 5]
    assert takes[2]
    assert takes[2].human


def test_silence_around_a_line_is_cut_off(folder: Path) -> None:
    write(folder / "20.wav", silence(2.7), voice(LINES[1]), silence(3.3))
    take = read(folder).takes[2]
    assert take
    assert take.frames / 44_100 == pytest.approx(len(voice(LINES[1])) / RATE_HZ + 0.21, abs=0.1)


def test_a_word_in_a_long_silence_is_found(folder: Path) -> None:
    write(folder / "50.wav", silence(40.0), voice(LINES[4]), silence(20.0))
    take = read(folder).takes[5]
    assert take
    assert take.frames / 44_100 == pytest.approx(len(voice(LINES[4])) / RATE_HZ + 0.21, abs=0.1)


def test_a_line_without_any_silence_is_kept_whole(folder: Path) -> None:
    time_s = np.arange(2 * RATE_HZ) / RATE_HZ
    soundfile.write(folder / "20.wav", 0.2 * np.sin(2 * np.pi * 220 * time_s), RATE_HZ)
    take = read(folder).takes[2]
    assert take
    assert take.frames == pytest.approx(2 * 44_100, abs=500)


@pytest.mark.parametrize("rate_hz", [22_050, 48_000])
def test_a_recording_at_another_rate_is_cut_at_the_same_place(folder: Path, rate_hz: int) -> None:
    sound = in_a_room(silence(120.0), voice(LINES[1]), silence(2.0))
    soundfile.write(folder / "20.wav", resample(sound, RATE_HZ, rate_hz), rate_hz)
    soundfile.write(folder / "40.wav", sound, RATE_HZ)
    there, here = (take for take in read(folder).takes if take)
    store = Store(Folder(folder.parent.parent / ".drama" / "takes"))
    one, other = (store.samples(take.key)[: here.frames - 900] for take in (there, here))
    assert np.corrcoef(one, other)[0, 1] > 0.9


def test_every_file_that_is_no_sound_is_reported(folder: Path) -> None:
    (folder / "10.wav").write_bytes(b"RIFF and so on")
    (folder / "Tom.mp3").write_bytes(b"nothing")
    with pytest.raises(InputError) as caught:
        read(folder)
    names = {str(problem.place) for problem in caught.value.problems}
    assert names == {str(folder / "10.wav"), str(folder / "Tom.mp3")}


def test_one_speaker_has_one_level_over_all_her_recordings(folder: Path) -> None:
    write(folder / "10.wav", voice(LINES[0], gain=0.1))
    write(folder / "30.wav", voice(LINES[2], gain=0.4))
    one, other = (take for take in read(folder).takes if take)
    assert one.voice_lufs == other.voice_lufs
    assert one.lufs < one.voice_lufs < other.lufs


def test_a_session_is_cut_into_the_character_s_lines(folder: Path) -> None:
    own = [LINES[0], LINES[2], LINES[4]]
    write(folder / "Lara.wav", *session(*own))
    takes = read(folder).takes
    lengths = [take.frames / 44_100 for take in takes if take]
    assert [i for i, take in enumerate(takes) if take] == [1, 3, 5]
    assert lengths == pytest.approx([len(voice(text)) / RATE_HZ + 0.21 for text in own], abs=0.15)


def test_a_session_may_come_in_parts_and_under_an_alias(folder: Path) -> None:
    write(folder / "the captain 1.wav", *session(LINES[0]))
    write(folder / "the captain 2.wav", *session(LINES[2], LINES[4]))
    assert [i for i, take in enumerate(read(folder).takes) if take] == [1, 3, 5]


def test_a_single_line_counts_before_a_session(folder: Path) -> None:
    write(folder / "Lara.wav", *session(LINES[0], LINES[2], LINES[4]))
    before = read(folder).takes
    write(folder / "30.wav", voice(LINES[2], rate=0.7))
    after = read(folder).takes
    assert [a == b for a, b in zip(before, after, strict=True)].count(False) >= 1
    assert before[3]
    assert after[3]
    assert after[3].frames > 1.2 * before[3].frames


def test_the_narrator_may_be_recorded_too(folder: Path) -> None:
    write(folder / "narrator.wav", *session("It was past two."))
    assert read(folder).takes[0] is not None


def test_a_line_that_reads_otherwise_now_is_reported(folder: Path) -> None:
    write(folder / "20.wav", voice(LINES[1]))
    assert read(folder).notes == ()
    changed = script(texts=(LINES[0], "I did. It was dark.", *LINES[2:]))
    (note,) = read(folder, changed).notes
    assert note.startswith("line 20 was recorded as “I did. I couldn't")
    assert "record 20.wav again" in note


def test_a_recording_made_again_is_not_reported(folder: Path) -> None:
    write(folder / "20.wav", voice(LINES[1]))
    read(folder)
    write(folder / "20.wav", voice("I did. It was dark."))
    assert read(folder, script(texts=(LINES[0], "I did. It was dark.", *LINES[2:]))).notes == ()


def test_the_digest_changes_with_a_recording_and_not_without(folder: Path) -> None:
    write(folder / "20.wav", voice(LINES[1]))
    first = read(folder).digest
    assert read(folder).digest == first
    write(folder / "20.wav", voice(LINES[1], rate=0.9))
    assert read(folder).digest != first


def test_every_file_that_can_not_be_placed_is_reported(folder: Path) -> None:
    for name in ("11.wav", "99.wav", "Lora.wav"):
        write(folder / name, voice("Hello."))
    with pytest.raises(InputError) as caught:
        read(folder)
    said = str(caught.value)
    assert "no line 11" in said
    assert "no line 99" in said
    assert "did you mean 'lara'" in said


def test_a_file_of_nothing_but_room_is_reported(folder: Path) -> None:
    soundfile.write(folder / "20.wav", np.zeros(RATE_HZ, np.float32), RATE_HZ)
    with pytest.raises(InputError, match="nothing is to be heard"):
        read(folder)


def test_a_session_with_fewer_stretches_than_lines_is_reported(folder: Path) -> None:
    write(folder / "Lara.wav", *session(LINES[0]))
    with pytest.raises(InputError, match="1 stretches of speech were heard where 3 lines"):
        read(folder)


def test_other_files_are_passed_over_with_a_note(folder: Path) -> None:
    (folder / "notes.txt").write_text("Lara has a cold.", encoding="utf-8")
    (note,) = read(folder).notes
    assert "no sound file" in note


def heard_in(*parts: np.ndarray):
    return stretches(levels([in_a_room(*parts)[None, :]], RATE_HZ))


def test_lines_with_pauses_inside_stay_whole() -> None:
    texts = ["One moment. Let me think. It was in June.", "So.", "We waited, and waited, and nobody came."]
    parts = [silence(0.5)]
    for text in texts:
        for sentence in text.replace(". ", ".|").split("|"):
            parts += [voice(sentence), silence(0.4)]
        parts.append(silence(0.8))
    cuts = align(heard_in(*parts), texts)
    starts = [0.5]
    for text in texts[:-1]:
        sentences = text.replace(". ", ".|").split("|")
        spoken = sum(len(voice(s)) for s in sentences) / RATE_HZ
        starts.append(starts[-1] + spoken + 0.4 * len(sentences) + 0.8)
    assert [cut.start_s for cut in cuts] == pytest.approx(starts, abs=0.15)


def test_a_cough_between_lines_belongs_to_none() -> None:
    rng = np.random.default_rng(3)
    cough = (0.2 * rng.normal(size=round(0.2 * RATE_HZ))).astype(np.float32)
    texts = [LINES[3], LINES[5], LINES[1]]
    parts = [silence(0.5), voice(texts[0]), silence(1.2), cough, silence(1.2)]
    parts += [voice(texts[1]), silence(1.0), voice(texts[2]), silence(0.5)]
    cuts = align(heard_in(*parts), texts)
    assert [cut.end_s - cut.start_s for cut in cuts] == pytest.approx(
        [len(voice(text)) / RATE_HZ for text in texts], abs=0.2
    )


@pytest.mark.parametrize("pace", [0.6, 1.0, 1.6])
def test_the_reader_s_pace_is_found(pace: float) -> None:
    parts = [silence(0.5)]
    for text in LINES:
        parts += [voice(text, rate=pace), silence(0.8)]
    cuts = align(heard_in(*parts), LINES)
    assert [cut.end_s - cut.start_s for cut in cuts] == pytest.approx(
        [len(voice(text, rate=pace)) / RATE_HZ for text in LINES], abs=0.2
    )


def test_a_longer_line_takes_longer() -> None:
    assert expected_s(LINES[3]) > expected_s(LINES[2]) > expected_s("No.")


def test_nothing_is_cut_from_nothing() -> None:
    assert align((), LINES) == align(heard_in(silence(1.0)), LINES) == ()
    assert replace(script(), scenes=()).cues == ()
