"""Files are written whole or not at all, and what the system refuses is said in plain words."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from drama.errors import InputError
from drama.system import files
from drama.system.leases import STALE_S


def refuse(code: int):
    def raising(*arguments: object, **options: object) -> None:
        raise OSError(code, os.strerror(code))

    return raising


def test_a_written_file_holds_the_text_with_its_own_line_ends(tmp_path: Path) -> None:
    files.write_text(tmp_path / "a.yaml", "één\r\ntwo\n")
    assert (tmp_path / "a.yaml").read_bytes() == "één\r\ntwo\n".encode()


def test_missing_folders_are_made(tmp_path: Path) -> None:
    files.write_text(tmp_path / "new" / "deep" / "a.txt", "x")
    assert (tmp_path / "new" / "deep" / "a.txt").read_text(encoding="utf-8") == "x"


@pytest.mark.parametrize("trouble", [RuntimeError, KeyboardInterrupt])
def test_an_interrupted_writer_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, trouble: type[BaseException]
) -> None:
    path = tmp_path / "a.txt"
    files.write_text(path, "old")

    def write() -> None:
        with files.replacing(path) as temporary:
            temporary.write_text("half", encoding="utf-8")
            raise trouble

    with pytest.raises(trouble):
        write()
    assert [(p.name, p.read_text(encoding="utf-8")) for p in tmp_path.iterdir()] == [("a.txt", "old")]


def test_the_temporary_file_keeps_the_suffix_for_tools_that_go_by_it(tmp_path: Path) -> None:
    with files.replacing(tmp_path / "003.mp3") as temporary:
        temporary.write_bytes(b"x")
        assert (temporary.suffix, temporary.parent) == (".mp3", tmp_path)


def test_a_file_keeps_the_rights_of_the_one_it_replaces(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    files.write_text(path, "old")
    path.chmod(0o640)
    files.write_text(path, "new")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_rights_that_any_program_would_give_it(tmp_path: Path) -> None:
    files.write_text(tmp_path / "a.txt", "x")
    (tmp_path / "b.txt").write_text("x", encoding="utf-8")
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "b.txt").stat().st_mode


def test_a_symbolic_link_stays_a_link_to_the_new_text(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    files.write_text(tmp_path / "real" / "a.txt", "old")
    link = tmp_path / "a.txt"
    link.symlink_to(tmp_path / "real" / "a.txt")
    files.write_text(link, "new")
    assert link.is_symlink()
    assert (tmp_path / "real" / "a.txt").read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "read-only disk"),
        (errno.EACCES, "permission denied"),
        (errno.EDQUOT, "quota"),
    ],
    ids=["full", "read-only", "rights", "quota"],
)
def test_what_the_system_refuses_is_said_with_the_path_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    path = tmp_path / "a.txt"
    files.write_text(path, "old")
    monkeypatch.setattr(os, "fsync", refuse(code))
    with pytest.raises(InputError, match=words) as caught:
        files.write_text(path, "new")
    assert str(path) in str(caught.value)
    assert [p.read_text(encoding="utf-8") for p in tmp_path.iterdir()] == ["old"]


def test_a_file_in_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("in the way", encoding="utf-8")
    with pytest.raises(InputError, match="a folder of its path is a file"):
        files.write_text(tmp_path / "output" / "a.txt", "x")


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(InputError, match="it is a folder"):
        files.write_text(tmp_path / "a.txt", "x")


def test_the_full_device_is_reported_as_a_full_disk(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")

    def write() -> None:
        with files.replacing(tmp_path / "a.txt") as temporary:
            temporary.symlink_to("/dev/full")
            temporary.write_bytes(b"x" * 100_000)

    with pytest.raises(InputError, match="the disk is full"):
        write()


def test_trouble_with_another_file_inside_the_block_keeps_its_own_name(tmp_path: Path) -> None:
    def write() -> None:
        with files.replacing(tmp_path / "a.txt"):
            (tmp_path / "elsewhere").read_text(encoding="utf-8")

    with pytest.raises(FileNotFoundError, match="elsewhere"):
        write()


def test_a_byte_that_is_not_utf_8_is_reported_with_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("a: 1\né: caf".encode() + b"\xe9\n")
    with pytest.raises(InputError, match=r"a\.yaml:2:7: the file is not UTF-8 \(byte 0xe9\)"):
        files.read_text(path)


def test_utf_16_is_called_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("a: 1\n".encode("utf-16"))
    with pytest.raises(InputError, match="UTF-16"):
        files.read_text(path)


def test_a_missing_file_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        files.read_text(tmp_path / "nowhere.yaml")


def test_sweeping_removes_old_unfinished_files_whoever_wrote_them(tmp_path: Path) -> None:
    old, fresh, other = (
        tmp_path / name for name in (f"{files.PREFIX}else-1-a.mp3", f"{files.PREFIX}else-1-b.mp3", "a.mp3")
    )
    long_ago = time.time() - 2 * STALE_S
    for path in (old, fresh, other):
        path.write_bytes(b"x")
    os.utime(old, (long_ago, long_ago))
    os.utime(other, (long_ago, long_ago))
    files.sweep(tmp_path)
    assert set(tmp_path.iterdir()) == {fresh, other}


def test_sweeping_removes_folders_too_and_goes_on(tmp_path: Path) -> None:
    long_ago = time.time() - 2 * STALE_S
    for n in range(5):
        folder, file = (tmp_path / f"{files.PREFIX}else-{n}-{kind}" for kind in ("a", "b.mp3"))
        folder.mkdir()
        (folder / "0.mp3").write_bytes(b"x")
        file.write_bytes(b"x")
        for path in (folder, file):
            os.utime(path, (long_ago, long_ago))
    files.sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="asks for the writer's process")
def test_sweeping_removes_at_once_what_a_killed_writer_left(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib, time; from drama.system.files import replacing\n"
        "with replacing(pathlib.Path(sys.argv[1])) as path:\n"
        "    path.write_bytes(b'half'); print('written', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "003.mp3")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        files.sweep(tmp_path)
        assert len(list(tmp_path.iterdir())) == 1
        writer.kill()
    files.sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []
