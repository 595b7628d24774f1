"""Killed at any moment and run again, a batch ends as if undisturbed, sample for sample."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import soundfile

from drama.batch import batch, in_shard
from drama.collection import Collection

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("DRAMA_TEST_KILLS", "50"))
PEOPLE = ("Agnes", "Barnaby", "Colette", "Dov", "Edith")
BATCH = """
import sys
from pathlib import Path
from drama.batch import batch
from drama.collection import Collection
if __name__ == "__main__":
    house = Collection(root=Path(sys.argv[1]))
    batch(house, house.stories(), jobs=2).check()
"""


def collection(root: Path, stories: int, paragraphs: int, engine: str = "tone") -> Collection:
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
    return Collection(root=root)


def begin(house: Collection) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(house.root / "batch.py"), str(house.root)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def children(pid: int) -> list[int]:
    """Return the processes below one, by /proc."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *children(child)]
    return found


def speaks(pid: int) -> bool:
    with suppress(OSError):
        return b"espeak" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def sounds(house: Collection) -> dict[str, np.ndarray]:
    return {path.stem: soundfile.read(path)[0] for path in sorted((house.root / "output").glob("*.mp3"))}


def lose_half(house: Collection, rng: random.Random) -> None:
    """Give the next run something to do: half of what was made is gone."""
    for path in (*sorted((house.root / "output").rglob("*.*")), *sorted(house.store.rglob("*"))):
        if path.is_file() and rng.random() < 0.5:
            path.unlink()


def papers(house: Collection) -> dict[str, str]:
    paths = [house.voices, *sorted((house.root / "scripts").rglob("*.yaml"))]
    return {str(path.relative_to(house.root)): path.read_text(encoding="utf-8") for path in paths}


def assert_same(house: Collection, undisturbed: Collection) -> None:
    assert papers(house) == papers(undisturbed)
    here, there = sounds(house), sounds(undisturbed)
    assert here.keys() == there.keys()
    assert all(np.array_equal(here[key], there[key]) for key in there)


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="finds the worker processes by /proc")
def test_killed_at_random_moments_it_ends_as_if_undisturbed(tmp_path: Path) -> None:
    rng = random.Random(7)
    undisturbed = collection(tmp_path / "undisturbed", stories=6, paragraphs=6)
    began = time.monotonic()
    assert begin(undisturbed).wait(300) == 0
    whole_s = time.monotonic() - began
    house = collection(tmp_path / "disturbed", stories=6, paragraphs=6)
    for kill in range(KILLS):
        process = begin(house)
        time.sleep(rng.uniform(0.0, 1.0) * whole_s * rng.choice((0.3, 1.0)))
        below = children(process.pid)
        # Every other time a worker or a speech process dies, and the batch has to go on without it.
        with suppress(ProcessLookupError):
            os.kill(rng.choice(below) if below and kill % 2 else process.pid, signal.SIGKILL)
        if process.wait(300) == 0:
            lose_half(house, rng)
    assert begin(house).wait(300) == 0
    assert_same(house, undisturbed)


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="finds the speech processes by /proc")
def test_speech_processes_may_be_killed_while_they_speak(tmp_path: Path) -> None:
    rng = random.Random(3)
    undisturbed = collection(tmp_path / "undisturbed", stories=3, paragraphs=12, engine="pyttsx3")
    assert begin(undisturbed).wait(300) == 0
    house, killed = collection(tmp_path / "disturbed", stories=3, paragraphs=12, engine="pyttsx3"), 0
    process = begin(house)
    while process.poll() is None:
        speaking = [pid for pid in children(process.pid) if speaks(pid)]
        if speaking and killed < 4:
            with suppress(ProcessLookupError):
                os.kill(rng.choice(speaking), signal.SIGKILL)
                killed += 1
        time.sleep(0.1)
    assert killed
    assert begin(house).wait(300) == 0
    assert_same(house, undisturbed)


def test_two_batches_at_once_make_what_one_makes(tmp_path: Path) -> None:
    undisturbed = collection(tmp_path / "one", stories=6, paragraphs=4)
    assert begin(undisturbed).wait(300) == 0
    house = collection(tmp_path / "two", stories=6, paragraphs=4)
    assert [process.wait(300) for process in [begin(house), begin(house)]] == [0, 0]
    assert_same(house, undisturbed)


def test_the_shares_of_a_job_array_make_what_one_batch_makes(tmp_path: Path) -> None:
    undisturbed = collection(tmp_path / "one", stories=6, paragraphs=4)
    batch(undisturbed, undisturbed.stories(), jobs=1)
    house = collection(tmp_path / "shares", stories=6, paragraphs=4)
    for share in ("2/3", "3/3", "1/3"):
        batch(house, in_shard(house.stories(), share), jobs=1)
    assert_same(house, undisturbed)
