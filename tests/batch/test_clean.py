"""What can go from the cache is found by its age; what is a person's never is."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from drama.batch.clean import find, remove
from drama.project.layout import Project
from drama.speech.take_store import Folder
from drama.system.files import PREFIX

DAY_S = 24 * 3600.0
NOW = time.time()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for folder in ("stories", "scripts", "output", ".drama/takes"):
        (tmp_path / folder).mkdir(parents=True)
    return Project(root=tmp_path)


def aged(path: Path, days: float, content: bytes = b"12345") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (NOW - days * DAY_S,) * 2)
    return path


def take(project: Project, name: str, days: float) -> Path:
    Folder(project.store).write(name, b"12345")
    (path,) = (path for path in project.store.rglob("*") if path.is_file() and name.endswith(path.name))
    os.utime(path, (NOW - days * DAY_S,) * 2)
    return path


def test_takes_unused_for_so_long_are_found_oldest_first(project: Project) -> None:
    for name, days in (("aa11", 40), ("bb22", 90), ("cc33", 1)):
        take(project, name, days)
    found = find(project, NOW, older_than_s=30 * DAY_S)
    assert [(item.what, item.name, item.size) for item in found] == [("take", "bb22", 5), ("take", "aa11", 5)]


def test_a_persons_files_and_episodes_are_never_found(project: Project) -> None:
    for name in (
        "stories/001 A.txt",
        "scripts/001.yaml",
        "output/001.mp3",
        "voices.yaml",
        "output/001/a.vtt",
    ):
        aged(project.root / name, 900)
    assert find(project, NOW, older_than_s=DAY_S) == ()


def test_what_killed_writers_left_is_found_after_a_day(project: Project) -> None:
    aged(project.root / "output" / f"{PREFIX}old.mp3", 2)
    aged(project.root / "scripts" / f"{PREFIX}new.yaml", 0.5)
    assert [item.name for item in find(project, NOW, older_than_s=900 * DAY_S)] == [f"output/{PREFIX}old.mp3"]


def test_removing_frees_what_was_found_and_nothing_else(project: Project) -> None:
    old, new = take(project, "aa11", 40), take(project, "bb22", 1)
    assert remove(project, find(project, NOW, older_than_s=30 * DAY_S)) == 5
    assert (old.exists(), new.exists()) == (False, True)


def test_mixes_that_interrupted_runs_left_are_found_after_a_day(project: Project) -> None:
    aged(project.cache / "mixes" / "001" / "mix.raw", 2)
    aged(project.cache / "mixes" / "002" / "mix.raw", 0.5)
    assert [item.name for item in find(project, NOW, older_than_s=900 * DAY_S)] == [
        ".drama/mixes/001/mix.raw"
    ]


def test_built_in_sounds_that_no_project_plays_are_found_by_their_last_use(
    project: Project, user_cache: Path
) -> None:
    sounds = user_cache / "drama" / "sounds"
    sounds.mkdir(parents=True, exist_ok=True)
    old, new = sounds / "zz-old.f32", sounds / "zz-new.f32"
    for path, days in ((old, 40), (new, 1)):
        path.write_bytes(b"12345678")
        then = time.time() - days * 86_400
        os.utime(path, (then, then))
    found = [item for item in find(project, time.time(), older_than_s=30 * 86_400) if item.what == "sound"]
    assert [item.name for item in found if "zz-" in item.name] == [str(old)]
    remove(project, found)
    assert (old.exists(), new.exists()) == (False, True)
