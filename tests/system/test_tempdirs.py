"""Temporary folders: gone with their process, however it ends."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from drama.system.tempdirs import Scratch

HOLDER = """
import sys
from drama.system.tempdirs import Scratch
made = Scratch("trial")
(made.path / "file").write_text("x")
print(made.path, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def age(folder: Path) -> None:
    os.utime(folder, (1.0, 1.0))


def test_a_folder_is_removed_when_it_is_closed() -> None:
    made = Scratch("trial")
    (made.path / "file").write_text("x", encoding="utf-8")
    made.close()
    assert not made.path.exists()


def test_a_folder_is_removed_when_nobody_has_it_any_more() -> None:
    path = Scratch("trial").path
    assert not path.exists()


def test_a_folder_in_use_is_never_swept() -> None:
    one = Scratch("trial")
    other = Scratch("trial")
    assert one.path.exists()
    one.close()
    other.close()


def test_another_machines_young_folder_and_other_kinds_are_left_alone(temporary: Path) -> None:
    young, other = temporary / "drama-trial-else-1-a", temporary / "drama-else-old"
    young.mkdir()
    other.mkdir()
    age(other)
    Scratch("trial").close()
    assert young.exists()
    assert other.exists()


@pytest.mark.slow
def test_what_a_killed_process_left_is_swept_by_the_next(temporary: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    ) as holder:
        assert holder.stdout
        left = Path(holder.stdout.readline().strip())
        Scratch("trial").close()
        assert (left / "file").exists()
        holder.kill()
        holder.wait()
    Scratch("trial").close()
    assert not left.exists()
