"""A plain render's command line is read without typer, and means what it means to typer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from drama.cli import performing, plain
from drama.cli.app import app
from drama.cli.console import Console

PLAIN = (
    "render 000",
    "render 003 -q",
    "render 1 5-8 lamp tale.txt --verbose",
    "render --quiet 3 --json",
    "render 000 -q --project some/folder",
    "render -j 2 1 --project here 2",
    "render 1 --jobs 12",
    "render the-lamp -v",
)


@pytest.mark.parametrize("line", PLAIN)
def test_a_plain_render_has_the_arguments_that_typer_gives(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[dict[str, bool], object]] = []

    def noted(_command: str, console: Console, arguments: object) -> None:
        flags = {name: getattr(console, name) for name in ("quiet", "verbose", "as_json")}
        told.append((flags, arguments))

    monkeypatch.setattr(performing, "perform", noted)
    assert CliRunner().invoke(app, line.split()).exit_code == 0
    assert plain.render(line.split()) == told[0]


@pytest.mark.parametrize(
    "line",
    [
        "", "check 000", "render", "render -q", "render --help", "render 000 -h", "render 000 --dry-run",
        "render 000 -qv", "render 000 --project=here", "render 000 --jobs 0", "render 000 --jobs two",
        "render 000 --jobs", "render 000 --project", "render 000 --project a --project b", "render -- 000",
        "render 000 --jobs -1", "render *.txt", "render ~/tale.txt", "render 0 --preset acx", "-q render 0",
    ],
)  # fmt: skip
def test_any_other_line_is_left_to_typer(line: str) -> None:
    assert plain.render(line.split()) is None


@pytest.mark.slow
@pytest.mark.parametrize(("line", "loaded"), [("render 7 -q", False), ("render 7 -q --dry-run", True)])
def test_only_a_plain_render_does_without_typer(line: str, loaded: bool, tmp_path: Path) -> None:
    """A story that isn't there is a mistake of the command line either way."""
    (tmp_path / "stories").mkdir()
    program = (
        "import sys; from drama.__main__ import main\n"
        f"sys.argv = ['drama', *{line.split()!r}, '--project', {str(tmp_path)!r}]\n"
        "try: main()\n"
        "finally: print('typer' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (2, str(loaded))
    assert "7" in done.stderr
