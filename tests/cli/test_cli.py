"""The edge that a person sees: help, exit codes, what goes where."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from drama import __main__ as edge
from drama import __version__
from drama.cli.app import app
from drama.cli.console import Console
from drama.errors import InputError

COMMANDS = sorted(c.callback.__name__.rstrip("_") for c in app.registered_commands if c.callback)


def test_the_version_is_said() -> None:
    done = CliRunner().invoke(app, ["--version"])
    assert (done.exit_code, done.stdout) == (0, f"drama {__version__}\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    done = CliRunner().invoke(app, [command, "--help"])
    assert done.exit_code == 0
    assert "Example: drama " + command in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_module(command: str) -> None:
    folder = Path(sys.modules["drama.cli.app"].__file__ or "").parent / "commands"
    assert (folder / f"{command}.py").is_file()


def test_an_unknown_option_is_a_usage_error() -> None:
    assert CliRunner().invoke(app, ["render", "--nosuch"]).exit_code == 2


def test_a_program_reads_one_document_even_of_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(console: Console, **_options: object) -> None:
        console.data({"items": [1]})
        raise InputError("no room")

    monkeypatch.setattr("drama.cli.commands.clean.run", failing)
    done = CliRunner().invoke(app, ["clean", "--json"])
    answer = json.loads(done.stdout)
    assert (done.exit_code, answer["items"], answer["error"][0]["message"]) == (1, [1], "no room")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux counts its threads there")
@pytest.mark.parametrize(("given", "left"), [(None, "1"), ("3", "3")])
def test_numpy_gets_no_threads_of_its_own_unless_they_are_asked_for(given: str | None, left: str) -> None:
    code = (
        "import os, sys; from contextlib import suppress; from drama.__main__ import main\n"
        "sys.argv = ['drama', '--version']\n"
        "with suppress(SystemExit): main()\n"
        "import numpy; print(os.environ['OPENBLAS_NUM_THREADS'], len(os.listdir('/proc/self/task')))"
    )
    own = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    asked = {} if given is None else {"OPENBLAS_NUM_THREADS": given}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=own | asked
    )
    said, threads = done.stdout.split()[-2:]
    assert said == left
    assert given is not None or threads == "1"


@pytest.mark.slow
def test_the_end_of_a_command_looks_for_no_cycles() -> None:
    code = (
        "import gc, sys; from contextlib import suppress; from drama.__main__ import main\n"
        "sys.argv = ['drama', '--version']\n"
        "with suppress(SystemExit): main()\n"
        "print(gc.get_freeze_count() > 1000)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split()[-1] == "True"


@pytest.mark.slow
def test_help_loads_no_stage_and_no_numpy() -> None:
    heavy = "('numpy', 'yaml', 'rich', 'drama.adapt')"
    code = f"import sys, drama.cli.app; print([m for m in sys.modules if m in {heavy}])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_bug_of_ours_shows_no_traceback_and_keeps_the_details(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise ZeroDivisionError("nothing to share")

    monkeypatch.setattr("drama.cli.commands.clean.run", broken)
    monkeypatch.setattr("sys.argv", ["drama", "clean"])
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(SystemExit) as ended:
        edge.main()
    said = capsys.readouterr().err
    (details,) = tmp_path.glob("drama-bug-*.txt")
    assert ended.value.code == 3
    assert str(details) in said
    assert "Traceback" not in said
    assert "nothing to share" in details.read_text(encoding="utf-8")
