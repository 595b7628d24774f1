"""Masters beside the episode: a file a chapter for ACX, the whole for the others, none done twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from drama.errors import UsageError
from drama.produce import deliver, render
from drama.produce.prepare import Prepared, adapt_story, cast_story
from drama.produce.session import Session, open_session
from drama.project.layout import Project
from drama.qc import inspect

pytestmark = pytest.mark.slow
STORY = """The Weighbridge

by A. Tester

This is the story of a pair of scales that could not tell a lie, and of two people who could.

Chapter One

"Put the barrow down," said Nora, and Abel put it down where he stood.

"It says nine stone," he told her. "It said nine stone yesterday, with the goat in it."

Chapter Two

By evening the whole market had been weighed, and every one of them was nine stone exactly.

"Then we charge by the goat," said Nora.
"""


@pytest.fixture
def session(project: Project) -> Iterator[Session]:
    opened = open_session(project, jobs=2)
    yield opened
    opened.close()


def prepared(session: Session, story: str = STORY) -> Prepared:
    path = session.project.stories_folder / "002 The Weighbridge.txt"
    path.write_text(story, encoding="utf-8")
    return cast_story(session, adapt_story(session, session.project.select(["2"])[0]))


def names(session: Session) -> list[str]:
    return sorted(path.name for path in (session.project.output("002") / "acx").glob("*.mp3"))


def test_acx_gets_a_file_of_each_chapter_and_every_check_passes(session: Session) -> None:
    ready = prepared(session)
    made = deliver.make(session, ready, "acx")
    assert names(session) == [
        "01 Opening credits.mp3",
        "02 The Weighbridge.mp3",
        "03 Chapter One.mp3",
        "04 Chapter Two.mp3",
        "05 Closing credits.mp3",
        "Retail sample.mp3",
    ]
    assert [one.path.name for one in made.files] == names(session)
    reports = inspect.inspect(session, ready, preset="acx")
    assert {check.name for one in reports for check in one.checks} >= {"head", "tail", "ACX RMS"}
    assert [check for one in reports for check in one.checks if not check.passes] == []
    assert (session.project.output("002") / "acx" / "03 Chapter One report.html").is_file()


def test_another_preset_leaves_the_episode_alone(session: Session) -> None:
    ready = prepared(session)
    episode = render.make(session, ready).path
    before = episode.read_bytes()
    made = deliver.make(session, ready, "broadcast")
    assert episode.read_bytes() == before
    assert render.plan(session, ready).fresh
    assert made.files[0].loudness.integrated_lufs == pytest.approx(-23, abs=0.3)


def test_fresh_masters_are_left_alone(session: Session) -> None:
    ready = prepared(session)
    first = deliver.make(session, ready, "acx")
    again = deliver.make(session, ready, "acx")
    assert (first.fresh, again.fresh) == (False, True)
    assert [one.path for one in again.files] == [one.path for one in first.files]


def test_a_chapter_that_is_gone_leaves_no_file_behind(session: Session) -> None:
    deliver.make(session, prepared(session), "acx")
    folder = session.project.output("002") / "acx"
    (folder / "04 Chapter Two report.html").touch()
    deliver.make(session, prepared(session, STORY.replace("Chapter Two\n\n", "")), "acx")
    assert not [path.name for path in folder.iterdir() if "Chapter Two" in path.name]


def test_masters_that_are_not_fresh_are_not_inspected(session: Session) -> None:
    with pytest.raises(UsageError, match="drama master 002 --preset acx"):
        inspect.inspect(session, prepared(session), preset="acx")
