"""batch, status and clean as a person calls them."""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from drama.cli.app import app

TALES = {
    "001 The Ferry.txt": "“You are late,” said Agnes.\n\n“So are you,” said Barnaby.\n",
    "002 The Clock.txt": "Agnes wound the clock.\n\n“It runs backwards,” she said.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "stories").mkdir()
    (tmp_path / "voices.yaml").write_text(
        "house: {engine: tone}\nlexicon: {Agnes: Annyes}\n", encoding="utf-8"
    )
    for name, text in TALES.items():
        (tmp_path / "stories" / name).write_text(text, encoding="utf-8")
    return tmp_path


def call(folder: Path, command: str, *arguments: str, code: int = 0) -> dict[str, Any]:
    words = [command, *arguments, "--project", str(folder), "--json", "-q"]
    if command == "batch" and "--dry-run" not in arguments:
        words += ["--jobs", "1"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == code, done.output
    found: dict[str, Any] = json.JSONDecoder().raw_decode(done.stdout)[0]
    return found


def test_a_batch_makes_all_and_counts_them(folder: Path) -> None:
    assert call(folder, "batch")["counts"]["made"] == 2
    assert (folder / "output" / "001.mp3").exists()


def test_a_batch_tells_how_many_decisions_wait_on_what_it_made(folder: Path) -> None:
    doubtful = (
        "Agnes and Barnaby sat with Cora by the fire.\n\n“Late,” said Agnes.\n\n“Very.”\n\n"
        "They looked at the clock.\n\n“Nobody came.”\n\n“Nobody ever does.”\n\n“True.”\n"
    )
    (folder / "stories" / "003 Fire.txt").write_text(doubtful, encoding="utf-8")
    words = ["batch", "--project", str(folder), "--jobs", "1"]
    said = CliRunner().invoke(app, words).output
    waiting = len(call(folder, "check", "003")["checked"][0]["decisions"])
    assert waiting
    assert re.search(rf"^{waiting} decisions? waits?: drama check 003$", said, re.MULTILINE), said
    assert "wait" not in CliRunner().invoke(app, words).output


def test_a_dry_run_says_why_and_makes_nothing(folder: Path) -> None:
    planned = call(folder, "batch", "--dry-run")["dry_run"]
    assert [(story["key"], story["why"]) for story in planned] == [("001", "new"), ("002", "new")]
    assert not (folder / "output").exists()
    assert not (folder / "scripts").exists()


def test_a_dry_run_tells_what_the_limit_lets_begin(folder: Path) -> None:
    planned = call(folder, "batch", "--dry-run", "--limit", "1")["dry_run"]
    assert [(story["key"], story["now"]) for story in planned] == [("001", True), ("002", False)]


def test_no_time_is_guessed_for_an_engine_unlike_the_built_in_one(folder: Path) -> None:
    assert call(folder, "batch", "--dry-run")["seconds"] is None


def test_a_first_dry_run_guesses_the_time(folder: Path) -> None:
    (folder / "voices.yaml").unlink()
    first = call(folder, "batch", "--dry-run")
    assert first["guessed"]
    assert first["seconds"] > 0


def test_a_later_dry_run_tells_the_time_at_the_pace_of_what_was_made(folder: Path) -> None:
    call(folder, "batch", "--limit", "1")
    later = call(folder, "batch", "--dry-run")
    assert not later["guessed"]
    assert later["seconds"] > 0


def test_a_failed_story_ends_with_exit_code_5_and_the_other_is_made(folder: Path) -> None:
    (folder / "stories" / "003 Empty.txt").write_text("", encoding="utf-8")
    counts = call(folder, "batch", code=5)["counts"]
    assert (counts["made"], counts["failed"]) == (2, 1)


def test_a_share_that_makes_no_sense_is_a_usage_error(folder: Path) -> None:
    call(folder, "batch", "--shard", "4/3", code=2)


def test_an_unknown_preset_is_a_usage_error(folder: Path) -> None:
    call(folder, "batch", "--preset", "podcats", code=2)


def test_status_finds_the_episodes_of_a_voice(folder: Path) -> None:
    call(folder, "batch")
    everything = call(folder, "status")["stories"]
    voices = {
        voice
        for story in everything
        for name, _engine, voice in story["ledger"]["voices"]
        if name == "Barnaby"
    }
    found = call(folder, "status", "--voice", voices.pop())["stories"]
    assert "001" in [story["key"] for story in found]


def test_status_finds_the_episodes_made_before_a_lexicon_entry(folder: Path) -> None:
    call(folder, "batch")
    assert call(folder, "status", "--before", "Agnes")["stories"] == []
    text = (folder / "voices.yaml").read_text(encoding="utf-8")
    (folder / "voices.yaml").write_text(text.replace("Annyes", "Agg-ness"), encoding="utf-8")
    call(folder, "batch", "--limit", "1")
    assert [story["key"] for story in call(folder, "status", "--before", "Agnes")["stories"]] == ["002"]


def test_status_of_an_unknown_lexicon_entry_is_a_usage_error(folder: Path) -> None:
    call(folder, "status", "--before", "Nobody", code=2)


def test_clean_says_what_would_go_and_then_removes_it(folder: Path) -> None:
    call(folder, "batch")
    would_go = call(folder, "clean", "--days", "0", "--dry-run")
    assert {"take"} <= {item["what"] for item in would_go["items"]}
    assert call(folder, "clean", "--days", "0")["freed"] > 0
    assert call(folder, "clean", "--days", "0")["items"] == []


def test_clean_counts_in_english(folder: Path) -> None:
    mixes = folder / ".drama" / "mixes" / "001"
    mixes.mkdir(parents=True)
    for name in ("cells.f32", "peaks.f32"):
        (mixes / name).write_bytes(b"0")
    done = CliRunner().invoke(app, ["clean", "--days", "0", "--project", str(folder)])
    assert "2 mixes" in done.stdout


def test_clean_says_how_much_lies_there_by_the_time_of_its_last_use(folder: Path) -> None:
    call(folder, "batch")
    takes = list((folder / ".drama" / "takes").glob("*/*"))
    for take in takes[:2]:
        os.utime(take, (time.time() - 10 * 24 * 3600,) * 2)
    done = CliRunner().invoke(app, ["clean", "--project", str(folder)])
    assert "last used within a month: 2, " in done.stdout
    assert f"last used within a day: {len(takes) - 2}, " in done.stdout


def test_a_log_has_one_line_a_story_with_the_time_left(folder: Path) -> None:
    done = CliRunner().invoke(app, ["batch", "--project", str(folder), "--jobs", "1"])
    said = done.stderr.splitlines()
    assert [line.split()[0] for line in said] == ["2", "[1/2]", "[2/2]"]
    assert [" left" in line for line in said] == [False, True, False]
