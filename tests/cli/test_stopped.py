"""A batch that is stopped, or that the system refuses room: said plainly, and the next run does the rest."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from drama.system.files import PREFIX

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="signals and mounts"),
]
BATCH = [sys.executable, "-m", "drama", "batch", "--jobs", "2", "--project"]
STOPPED = "drama: interrupted; what was finished is kept, and the next run goes on from it"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a collection of three stories, the first far longer than the others."""
    (tmp_path / "stories").mkdir()
    (tmp_path / "voices.yaml").write_text("house: {engine: tone}\n", encoding="utf-8")
    for n, lines in enumerate((30, 1, 1)):
        text = "\n\n".join(f"“The ferry number {n * 10 + i} is late,” said Agnes." for i in range(lines))
        path = tmp_path / "stories" / f"{n:03} Tale.txt"
        path.write_text(text + "\n", encoding="utf-8")
        os.utime(path, (time.time() - 3600,) * 2)
    return tmp_path


def is_begun(folder: Path) -> bool:
    return any((folder / "output").glob("*.mp3"))


def left_over(folder: Path) -> list[Path]:
    return list(folder.rglob(f"{PREFIX}*"))


def counts(folder: Path) -> dict[str, int]:
    done = subprocess.run(
        [*BATCH, str(folder), "--json"], capture_output=True, text=True, timeout=600, check=True
    )
    found: dict[str, int] = json.loads(done.stdout)["counts"]
    return found


@pytest.mark.parametrize(
    ("name", "where"),
    [("SIGINT", "--cluster=local"), ("SIGTERM", "--jobs=2")],
    ids=["Ctrl-C on a cluster", "kill"],
)
def test_stopped_it_says_so_and_the_next_run_does_the_rest(folder: Path, name: str, where: str) -> None:
    command = [*BATCH, str(folder), where]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not is_begun(folder):
        assert process.poll() is None
        time.sleep(0.02)
    os.killpg(process.pid, getattr(signal, name))
    said = process.communicate(timeout=300)[1]
    assert process.returncode == 130
    assert said.splitlines()[-1] == STOPPED
    assert "Traceback" not in said
    assert counts(folder)["failed"] == 0
    assert not left_over(folder)


def test_a_closed_terminal_stops_it_too(folder: Path) -> None:
    ours, theirs = pty.openpty()
    # The first terminal that the leader of a session opens is the one whose end it is told of (setsid(2)).
    opening = ["sh", "-c", 'exec "$@" <"$0" >"$0" 2>&1', os.ttyname(theirs)]
    with subprocess.Popen([*opening, *BATCH, str(folder)], start_new_session=True) as process:
        try:
            while not is_begun(folder):
                assert process.poll() is None
                if select.select([ours], [], [], 0.02)[0]:
                    os.read(ours, 65_536)  # `theirs` is open: a terminal that nobody has open can't be read
            os.close(ours)
            assert process.wait() == 130
        finally:
            process.kill()
            os.close(theirs)


MOUNTED = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
"""Runs a shell that may mount without being root, and whose mounts nobody else sees."""
FULL = """
mount -t tmpfs -o size=8000k none "$HOUSE" && cp -r "$STORIES"/. "$HOUSE" || exit 99
"$@"
code=$?
mount -o remount,size=200m "$HOUSE"
"$@" > "$AGAIN"
exit $code
"""
READ_ONLY = """
mount -t tmpfs -o ro none "$HOUSE/output" || exit 99
"$@"
"""


def run(shell: list[str], command: list[str], **environment: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*shell, "sh", *command],
        capture_output=True, text=True, timeout=600, check=False,
        env=os.environ | {name: str(value) for name, value in environment.items()},
    )  # fmt: skip
    if not done.stdout and done.returncode in (1, 99, 127):
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    return done


def test_on_a_full_disk_the_others_are_finished_and_with_room_the_rest(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    project, again = tmp_path_factory.mktemp("disk"), tmp_path_factory.mktemp("again") / "answer.json"
    command = [*BATCH, str(project), "--jobs", "1", "--json"]
    done = run([*MOUNTED, FULL], command, HOUSE=project, STORIES=folder, AGAIN=again)
    answer = json.loads(done.stdout)
    assert done.returncode == 5
    assert [story["state"] for story in answer["stories"]] == ["failed", "made", "made"]
    assert [problem["message"] for problem in answer["error"]] == ["000: can't write it: the disk is full"]
    rest = json.loads(again.read_text(encoding="utf-8"))
    assert (rest["counts"]["made"], rest["counts"]["fresh"]) == (1, 2)


def test_a_file_longer_than_the_system_allows_is_an_error_and_the_others_are_finished(folder: Path) -> None:
    done = run(["sh", "-c", 'ulimit -f 2000; "$@"'], [*BATCH, str(folder), "--json"])  # of 512 bytes
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["counts"]["made"]) == (5, 2)
    (problem,) = answer["error"]
    assert problem["message"] == "000: can't write it: it would grow past the largest file allowed here"


def test_an_output_folder_on_a_read_only_disk_is_an_error_with_a_hint(folder: Path) -> None:
    (folder / "output").mkdir()
    command = [sys.executable, "-m", "drama", "render", "1", "--json", "--project", str(folder)]
    done = run([*MOUNTED, READ_ONLY], command, HOUSE=folder)
    assert done.returncode == 1
    (problem,) = json.loads(done.stdout)["error"]
    assert problem["message"] == "can't write it: it is on a read-only disk"
    assert problem["hint"]
    assert "Traceback" not in done.stderr
