"""Recording: one take for each utterance, whatever the engine does."""

from __future__ import annotations

import math
import os
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from drama.errors import EngineError, InputError, Place
from drama.model import Utterance, VoiceInfo
from drama.speech.engine import Capabilities, Speech
from drama.speech.engines import Engines, create
from drama.speech.record import CALIBRATION, costs, lines_at_once, missing, plan, record, verify
from drama.speech.record.plan import calibrations, known_levels, voice_of
from drama.speech.take_store import Folder, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def say(text: str, voice: str = "alto", engine: str = "tone", **changes: float) -> Utterance:
    return Utterance(text=text, engine=engine, voice=voice, **changes)  # type: ignore[arg-type]


LINES = (
    say("Who put the lamp out?"),
    None,
    say("The wind, said the old man.", "bass"),
    say("Who put the lamp out?"),
    say("Then who shut the door?", pitch=2.0),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(Folder(tmp_path / "takes"))


@pytest.fixture
def engines() -> Iterator[Engines]:
    with Engines() as made:
        yield made


@dataclass
class Faulty:
    """An engine that does what a test tells it to on each call, then speaks in tones."""

    faults: list[Callable[[], Speech]] = field(default_factory=list)
    name: str = "faulty"
    capabilities: Capabilities = field(
        default_factory=lambda: Capabilities(deterministic=True, parallel="thread")
    )
    spoken: list[str] = field(default_factory=list)

    def fingerprint(self, voice: str) -> str:
        return "faulty 1"

    def voices(self) -> tuple[VoiceInfo, ...]:
        return ()

    def check(self, utterance: Utterance) -> None:
        create("tone").check(utterance)

    def speak(self, utterance: Utterance) -> Speech:
        self.spoken.append(utterance.text)
        if self.faults:
            return self.faults.pop(0)()
        return create("tone").speak(utterance)

    def close(self) -> None:
        pass


class Catalogued(Faulty):
    def voices(self) -> tuple[VoiceInfo, ...]:
        known = VoiceInfo(engine=self.name, name="known", language="en-US", calibrated_lufs=-20.5)
        return (known, replace(known, name="other", calibrated_lufs=None))


def broken() -> Speech:
    raise EngineError("it broke")


def silent() -> Speech:
    return Speech(samples=np.zeros(22_050, np.float32), rate_hz=22_050)


def clipped_short() -> Speech:
    return Speech(samples=np.full(100, 0.5, np.float32), rate_hz=22_050)


def endless() -> Speech:
    return Speech(samples=np.full(22_050 * 60, 0.5, np.float32), rate_hz=22_050)


def test_a_story_reads_its_takes_whole_once(
    store: Store, engines: Engines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = tmp_path / "takes.json"
    made = record(LINES, store, engines, jobs=1, memory=memory)
    for take in (tmp_path / "takes").rglob("*"):
        if take.is_file():
            os.utime(take, (1.0, 1.0))
    assert record(LINES, store, engines, jobs=1, memory=memory) == made
    monkeypatch.setattr(Folder, "read", lambda *_: pytest.fail("a take was read whole"))
    assert record(LINES, store, engines, jobs=1, memory=memory) == made


def test_takes_are_parallel_to_the_utterances(store: Store, engines: Engines) -> None:
    takes = record(LINES, store, engines)
    assert [take is None for take in takes] == [line is None for line in LINES]
    assert [take.frames for take in takes if take] == [len(store.samples(take.key)) for take in takes if take]


def test_equal_utterances_share_a_take(store: Store, engines: Engines) -> None:
    takes = record(LINES, store, engines)
    assert takes[0] == takes[3]


def test_takes_do_not_depend_on_how_many_work(store: Store, engines: Engines, tmp_path: Path) -> None:
    alone = Store(Folder(tmp_path / "alone"))
    assert record(LINES, store, engines, jobs=4) == record(LINES, alone, engines, jobs=1)
    assert all(
        np.array_equal(alone.samples(key), store.samples(key))
        for key, _size, _used_at in alone.backend.sizes()
    )


def test_what_the_store_has_is_not_spoken_again(store: Store) -> None:
    engine = Faulty()
    engines = Engines()
    engines.add(engine)
    lines = [say("Come in.", engine="faulty"), say("Sit down.", engine="faulty")]
    first = record(lines, store, engines)
    engine.spoken.clear()
    assert record(lines, store, engines) == first
    assert engine.spoken == []


def test_a_damaged_take_is_spoken_again(store: Store, engines: Engines) -> None:
    takes = record(LINES, store, engines)
    assert takes[0]
    assert isinstance(store.backend, Folder)
    file = store.backend.path / takes[0].key[:2] / takes[0].key[2:]
    file.write_bytes(file.read_bytes()[:-2])
    assert record(LINES, store, engines) == takes
    assert len(store.samples(takes[0].key)) == takes[0].frames


def test_the_plan_names_what_is_missing_and_speaks_nothing(store: Store, engines: Engines) -> None:
    assert missing(LINES, store, engines) == (0, 2, 3, 4)
    record(LINES[:2], store, engines)
    assert missing(LINES, store, engines) == (2, 4)
    assert plan(LINES, engines)[1] is None


def test_costs_are_of_what_is_missing_each_line_and_each_voice_s_calibration_once(store: Store) -> None:
    engines = Engines({"openai": {"base_url": "http://127.0.0.1:9", "dollars_per_million_characters": 20.0}})
    lines = [say("Ten signs.", "nova", "openai"), None, say("Ten signs.", "nova", "openai"), say("Free.")]
    (cost,) = costs(lines, store, engines)
    sent = 10 + len(CALIBRATION)
    assert (cost.engine, cost.characters, cost.dollars) == ("openai", sent, pytest.approx(sent * 2e-5))


def test_a_voice_has_one_level_over_all_its_lines(store: Store, engines: Engines) -> None:
    takes = record([say("Ah."), say("A longer line, with more of everything in it.")], store, engines)
    assert len({take.voice_lufs for take in takes if take}) == 1
    assert all(math.isfinite(take.voice_lufs) for take in takes if take)


def test_a_voice_of_known_level_speaks_no_calibration() -> None:
    engine = Catalogued(name="kokoro")
    engines = Engines()
    engines.add(engine)
    known, other = say("Ah.", "known", "kokoro"), say("Ah.", "other", "kokoro", pitch=2.0)
    assert known_levels([known, None, other], engines) == {voice_of(known): -20.5}
    assert [one.voice for one in calibrations([known, None, other], engines).values()] == ["other"]


@pytest.mark.parametrize("text", ["…", "—", "?!", "* * *"])
def test_a_line_without_words_is_a_silent_beat(store: Store, engines: Engines, text: str) -> None:
    (take,) = record([say(text)], store, engines)
    assert take
    assert take.lufs == -math.inf
    assert take.frames == round(0.3 * 44_100)


@pytest.mark.parametrize("fault", [broken, silent, clipped_short, endless], ids=lambda fault: fault.__name__)
def test_one_bad_answer_is_asked_again(store: Store, fault: Callable[[], Speech]) -> None:
    engines = Engines()
    engines.add(Faulty([fault]))
    (take,) = record([say("Open the door, will you.", engine="faulty")], store, engines, jobs=1)
    assert take
    assert np.abs(store.samples(take.key)).max() > 0.1


@pytest.mark.parametrize("fault", [broken, silent, clipped_short, endless], ids=lambda fault: fault.__name__)
def test_two_bad_answers_are_an_error_that_names_the_line(store: Store, fault: Callable[[], Speech]) -> None:
    engines = Engines()
    engines.add(Faulty([fault, fault, fault, fault]))
    place = Place(path="scripts/003.yaml", line=12)
    with pytest.raises(EngineError, match=r"scripts/003.yaml:12.*Open the door"):
        record([say("Open the door, will you.", engine="faulty")], store, engines, jobs=1, places=[place])


def test_good_lines_are_kept_when_another_fails(store: Store, engines: Engines) -> None:
    fails = Utterance(text="Never.", engine="tone", voice="alto", options=(("fail", 1.0),))
    with pytest.raises(EngineError):
        record([*LINES, fails], store, engines)
    assert missing(LINES, store, engines) == ()


def test_all_unknown_voices_are_reported_before_anything_is_spoken(store: Store, engines: Engines) -> None:
    with pytest.raises(InputError) as caught:
        record([say("One.", "alt"), say("Two."), say("Three.", "basso")], store, engines)
    assert len(caught.value.problems) == 2
    assert not list(store.backend.sizes())


def test_what_is_finished_is_kept_when_the_run_is_interrupted(store: Store) -> None:
    def interrupt() -> Speech:
        while not list(store.backend.sizes()):
            time.sleep(0.01)
        raise KeyboardInterrupt

    tones, engines = Faulty(), Engines()
    tones.faults = [lambda: create("tone").speak(say("The longest line of them all comes first.")), interrupt]
    engines.add(tones)
    lines = [
        say("The longest line of them all comes first.", engine="faulty"),
        say("Short.", engine="faulty"),
    ]
    with pytest.raises(KeyboardInterrupt):
        record(lines, store, engines, jobs=1)
    assert list(store.backend.sizes())


def test_progress_counts_every_take(store: Store, engines: Engines) -> None:
    counted = []

    class Counting:
        def start(self, stage: str, total: int) -> None:
            counted.append((stage, total))

        def step(self, count: int = 1) -> None:
            counted.append(count)

        def note(self, message: str) -> None:
            pass

    record(LINES, store, engines, progress=Counting())
    (stage, total), *steps = counted
    assert (stage, total) == ("record", sum(steps))


def test_a_serial_engine_is_never_called_twice_at_once(store: Store) -> None:
    busy = threading.Lock()

    class Serial(Faulty):
        def speak(self, utterance: Utterance) -> Speech:
            assert busy.acquire(blocking=False)
            try:
                time.sleep(0.005)
                return create("tone").speak(utterance)
            finally:
                busy.release()

    engines = Engines()
    engines.add(Serial(capabilities=Capabilities(parallel="serial")))
    lines = [say(f"Line number {word}.", engine="faulty") for word in ["one", "two", "three", "four", "five"]]
    assert all(record(lines, store, engines, jobs=4))


@pytest.mark.parametrize(
    ("about", "lines"),
    [
        (Capabilities(parallel="serial"), 1),
        (Capabilities(parallel="process"), 5),
        (Capabilities(parallel="thread"), 5),
        (Capabilities(parallel="thread", computes_here=True), 4),
        (Capabilities(parallel="thread", at_once=8), 8),
    ],
    ids=["serial", "process", "thread", "computes-here", "server"],
)
def test_an_engine_is_asked_for_as_many_lines_as_keep_four_cores_busy(
    about: Capabilities, lines: int
) -> None:
    assert lines_at_once(Faulty(capabilities=about), 4) == lines


@pytest.mark.parametrize(
    ("seconds", "fault"), [(0.05, True), (0.4, False), (1.5, False), (40.0, True)], ids=str
)
def test_a_plausible_length_is_told_by_the_text(seconds: float, fault: bool) -> None:
    speech = Speech(samples=np.full(round(seconds * 22_050), 0.1, np.float32), rate_hz=22_050)
    assert bool(verify(speech, say("Open the door!"))) is fault
