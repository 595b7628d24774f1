"""The terminal: any encoding takes any text, nothing of a story is obeyed, a closed output is no fault."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from drama import __main__ as edge
from drama.cli import use_streams, visible
from drama.cli.console import Console
from drama.errors import InputError, Problem

ROOT = Path(__file__).parents[2]


class Stream(io.TextIOWrapper):
    """Standard output as a pipe of some encoding."""

    def __init__(self, encoding: str) -> None:
        super().__init__(io.BytesIO(), encoding=encoding, newline="\n")

    def written(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode(self.encoding)  # type: ignore[attr-defined]


def piped(monkeypatch: pytest.MonkeyPatch, encoding: str = "utf-8") -> Stream:
    """Return standard output from now on: while a test runs, pytest has its own in place."""
    stream = Stream(encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    use_streams()
    return stream


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1", "cp437"])
@pytest.mark.parametrize("text", ["▶ 12 → 14", "ʒɑːl", "3 ∞", "“Ада” 中", "\ud800"])
def test_any_encoding_takes_any_text(monkeypatch: pytest.MonkeyPatch, encoding: str, text: str) -> None:
    stdout = piped(monkeypatch, encoding)
    Console().result(text)
    assert stdout.written().endswith("\n")


def test_our_own_signs_have_their_nearest_in_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    stdout = piped(monkeypatch, "ascii")
    Console().result("▶ 12 → 14 – 3 × 2…")
    assert stdout.written() == "> 12 -> 14 - 3 x 2...\n"


@pytest.mark.parametrize(
    "text",
    ["\x1b[2J", "Ev\x1b[31mil", "\x9b31m", "a\rb", "\x07", "\x7f", "ab\u202ecd", "\u2066x", "\ud83d"],
)
def test_what_a_terminal_would_obey_is_written_out(text: str) -> None:
    shown = visible(text)
    assert shown.isprintable()
    assert shown.startswith(text[:1] if text[0].isalpha() else "\\")


def test_line_ends_tabs_and_letters_of_all_scripts_stay() -> None:
    assert visible("Zoë\n\tАда 中 🎉 é") == "Zoë\n\tАда 中 🎉 é"


def test_an_error_with_escapes_in_it_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    Console().error(InputError(Problem(message="no story \x1b[2J here")))
    assert "\\x1b[2J" in capsys.readouterr().err


def test_what_is_downloaded_is_counted_in_megabytes(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console()
    console.start("download", 120_575_669)
    console.start("record", 164)
    assert capsys.readouterr().err.splitlines() == ["download: 121 MB", "record: 164"]


def test_json_escapes_what_a_terminal_would_obey(monkeypatch: pytest.MonkeyPatch) -> None:
    stdout = piped(monkeypatch)
    console = Console(as_json=True)
    console.data({"name": "a\x9b31m\u202eb"})
    console.answer()
    assert visible(stdout.written()) == stdout.written()
    assert json.loads(stdout.written()) == {"name": "a\x9b31m\u202eb"}


def test_a_closed_output_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    use_streams()
    with sys.stdout:
        Console().result("nobody reads this")


def test_only_the_newest_bug_files_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge.tempfile, "gettempdir", lambda: str(tmp_path))
    for age in range(9):
        old = tmp_path / f"drama-bug-{age}.txt"
        old.touch()
        os.utime(old, (1_000 - age, 1_000 - age))
    edge._sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"drama-bug-{age}.txt" for age in range(4)]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize("arguments", [["sounds"], ["voices"], ["sounds", "--json"], ["--help"]])
def test_a_full_output_is_told(arguments: list[str], tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "drama", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=600,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
    assert done.returncode == 1
    assert "the disk is full" in done.stderr
    assert "Traceback" not in done.stderr
