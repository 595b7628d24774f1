"""The ledger answers questions over the collection and survives damage and company."""

from __future__ import annotations

import errno
import os
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drama.batch.ledger import Entry, Ledger
from drama.errors import InputError

LAMP = Entry(
    key="003",
    name="003 A Lamp",
    title="A Lamp",
    made_at=100.0,
    spent_s=8.0,
    characters=4000,
    spoken=12,
    duration_s=240.0,
    integrated_lufs=-16.0,
    true_peak_dbtp=-1.2,
    stamp="s1",
    voices=(("", "pyttsx3", "en-us"), ("Ada", "pyttsx3", "en-us+f3")),
)
GOAT = replace(LAMP, key="000", name="000 A Goat", made_at=300.0, stamp="s0", voices=(("", "tone", "en-us"),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".drama" / "ledger.sqlite"


def test_what_was_entered_is_there_when_the_ledger_is_opened_again(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.enter([LAMP, GOAT])
    with Ledger(path) as ledger:
        assert ledger.entries() == (GOAT, LAMP)


def test_a_later_entry_replaces_the_earlier_and_its_voices(path: Path) -> None:
    recast = replace(LAMP, voices=(("", "tone", "low"),))
    with Ledger(path) as ledger:
        ledger.enter([LAMP])
        ledger.enter([recast])
        assert ledger.entries() == (recast,)
        assert ledger.using("en-us+f3") == ()


def test_a_voice_is_found_in_every_episode_that_uses_it(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.enter([LAMP, GOAT])
        assert ledger.using("en-us") == (("000", ""), ("003", ""))
        assert ledger.using("pyttsx3:en-us") == (("003", ""),)
        assert ledger.using("en-us+f3") == (("003", "Ada"),)


def test_episodes_older_than_a_pronunciation_are_found(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.enter([LAMP, GOAT])
        ledger.note_lexicon({"Quay": "key"}, now=200.0)
        ledger.note_lexicon({"Quay": "key", "Ines": "Eenez"}, now=400.0)
        assert ledger.made_before("Quay") == ("003",)
        assert ledger.made_before("Ines") == ("000", "003")


def test_a_pronunciation_that_was_changed_counts_from_its_change(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.enter([GOAT])
        ledger.note_lexicon({"Quay": "kway"}, now=200.0)
        ledger.note_lexicon({"Quay": "key"}, now=400.0)
        assert ledger.made_before("Quay") == ("000",)


def test_an_unknown_pronunciation_is_an_error(path: Path) -> None:
    with Ledger(path) as ledger, pytest.raises(KeyError):
        ledger.made_before("Quay")


def test_the_pace_is_time_over_characters_of_what_was_spoken(path: Path) -> None:
    with Ledger(path) as ledger:
        assert ledger.pace() is None
        ledger.enter([LAMP, replace(GOAT, spoken=0)])
        assert ledger.pace() == pytest.approx(8.0 / 4000)


def test_stories_made_long_before_the_last_ones_do_not_tell_the_pace(path: Path) -> None:
    slow = replace(LAMP, key="999", made_at=1.0, spent_s=1e6)
    quick = [replace(LAMP, key=f"{n:03}", made_at=100.0 + n) for n in range(50)]
    with Ledger(path) as ledger:
        ledger.enter([slow, *quick])
        assert ledger.pace() == pytest.approx(8.0 / 4000)


def test_a_damaged_ledger_is_put_aside(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this is no database" * 100)
    with Ledger(path) as ledger:
        ledger.enter([LAMP])
        assert ledger.entries() == (LAMP,)
    assert path.with_suffix(".damaged").exists()


def test_a_ledger_found_damaged_while_it_is_read_is_put_aside_and_said(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.enter([replace(LAMP, key=f"{n:04}") for n in range(200)])
    content = bytearray(path.read_bytes())
    content[8192:-4096] = bytes(len(content) - 12288)
    path.write_bytes(content)
    with Ledger(path) as ledger, pytest.raises(InputError, match="the ledger is damaged"):
        ledger.entries()
    with Ledger(path) as ledger:
        assert ledger.entries() == ()


@pytest.fixture
def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")

    def refuse(*_arguments: object) -> NoReturn:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)


@pytest.mark.usefixtures("without_locks")
def test_in_a_folder_without_locks_the_ledger_is_written_whole(path: Path) -> None:
    with Ledger(path) as one, Ledger(path) as two:
        one.enter([LAMP])
        two.enter([GOAT])
    with Ledger(path) as ledger:
        assert ledger.entries() == (GOAT,)


def test_a_ledger_of_another_version_is_begun_anew(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.enter([LAMP])
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA user_version = 99")
    file.close()
    with Ledger(path) as ledger:
        assert ledger.entries() == ()


def test_two_open_ledgers_see_each_other(path: Path) -> None:
    with Ledger(path) as one, Ledger(path) as two:
        one.enter([LAMP])
        two.enter([GOAT])
        assert one.entries() == two.entries() == (GOAT, LAMP)


def test_entering_is_all_or_none(path: Path) -> None:
    with Ledger(path) as ledger:
        with pytest.raises(sqlite3.IntegrityError):
            ledger.enter([LAMP, replace(GOAT, voices=(("", "tone", "a"), ("", "tone", "b")))])
        assert ledger.entries() == ()


def test_a_story_that_is_gone_can_be_forgotten(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.enter([LAMP, GOAT])
        ledger.forget(["000"])
        assert ledger.entries() == (LAMP,)


@settings(max_examples=20)
@given(st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=20), max_size=5))
def test_any_names_come_back_as_they_went_in(
    tmp_path_factory: pytest.TempPathFactory, names: dict[str, str]
) -> None:
    entries = tuple(
        replace(LAMP, key=key, title=title) for key, title in sorted(names.items()) if key.isprintable()
    )
    with Ledger(tmp_path_factory.mktemp("ledger") / "ledger.sqlite") as ledger:
        ledger.enter(entries)
        assert ledger.entries() == tuple(sorted(entries, key=lambda e: e.key.encode()))


def test_stamps_are_renewed_for_all_but_the_stories_named(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.enter([replace(LAMP, stamp="old 1:2"), replace(GOAT, stamp="old 3:4")])
        ledger.prepare({"003": "old 1", "000": "old 3", "001": "other"})
        ledger.restamp("old", "new", but=["000"])
        assert {entry.key: entry.stamp for entry in ledger.entries()} == {"003": "new 1:2", "000": "old 3:4"}
        assert ledger.prepared() == {"003": "new 1", "000": "old 3", "001": "other"}


def test_a_story_found_fresh_keeps_what_is_known_and_renews_its_stamp(path: Path) -> None:
    found = replace(LAMP, spent_s=0.1, spoken=0, stamp="s2")
    with Ledger(path) as ledger:
        ledger.enter([LAMP])
        ledger.enter([], fresh=[found, GOAT])
        assert ledger.entries() == (GOAT, replace(LAMP, stamp="s2"))


def test_a_place_where_no_ledger_can_be_kept_is_an_error_with_the_path(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"ledger\.sqlite"):
        Ledger(tmp_path / "file" / "ledger.sqlite")
    (tmp_path / "folder" / "ledger.sqlite").mkdir(parents=True)
    with pytest.raises(InputError, match="can't keep the ledger"):
        Ledger(tmp_path / "folder" / "ledger.sqlite")


def test_a_story_whose_name_is_no_utf_8_is_entered(path: Path) -> None:
    strange = replace(LAMP, name="010 \udcff\udcfe", title="\udcff", problem="\udcff is missing")
    with Ledger(path) as ledger:
        ledger.enter([strange, GOAT])
    with Ledger(path) as ledger:
        assert [entry.name for entry in ledger.entries()] == [GOAT.name, r"010 \udcff\udcfe"]


def test_a_flipped_bit_of_a_ledger_is_told_or_mended(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.enter([LAMP, GOAT])
    whole = path.read_bytes()
    for at in range(0, len(whole), 997):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x80]) + whole[at + 1 :])
        try:
            with Ledger(path) as ledger:
                ledger.entries()
                ledger.enter([LAMP])
        except InputError:
            with Ledger(path) as ledger:
                ledger.enter([LAMP])
