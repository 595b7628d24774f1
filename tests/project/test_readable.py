"""A file that can't be read is named wherever stories are listed, and looked into once."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from drama.batch import look
from drama.project import Project, readable, story_file

DOCX = Path(__file__).parent / "formats" / "sample.docx"
LONG_AGO = 1_700_000_000


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A collection of a story, half of a DOCX, an empty file and one of no kind of story."""
    folder = tmp_path / "stories"
    folder.mkdir()
    (folder / "001 Good.txt").write_text("It rained.\n", encoding="utf-8")
    (folder / "002 Cut.docx").write_bytes(DOCX.read_bytes()[:3000])
    (folder / "003 Empty.txt").touch()
    (folder / "004 Whole.docx").write_bytes(DOCX.read_bytes())
    (folder / "notes.mobi").write_bytes(b"x")
    for path in folder.iterdir():
        os.utime(path, (LONG_AGO, LONG_AGO))
    return Project(root=tmp_path)


def test_what_cant_be_read_is_told_with_place_and_hint(project: Project) -> None:
    found = readable.faults(project, project.stories())
    assert sorted(found) == ["002", "003"]
    for key, problem in found.items():
        assert problem.place
        assert Path(problem.place.path).name.startswith(key)
        assert problem.message
        assert problem.hint
    (other,) = readable.unread(project)
    assert other.place
    assert Path(other.place.path).name == "notes.mobi"


def test_a_file_is_looked_into_once_and_again_when_it_changed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    check = story_file.check
    monkeypatch.setattr(story_file, "check", lambda path: opened.append(path.name) or check(path))
    first = readable.faults(project, project.stories())
    assert len(opened) == 4
    assert readable.faults(project, project.stories()) == first
    assert len(opened) == 4
    shutil.copy(DOCX, project.stories_folder / "002 Cut.docx")  # dated now: it may yet change unnoticed
    assert sorted(readable.faults(project, project.stories())) == ["003"]
    readable.faults(project, project.stories())
    assert opened[4:] == ["002 Cut.docx"] * 2


def test_a_plan_tells_the_unreadable_from_what_is_to_do(project: Project) -> None:
    plan = look(project, project.stories(), jobs=1)
    assert [story.key for story in plan.unreadable] == ["002", "003"]
    assert len(plan.open) == 4
