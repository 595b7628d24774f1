"""A cache in one file: what an interrupted run left is found again, and damage is made anew."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from drama.errors import InputError
from drama.system.cache import Kept

A, B, C = (letter * 32 for letter in "abc")


def never() -> bytes:
    raise AssertionError("made again")


def test_a_result_is_made_once_and_an_interrupted_run_leaves_it(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "pieces"
    kept = Kept(path)
    assert kept(A, lambda: b"first") == b"first"
    assert kept(B, lambda: b"") == b""
    assert kept(A, never) == b"first"
    again = Kept(path)
    assert again(A, never) == b"first"
    assert again(B, never) == b""
    again.clear()
    assert not path.exists()
    assert again(A, lambda: b"anew") == b"anew"


@pytest.mark.parametrize("cut", [1, 20, 44, 46, 49, 60, 98])
def test_what_a_kill_left_in_the_middle_is_made_again(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "pieces"
    kept = Kept(path)
    kept(A, lambda: b"first")
    kept(B, lambda: b"second")
    whole = path.read_bytes()
    path.write_bytes(whole[:cut])
    again = Kept(path)
    assert again(A, (never if cut >= 49 else lambda: b"first")) == b"first"
    assert again(B, lambda: b"second") == b"second"
    assert path.read_bytes() == whole


@pytest.mark.parametrize("at", [0, 40, 47, 49, 97])
def test_damage_is_seen(tmp_path: Path, at: int) -> None:
    path = tmp_path / "pieces"
    kept = Kept(path)
    kept(A, lambda: b"first")
    kept(B, lambda: b"second")
    content = bytearray(path.read_bytes())
    content[at] ^= 0x40
    path.write_bytes(content)
    again = Kept(path)
    assert again(A, lambda: b"first") == b"first"
    assert again(B, lambda: b"second") == b"second"
    assert Kept(path)(B, never) == b"second"


def test_threads_share_it(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "pieces")
    names = [f"{i:032d}" for i in range(200)]
    with ThreadPoolExecutor(max_workers=4) as pool:
        for _ in range(2):
            found = list(pool.map(lambda name: kept(name, lambda: name.encode() * 9), names))
            assert found == [name.encode() * 9 for name in names]


def test_a_folder_that_refuses_is_an_error_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "pieces").mkdir()
    with pytest.raises(InputError, match="folder"):
        Kept(tmp_path / "pieces")(C, lambda: b"first")


def test_what_another_process_wrote_over_is_made_again(tmp_path: Path) -> None:
    ours, theirs = Kept(tmp_path / "pieces"), Kept(tmp_path / "pieces")
    assert ours(A, lambda: b"first") == b"first"
    assert theirs(B, lambda: b"other") == b"other"
    assert ours(A, lambda: b"first, again") == b"first, again"


@pytest.mark.skipif(os.name != "posix", reason="sets a limit of the system")
def test_a_result_that_is_written_in_part_says_why_and_leaves_no_part(tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys, pathlib; from drama.system.cache import Kept\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))\n"
        "kept = Kept(pathlib.Path(sys.argv[1]))\n"
        "kept('a' * 32, lambda: b'first')\n"
        "try: kept('b' * 32, lambda: b'x' * 5_000)\n"
        "except Exception as error: print(error)\n"
    )
    path = tmp_path / "pieces"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert "past the largest file" in done.stdout
    assert path.stat().st_size == 44 + len("first")
