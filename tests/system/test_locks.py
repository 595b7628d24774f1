"""One holder at a time, and none after its death."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from drama.system.locks import held


def test_a_lock_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "locks" / "003"
    with held(path, wait=False) as mine, held(path, wait=False) as theirs:
        assert (mine, theirs) == (True, False)


def test_a_lock_is_free_again_after_its_block(tmp_path: Path) -> None:
    with held(tmp_path / "003", wait=False):
        pass
    with held(tmp_path / "003", wait=False) as mine:
        assert mine


@pytest.mark.slow
def test_a_lock_is_free_again_when_its_holder_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib, time; from drama.system.locks import held\n"
        "with held(pathlib.Path(sys.argv[1]), wait=True): print('held', flush=True); time.sleep(60)"
    )
    path = tmp_path / "003"
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with held(path, wait=False) as mine:
            assert not mine
        holder.kill()
    with held(path, wait=True) as mine:
        assert mine
