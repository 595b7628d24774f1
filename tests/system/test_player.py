"""Playing: the first program of the system's that works, and a plain word when there is none."""

from __future__ import annotations

import stat
import sys
from typing import TYPE_CHECKING

import pytest
import soundfile
from typer.testing import CliRunner

from drama.cli.app import app
from drama.errors import EngineError
from drama.system.player import play

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="winsound plays there")]


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the one folder in which programs are found."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def install(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_a_system_without_players_is_told_what_would_help(system: Path, tmp_path: Path) -> None:
    with pytest.raises(
        EngineError,
        match=r"no program here that plays sound(.|\n)*install one of afplay(.|\n)*drama play 003 --out",
    ):
        play(tmp_path / "x.wav", 1.0)


def test_a_player_that_fails_is_passed_over_for_the_next(system: Path, tmp_path: Path) -> None:
    install(system, "paplay", "echo no server >&2; exit 1")
    install(system, "aplay", f'echo "$@" > {tmp_path}/played')
    play(tmp_path / "x y.wav", 1.0)
    assert (tmp_path / "played").read_text(encoding="utf-8") == f"-q {tmp_path}/x y.wav\n"


def test_what_every_player_said_is_told(system: Path, tmp_path: Path) -> None:
    install(system, "paplay", "echo no server >&2; exit 1")
    install(system, "aplay", "echo no sound card >&2; exit 2")
    with pytest.raises(EngineError, match=r"code 1: no server; .*code 2: no sound card"):
        play(tmp_path / "x.wav", 1.0)


def test_a_voice_is_played_from_a_file_that_goes_again(system: Path, tmp_path: Path) -> None:
    install(system, "aplay", f'echo "$2" > {tmp_path}/path; /bin/cp "$2" {tmp_path}/heard.wav')
    done = CliRunner().invoke(app, ["voices", "--engine", "tone", "--play", "alto"])
    assert (done.exit_code, done.output) == (0, "")
    assert soundfile.info(tmp_path / "heard.wav").duration > 3
    assert not (tmp_path / (tmp_path / "path").read_text(encoding="utf-8").strip()).exists()
