"""`drama batch` as a person calls it, with a story that kills whoever renders it: here and on clusters."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from dask_cluster import Cluster, cluster
from processes import children

import drama

pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="finds processes by /proc"),
]
POISON = "003"
VOICES = """\
house: {engine: tone}
engines:
  command: {run: [./kill, "{out}"], voices: [last]}
characters:
  Mortimer: {engine: command, voice: last}
"""


def collection(root: Path) -> Path:
    """Make a collection of six stories, in one of which somebody's engine kills the process that asks it."""
    (root / "stories").mkdir(parents=True)
    (root / "voices.yaml").write_text(VOICES, encoding="utf-8")
    (root / "kill").write_text("#!/bin/sh\nkill -9 $PPID\n", encoding="utf-8")
    (root / "kill").chmod(0o755)
    for n in range(6):
        key, name = f"{n:03}", ("Agnes", "Barnaby", "Colette")[n % 3]
        lines = [f"“The ferry number {n * 10 + i} is late,” said {name}." for i in range(4)]
        if key == POISON:
            lines.append("“It is my turn,” said Mortimer.")
        path = root / "stories" / f"{key} Tale.txt"
        path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
        os.utime(path, (time.time() - 3600,) * 2)
    return root


@dataclass(frozen=True)
class Ran:
    """What a command answered."""

    code: int
    answer: dict[str, Any]
    said: str

    def states(self) -> dict[str, str]:
        return {story["key"]: story["state"] for story in self.answer["stories"]}


def begin(root: Path, *arguments: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "drama", "batch", "--project", str(root), "--json", *arguments]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(root: Path, *arguments: str) -> Ran:
    return ended(begin(root, *arguments))


def ended(process: subprocess.Popen[str]) -> Ran:
    out, said = process.communicate(timeout=600)
    return Ran(process.returncode, json.loads(out), said)


def papers(root: Path) -> dict[str, str]:
    found = [root / "voices.yaml", *sorted((root / "scripts").rglob("*.yaml"))]
    return {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in found}


def assert_same(root: Path, other: Path) -> None:
    assert papers(root) == papers(other)
    here, there = (sorted((folder / "output").glob("*.mp3")) for folder in (root, other))
    assert [path.name for path in here] == [path.name for path in there]
    assert len(here) == 5
    for one, two in zip(here, there, strict=True):
        assert np.array_equal(soundfile.read(one)[0], soundfile.read(two)[0])


def assert_poison_is_set_aside(ran: Ran, *, on_cluster: bool = False) -> None:
    """Assert that one story failed and five are finished.

    Dask does a story again whose worker is killed before its result is fetched, and it is then found fresh.
    """
    assert ran.code == 5
    finished = {"made", "fresh"} if on_cluster else {"made"}
    assert ran.states().keys() == {f"{n:03}" for n in range(6)}
    for key, state in ran.states().items():
        assert state == "failed" if key == POISON else state in finished
    (problem,) = ran.answer["error"]
    assert re.match(r"003: its worker( process)? died \d+ times.*; it is set aside", problem["message"])
    assert "Traceback" not in ran.said
    assert "distributed." not in ran.said


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = collection(tmp_path_factory.mktemp("here") / "with spaces")
    assert_poison_is_set_aside(run(root, "--jobs", "2"))
    return root


def test_a_story_that_kills_its_workers_is_left_alone_until_something_about_it_changes(here: Path) -> None:
    again = run(here, "--jobs", "2", "--only-changed")
    assert (again.code, again.answer["counts"]) == (0, {"made": 0, "fresh": 5, "failed": 0, "not begun": 1})


def test_a_cluster_begun_here_makes_the_same_episodes_and_sets_the_same_story_aside(
    here: Path, tmp_path: Path
) -> None:
    root = collection(tmp_path / "local")
    assert_poison_is_set_aside(run(root, "--cluster", "local", "--jobs", "2"), on_cluster=True)
    assert_same(root, here)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("cluster")) as found:
        found.join()
        yield found


def test_workers_of_one_and_of_three_threads_make_the_same_though_one_is_killed(
    here: Path, elsewhere: Cluster, tmp_path: Path
) -> None:
    root = collection(tmp_path / "there")
    threads = elsewhere.join(threads=3)
    elsewhere.wait_for(workers=2)
    process = begin(root, "--cluster", elsewhere.address)
    while process.poll() is None and not any((root / "output").glob("*.mp3")):
        time.sleep(0.05)
    for worker in children(threads.pid):
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
    ran = ended(process)
    elsewhere.dismiss(threads, left=1)  # else the next test would count it for its own
    assert_poison_is_set_aside(ran, on_cluster=True)
    assert_same(root, here)
    dashboard = re.search(r"dashboard: (\S+)", ran.said)
    assert dashboard
    with urllib.request.urlopen(dashboard[1], timeout=120) as page:
        assert (page.status, b"Dask" in page.read()) == (200, True)


def test_a_worker_with_another_drama_is_named_with_both_versions(elsewhere: Cluster, tmp_path: Path) -> None:
    package = Path(drama.__file__).parent
    shutil.copytree(package, tmp_path / "old" / "drama", ignore=shutil.ignore_patterns("__pycache__"))
    init = tmp_path / "old" / "drama" / "__init__.py"
    text = init.read_text(encoding="utf-8")
    init.write_text(text.replace(f'"{drama.__version__}"', '"0.0.1"'), encoding="utf-8")
    worker = elsewhere.join(path=tmp_path / "old")
    try:
        elsewhere.wait_for(workers=2)
        ran = run(collection(tmp_path / "house"), "--cluster", elsewhere.address)
    finally:
        elsewhere.dismiss(worker, left=1)
    assert ran.code == 2
    assert re.search(rf"worker at tcp://\S+ has drama 0\.0\.1 .*this machine {drama.__version__} ", ran.said)
