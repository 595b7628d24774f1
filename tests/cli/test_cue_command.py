"""drama cue on the command line: the sheet, and answers that stay in the script."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile
from plays import manifest
from typer.testing import CliRunner

from drama.cli.app import app
from drama.system import player

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow
STORY = """The Kettle

Martha stood in the kitchen. The telephone rang, and she let it ring.

"You put it there," said Martha.

"It was there before," said Anselm.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "001 The Kettle.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "voices.yaml").write_text("house:\n  engine: tone\n", encoding="utf-8")
    return tmp_path


def sheet(project: Path, *arguments: str) -> dict[str, dict[str, Any]]:
    done = CliRunner().invoke(app, ["cue", "1", "--json", "--project", str(project), *arguments])
    assert done.exit_code == 0, done.output
    return {row["sound"]: row for row in json.loads(done.stdout)["cues"]}


def test_the_sheet_says_what_is_heard_and_why(project: Path) -> None:
    rows = sheet(project)
    assert rows["telephone"]["is_played"]
    assert "rings" in rows["telephone"]["why"]
    assert {"kitchen", "opening-hopeful"} <= set(rows)


def test_the_sheet_has_a_level_for_each_sound_and_names_the_most_like_ones(project: Path) -> None:
    lines = CliRunner().invoke(app, ["cue", "1", "-q", "--project", str(project)]).stdout.splitlines()
    assert lines[0].split()[:5] == ["time", "cue", "sound", "level", "sure"]
    assert all(" dB " in line for line in lines[1:])
    assert {"nursery", "quiet-house"} <= set(sheet(project)["kitchen"]["alternatives"])


def test_a_sound_s_time_is_when_it_begins_and_not_its_line(project: Path) -> None:
    number = sheet(project)["telephone"]["cue"]
    folder = project / "output" / "001"
    folder.mkdir(parents=True)
    # Cue 2 is the narration in which the telephone rings.
    (folder / "manifest.json").write_text(
        manifest(60.0, {2: (3.0, 9.0), number: (6.5, 8.0)}), encoding="utf-8"
    )
    rows = sheet(project)
    assert rows["telephone"]["at_s"] == 6.5
    assert rows["ending-hopeful"]["at_s"] is None, "the line before it isn't in the episode either"


def test_an_answer_stays_in_the_script(project: Path) -> None:
    number = sheet(project)["telephone"]["cue"]
    silenced = sheet(project, "--off", str(number))["telephone"]
    assert (silenced["is_played"], silenced["is_silenced"]) == (False, True)
    assert not sheet(project)["telephone"]["is_played"]
    assert sheet(project, "--instead", f"{number}=doorbell")["doorbell"]["is_played"]


def test_the_theme_is_written_as_midi(project: Path, tmp_path: Path) -> None:
    sheet(project, "--midi", str(tmp_path / "scores"))
    written = sorted((tmp_path / "scores").iterdir())
    assert {path.name for path in written} >= {"001-opening-hopeful.mid"}
    assert all(path.read_bytes().startswith(b"MThd") for path in written)


def test_own_sounds_are_listed_and_played_first(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "sounds").mkdir()
    hiss = np.random.default_rng(1).normal(0, 0.1, (8000, 2))
    soundfile.write(project / "sounds" / "knock.wav", hiss, 8000)
    heard: list[float] = []
    monkeypatch.setattr(player, "play", lambda path, seconds: heard.append(seconds))
    listed = CliRunner().invoke(app, ["sounds", "--json", "--project", str(project)])
    assert json.loads(listed.stdout)["own"] == ["knock"]
    done = CliRunner().invoke(app, ["sounds", "knock", "doorbell", "--play", "--project", str(project)])
    assert done.exit_code == 0, done.output
    assert heard == pytest.approx([1.0, 2.6], abs=0.05)


def test_a_file_in_sounds_that_is_no_sound_is_told_where_sounds_are_listed(project: Path) -> None:
    (project / "sounds").mkdir()
    (project / "sounds" / "knock.wav").write_bytes(b"not a sound")
    soundfile.write(project / "sounds" / "gong.wav", np.full((8000, 2), 0.1) * [1, -1], 8000)
    listed = CliRunner().invoke(app, ["sounds", "--project", str(project)])
    assert listed.exit_code == 0, listed.output
    lines = {line.split()[0]: line for line in listed.stdout.splitlines() if line.startswith("  ")}
    assert "knock.wav can't be read as a sound: export it again as a WAV" in listed.stdout
    assert "1 s" in lines["gong"]


def test_a_sound_that_there_is_not_is_refused(project: Path) -> None:
    number = sheet(project)["telephone"]["cue"]
    arguments = ["cue", "1", "--project", str(project), "--instead", f"{number}=dorbell"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 1
    assert "doorbell" in done.output
