"""Killed at any moment and run again, a batch ends as if undisturbed, sample for sample."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soundfile
from processes import children

from drama.batch import batch, in_shard
from drama.project.layout import Project

KILLS = int(os.environ.get("DRAMA_TEST_KILLS", "50"))
SEED = int(os.environ.get("DRAMA_TEST_SEED", "7"))
PEOPLE = ("Agnes", "Barnaby", "Colette", "Dov", "Edith")
BATCH = """
import errno, fcntl, sys
from pathlib import Path
from drama.batch import batch
from drama.project.layout import Project

def refuse(*_arguments):
    raise OSError(errno.ENOLCK, "No locks available")

if "without-locks" in sys.argv:
    fcntl.flock = refuse  # in the workers too: they run this file before they begin
if __name__ == "__main__":
    house = Project(root=Path(sys.argv[1]))
    batch(house, house.stories(), jobs=2).check()
"""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="finds processes by /proc"),
]


def collection(root: Path, *, stories: int = 6, paragraphs: int = 3, engine: str = "tone") -> Project:
    (root / "stories").mkdir(parents=True)
    (root / "voices.yaml").write_text(f"house: {{engine: {engine}}}\n", encoding="utf-8")
    (root / "batch.py").write_text(BATCH, encoding="utf-8")
    for n in range(stories):
        rng = random.Random(n)
        lines = [
            f"“The {rng.choice(('ferry', 'clock', 'dog'))} number {i} is late,” said {rng.choice(PEOPLE)}."
            for i in range(paragraphs)
        ]
        path = root / "stories" / f"{n:03} Tale.txt"
        path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
        os.utime(path, (time.time() - 3600,) * 2)
    return Project(root=root)


@dataclass(frozen=True)
class Undisturbed:
    """What one batch made that nobody disturbed, and how long it took."""

    papers: dict[str, str]
    sounds: dict[str, np.ndarray]
    whole_s: float


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    return made_by(collection(tmp_path_factory.mktemp("undisturbed") / "house"))


def made_by(project: Project) -> Undisturbed:
    began = time.monotonic()
    assert begin(project).wait(300) == 0
    return Undisturbed(papers(project), sounds(project), time.monotonic() - began)


def begin(project: Project, disk: str = "with-locks") -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(project.root / "batch.py"), str(project.root), disk],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def speaks(pid: int) -> bool:
    with suppress(OSError):
        return b"espeak" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def sounds(project: Project) -> dict[str, np.ndarray]:
    return {path.stem: soundfile.read(path)[0] for path in sorted((project.root / "output").glob("*.mp3"))}


def lose_half(project: Project, rng: random.Random) -> None:
    """Give the next run something to do: half of what was made is gone."""
    for path in (*sorted((project.root / "output").rglob("*.*")), *sorted(project.store.rglob("*"))):
        if path.is_file() and rng.random() < 0.5:
            path.unlink()


def papers(project: Project) -> dict[str, str]:
    paths = [project.voices, *sorted((project.root / "scripts").rglob("*.yaml"))]
    return {str(path.relative_to(project.root)): path.read_text(encoding="utf-8") for path in paths}


def assert_same(project: Project, undisturbed: Undisturbed) -> None:
    assert papers(project) == undisturbed.papers
    here = sounds(project)
    assert here.keys() == undisturbed.sounds.keys()
    assert all(np.array_equal(here[key], undisturbed.sounds[key]) for key in here)


def test_killed_at_random_moments_it_ends_as_if_undisturbed(undisturbed: Undisturbed, tmp_path: Path) -> None:
    rng, kills = random.Random(SEED), 0
    project = collection(tmp_path / "disturbed")
    while kills < KILLS:
        process = begin(project)
        while process.poll() is None and kills < KILLS:
            # The program, or a worker or a speech process, without which the batch has to go on.
            below = children(process.pid) if rng.random() < 0.6 else []
            with suppress(subprocess.TimeoutExpired):
                process.wait(rng.uniform(0.0, 0.6) * undisturbed.whole_s)
            if process.poll() is None:
                # The number of one that has ended may by now be a stranger's.
                below = sorted({*below} & {*children(process.pid)}) if below else []
                with suppress(ProcessLookupError):
                    os.kill(rng.choice(below) if below else process.pid, signal.SIGKILL)
                    kills += 1
        if process.wait(300) == 0:
            lose_half(project, rng)
    assert begin(project).wait(300) == 0
    assert_same(project, undisturbed)


def test_speech_processes_may_be_killed_while_they_speak(tmp_path: Path) -> None:
    rng = random.Random(SEED)
    undisturbed = made_by(collection(tmp_path / "undisturbed", stories=3, paragraphs=8, engine="pyttsx3"))
    project, killed = collection(tmp_path / "disturbed", stories=3, paragraphs=8, engine="pyttsx3"), 0
    process = begin(project)
    while process.poll() is None:
        speaking = [pid for pid in children(process.pid) if speaks(pid)]
        if speaking and killed < 4:
            with suppress(ProcessLookupError):
                os.kill(rng.choice(speaking), signal.SIGKILL)
                killed += 1
        time.sleep(0.1)
    assert killed
    assert begin(project).wait(300) == 0
    assert_same(project, undisturbed)


@pytest.mark.parametrize("disk", ["with-locks", "without-locks"])
def test_two_batches_at_once_make_what_one_makes(disk: str, undisturbed: Undisturbed, tmp_path: Path) -> None:
    project = collection(tmp_path / "two")
    assert [process.wait(300) for process in [begin(project, disk), begin(project, disk)]] == [0, 0]
    assert_same(project, undisturbed)


def test_the_shares_of_a_job_array_make_what_one_batch_makes(
    undisturbed: Undisturbed, tmp_path: Path
) -> None:
    project = collection(tmp_path / "shares")
    for share in ("2/3", "3/3", "1/3"):
        batch(project, in_shard(project.stories(), share), jobs=1)
    assert_same(project, undisturbed)
