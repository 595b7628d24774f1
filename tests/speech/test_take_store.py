"""The store of takes: whole or not there, whoever writes, whatever breaks."""

from __future__ import annotations

import json
import math
import multiprocessing
import os
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drama.errors import EngineError
from drama.model import Utterance
from drama.speech.engine import Speech
from drama.speech.known_takes import KnownTakes
from drama.speech.take_store import Folder, Store, key_of
from drama.system.files import PREFIX
from drama.system.leases import signed
from drama.timecode import HOUSE_RATE_HZ

if TYPE_CHECKING:
    from pathlib import Path

KEY = "ab" * 32
UTTERANCE = Utterance(text="Good evening.", engine="tone", voice="alto", options=(("fail", 0.0),))


def sine(seconds: float = 0.5, rate_hz: int = 22_050, peak: float = 0.5) -> Speech:
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    return Speech(
        samples=(peak * np.sin(2 * np.pi * 997 * time_s)).astype(np.float32),
        rate_hz=rate_hz,
        words=((0.0, 0, 4), (0.2, 5, 7)),
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(Folder(tmp_path / "takes"))


def the_file(store: Store) -> Path:
    assert isinstance(store.backend, Folder)
    return store.backend.path / KEY[:2] / KEY[2:]


def test_a_take_comes_back_at_the_house_rate_with_its_announced_length(store: Store) -> None:
    entry = store.add(KEY, UTTERANCE, sine())
    samples = store.samples(KEY)
    assert samples.dtype == np.float32
    assert samples.shape == (entry.frames,) == (round(0.5 * HOUSE_RATE_HZ),)


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 22_050, 24_000, 44_100, 48_000])
def test_a_take_of_any_rate_keeps_its_sound(store: Store, rate_hz: int) -> None:
    entry = store.add(KEY, UTTERANCE, sine(rate_hz=rate_hz))
    expected = sine(rate_hz=HOUSE_RATE_HZ).samples
    middle = slice(2_000, -2_000)
    assert len(expected) == entry.frames
    np.testing.assert_allclose(store.samples(KEY)[middle], expected[middle], atol=1e-3)


def test_samples_of_sixteen_bits_come_back_exactly(store: Store) -> None:
    steps = np.arange(-32_768, 32_768, 7, dtype=np.float32) / np.float32(32_768)
    store.add(KEY, UTTERANCE, Speech(samples=steps, rate_hz=HOUSE_RATE_HZ))
    np.testing.assert_array_equal(store.samples(KEY), steps)


def test_a_take_has_the_level_of_its_voice(store: Store) -> None:
    # ITU-R BS.1770-4: a 997 Hz sine at full scale in one channel reads −3.01 LUFS; half of it 6.02 dB less.
    assert store.add(KEY, UTTERANCE, sine(2.0)).lufs == pytest.approx(-9.03, abs=0.1)


def test_a_silent_take_has_no_level(store: Store) -> None:
    silence = Speech(samples=np.zeros(1_000, np.float32), rate_hz=22_050)
    store.add(KEY, UTTERANCE, silence)
    assert store.entry(KEY).lufs == -math.inf


def test_an_entry_read_back_equals_the_entry_that_was_added(store: Store) -> None:
    assert store.add(KEY, UTTERANCE, sine()) == store.entry(KEY)


def test_a_missing_take_is_told_apart(store: Store) -> None:
    with pytest.raises(KeyError):
        store.entry(KEY)
    with pytest.raises(EngineError, match="missing"):
        store.samples(KEY)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-1],
        lambda content: content[: len(content) // 2],
        lambda content: b"",
        lambda content: b"\0" * len(content),
        lambda content: content[:-100] + b"x" + content[-99:],
        lambda content: content.replace(b"drama-take/1", b"drama-take/0"),
        lambda content: b"[]\n" + content,
    ],
    ids=["short-by-a-byte", "half", "empty", "zeros", "one-byte-changed", "another-schema", "another-header"],
)
def test_a_damaged_take_is_never_played_and_makes_room(store: Store, damage: object) -> None:
    store.add(KEY, UTTERANCE, sine())
    the_file(store).write_bytes(damage(the_file(store).read_bytes()))  # type: ignore[operator]
    with pytest.raises(EngineError):
        store.samples(KEY)
    assert store.having([KEY]) == set()


def test_an_unfinished_file_is_not_a_take(store: Store) -> None:
    store.add(KEY, UTTERANCE, sine())
    (the_file(store).parent / ".drama-unfinished-1").write_bytes(b"half")
    assert [key for key, _, _ in store.backend.sizes()] == [KEY]


def test_a_take_made_again_clears_away_what_its_killed_writer_left(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "takes")
    ours, theirs = (tmp_path / "takes" / "ab" / f"{PREFIX}{name}" for name in (signed(""), "else-1-a"))
    for path in (ours, theirs):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
        os.utime(path, (0, 0) if path is theirs else None)
    folder.write(KEY, b"whole")
    assert sorted(path.name for path in ours.parent.iterdir()) == sorted([ours.name, KEY[2:]])


def test_of_the_keys_that_are_asked_for_those_with_a_take_are_told(store: Store) -> None:
    store.add(KEY, UTTERANCE, sine())
    assert store.having([KEY, "cd" * 32, None]) == {KEY}


def test_takes_are_listed_with_their_sizes(store: Store) -> None:
    store.add(KEY, UTTERANCE, sine())
    assert [(key, size) for key, size, _ in store.backend.sizes()] == [(KEY, the_file(store).stat().st_size)]


def test_the_header_names_its_schema(store: Store) -> None:
    store.add(KEY, UTTERANCE, sine())
    assert json.loads(the_file(store).read_bytes().partition(b"\n")[0])["schema"] == "drama-take/1"


def _write_many(path: Path) -> None:
    for _ in range(100):
        Store(Folder(path)).add(KEY, UTTERANCE, sine())


@pytest.mark.slow
def test_a_reader_never_meets_half_a_take_of_two_writers(store: Store) -> None:
    assert isinstance(store.backend, Folder)
    store.add(KEY, UTTERANCE, sine())
    expected = store.entry(KEY)
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_many, args=(store.backend.path,)) for _ in range(2)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        assert store.entry(KEY) == expected
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert len(list(the_file(store).parent.iterdir())) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Good evening!"},
        {"engine": "other"},
        {"voice": "bass"},
        {"rate": 1.01},
        {"pitch": 0.5},
        {"options": (("fail", 1.0),)},
        {"options": ()},
    ],
    ids="-".join,
)
def test_everything_that_affects_the_sound_changes_the_key(changes: dict[str, object]) -> None:
    fields = {name: getattr(UTTERANCE, name) for name in UTTERANCE.__slots__}
    assert key_of(Utterance(**{**fields, **changes}), "v1") != key_of(UTTERANCE, "v1")


def test_another_fingerprint_of_the_engine_changes_the_key() -> None:
    assert key_of(UTTERANCE, "v1") != key_of(UTTERANCE, "v2")


def test_whole_numbers_and_minus_zero_do_not_change_the_key() -> None:
    same = Utterance(
        text=UTTERANCE.text, engine="tone", voice="alto", rate=1, pitch=-0.0, options=(("fail", 0),)
    )
    assert key_of(same, "v1") == key_of(UTTERANCE, "v1")


@given(st.text(), st.text())
def test_the_parts_of_a_key_do_not_run_into_each_other(one: str, two: str) -> None:
    first = Utterance(text=one + two, engine="tone", voice="a")
    second = Utterance(text=one, engine="tone", voice=two + "a")
    assert key_of(first, "") != key_of(second, "") or not two


def test_no_flipped_bit_of_a_header_gives_another_take(store: Store) -> None:
    entry = store.add(KEY, UTTERANCE, sine(0.01))
    whole = the_file(store).read_bytes()
    for bit in range(8 * (whole.find(b"\n") + 1)):
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        the_file(store).write_bytes(flipped)
        with suppress(KeyError):
            assert store.entry(KEY) == entry


def known_after_a_run(store: Store, memory: Path) -> KnownTakes:
    """Return what a run knows whose run before read the take, spoken a second ago, whole."""
    store.add(KEY, UTTERANCE, sine())
    os.utime(the_file(store), (1.0, 1.0))
    first = KnownTakes(memory)
    store.entry(KEY, first)
    first.keep()
    return KnownTakes(memory)


def test_of_a_take_that_was_read_whole_only_the_head_is_read(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, entry = known_after_a_run(store, tmp_path / "takes.json"), store.entry(KEY)
    monkeypatch.setattr(Folder, "read", lambda *_: pytest.fail("it was read whole"))
    assert store.entry(KEY, known) == entry
    with pytest.raises(BaseException, match="read whole"):
        store.entry(KEY, KnownTakes(None))


@pytest.mark.parametrize("keeps_its_time", [False, True])
def test_a_known_take_that_was_damaged_since_is_found_out(
    store: Store, tmp_path: Path, keeps_its_time: bool
) -> None:
    known = known_after_a_run(store, tmp_path / "takes.json")
    content = bytearray(the_file(store).read_bytes())
    content[-1] ^= 1
    the_file(store).write_bytes(content)
    if keeps_its_time:
        os.utime(the_file(store), (1.0, 1.0))
    with pytest.raises(KeyError):
        store.entry(KEY, known)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"schema": "drama-known-takes/1"}', b"\xff"])
def test_a_damaged_memory_of_takes_is_none(store: Store, tmp_path: Path, content: bytes) -> None:
    known_after_a_run(store, tmp_path / "takes.json")
    (tmp_path / "takes.json").write_bytes(content)
    assert not KnownTakes(tmp_path / "takes.json").knows(KEY, store.backend.signature(KEY))


def test_a_take_of_this_moment_is_not_yet_known(store: Store, tmp_path: Path) -> None:
    """It may change once more without another time."""
    store.add(KEY, UTTERANCE, sine())
    known = KnownTakes(tmp_path / "takes.json")
    store.entry(KEY, known)
    known.keep()
    assert not (tmp_path / "takes.json").exists()
