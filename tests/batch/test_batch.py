"""Many stories: each done once, whatever happens to the others and whoever else is at work."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drama.batch import LEDGER, Ended, Plan, Report, batch, in_shard, look, preparing
from drama.batch.ledger import Ledger
from drama.batch.values import Unwatched
from drama.errors import BatchError, UsageError
from drama.project.layout import Project, StoryFile
from drama.speech.take_store import Folder
from drama.system.processes import Outcome

TALES = {
    "001 The Ferry.txt": "“You are late,” said Agnes.\n\nThe ferry left.\n\n“So are you,” said Barnaby.\n",
    "002 The Clock.txt": "Agnes wound the clock.\n\n“It runs backwards,” she said.\n",
    "003 The Dog.txt": "“Whose dog is this?” asked Colette.\n\n“Nobody's,” said Agnes.\n",
}
LONG_AGO = time.time() - 3600


class Watching(Unwatched):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.plans: list[Plan] = []
        self.order: list[str] = []
        self.notes: list[str] = []
        self.left_s: list[float] = []

    def planned(self, plan: Plan) -> None:
        self.plans.append(plan)

    def note(self, message: str) -> None:
        self.notes.append(message)

    def ended(self, ended: Ended, count: int, total: int, left_s: float) -> None:
        self.order.append(f"{ended.key} {count}/{total}")
        self.left_s.append(left_s)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (LONG_AGO, LONG_AGO))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    write(tmp_path / "voices.yaml", "house: {engine: tone}\n")
    for name, text in TALES.items():
        write(tmp_path / "stories" / name, text)
    return Project(root=tmp_path)


def run(
    project: Project, *, keys: tuple[str, ...] = (), watcher: Watching | None = None, **options: object
) -> Report:
    stories = [entry for entry in project.stories() if not keys or entry.key in keys]
    return batch(project, stories, jobs=1, watcher=watcher, **options)


def states(report: Report) -> dict[str, str]:
    return {ended.key: ended.state for ended in report.stories}


def test_every_story_is_made_once_and_fresh_afterwards(project: Project) -> None:
    assert states(run(project)) == dict.fromkeys(("001", "002", "003"), "made")
    watching = Watching()
    assert states(run(project, watcher=watching)) == dict.fromkeys(("001", "002", "003"), "fresh")
    assert watching.plans[0].open == ()


def test_a_changed_story_alone_is_made_again_and_the_plan_says_why(project: Project) -> None:
    run(project)
    write(
        project.stories_folder / "002 The Clock.txt", "Agnes stopped the clock.\n\n“It stands,” she said.\n"
    )
    watching = Watching()
    report = run(project, watcher=watching)
    assert states(report) == {"001": "fresh", "002": "made", "003": "fresh"}
    assert [(story.key, story.why) for story in watching.plans[0].open] == [("002", "the story changed")]


@pytest.mark.parametrize("lost", ["001.mp3", "001/manifest.json"])
def test_a_lost_episode_is_made_again(project: Project, lost: str) -> None:
    run(project)
    (project.root / "output" / lost).unlink()
    watching = Watching()
    assert states(run(project, watcher=watching))["001"] == "made"
    assert watching.plans[0].open[0].why == "its episode is gone or was changed"


def test_a_story_that_fails_is_reported_with_its_number_and_the_others_end(project: Project) -> None:
    write(project.stories_folder / "002 The Clock.txt", "")
    report = run(project)
    assert states(report) == {"001": "made", "002": "failed", "003": "made"}
    with pytest.raises(BatchError, match="002: ") as caught:
        report.check()
    assert caught.value.exit_code == 5


def test_failing_fast_begins_nothing_more(project: Project) -> None:
    write(project.stories_folder / "002 The Clock.txt", "")
    report = run(project, fail_fast=True)
    assert states(report) == {"001": "not begun", "002": "failed", "003": "not begun"}


def test_a_failed_story_is_tried_again_unless_only_changes_are_wanted(project: Project) -> None:
    write(project.stories_folder / "002 The Clock.txt", "")
    run(project)
    assert states(run(project))["002"] == "failed"
    assert states(run(project, only_changed=True))["002"] == "not begun"
    write(project.stories_folder / "002 The Clock.txt", TALES["002 The Clock.txt"])
    assert states(run(project, only_changed=True))["002"] == "made"


def test_the_estimate_counts_only_what_the_limit_lets_begin(project: Project) -> None:
    run(project, keys=("002",))
    whole = look(project, project.stories(), jobs=1)
    part = look(project, project.stories(), jobs=1, limit=1)
    assert len(part.now) == 1
    assert part.seconds == pytest.approx(whole.seconds * part.now[0].size / sum(s.size for s in whole.open))


def test_what_is_left_to_do_shrinks_to_nothing(project: Project) -> None:
    watching = Watching()
    run(project, watcher=watching)
    assert watching.left_s[0] > 0
    assert watching.left_s[-1] == 0


def test_no_more_stories_are_begun_than_the_limit(project: Project) -> None:
    assert sorted(states(run(project, limit=1)).values()) == ["made", "not begun", "not begun"]


def test_voices_do_not_depend_on_which_stories_are_asked_for_first(project: Project) -> None:
    run(project, keys=("003",))
    by_turns = project.voices.read_text(encoding="utf-8")
    run(project)
    assert project.voices.read_text(encoding="utf-8") == by_turns


def test_what_a_person_saves_in_voices_yaml_meanwhile_is_kept(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast_one = preparing._cast_one

    def saving(*arguments: Any) -> Outcome:
        if "# mine" not in project.voices.read_text(encoding="utf-8"):
            project.voices.write_text("house: {engine: tone}\n# mine\n", encoding="utf-8")
        return cast_one(*arguments)

    monkeypatch.setattr(preparing, "_cast_one", saving)
    watching = Watching()
    run(project, watcher=watching)
    text = project.voices.read_text(encoding="utf-8")
    assert "# mine" in text
    assert "Agnes" in text
    assert any("casting again" in note for note in watching.notes)


def test_a_new_character_leaves_the_other_stories_fresh(project: Project) -> None:
    run(project)
    write(project.stories_folder / "004 The Piano.txt", "“Play it again,” said Dov.\n\n“No,” said Dov.\n")
    watching = Watching()
    report = run(project, watcher=watching)
    assert states(report) == {"001": "fresh", "002": "fresh", "003": "fresh", "004": "made"}
    assert states(run(project)) == dict.fromkeys(("001", "002", "003", "004"), "fresh")


def test_the_ledger_knows_what_was_made(project: Project) -> None:
    run(project)
    with Ledger(project.cache / LEDGER) as ledger:
        entry = ledger.entries()[0]
    assert (entry.key, entry.state, entry.name) == ("001", "done", "001 The Ferry")
    assert entry.duration_s > 1
    assert {character for character, _engine, _voice in entry.voices} == {"", "Agnes", "Barnaby"}


def test_without_its_ledger_a_collection_is_fresh_all_the_same(project: Project) -> None:
    run(project)
    (project.cache / LEDGER).unlink()
    assert states(run(project)) == dict.fromkeys(("001", "002", "003"), "fresh")


def test_what_a_story_costs_does_not_hang_on_the_takes_of_all_others(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def listing(_shelf: Folder) -> NoReturn:
        pytest.fail("the whole store was listed")

    monkeypatch.setattr(Folder, "_files", listing)
    assert set(states(run(project)).values()) == {"made"}


def test_a_story_that_vanishes_meanwhile_fails_and_the_others_end(project: Project) -> None:
    class Removing(Watching):
        def planned(self, plan: Plan) -> None:
            (project.stories_folder / "002 The Clock.txt").unlink(missing_ok=True)

    report = run(project, watcher=Removing())
    assert states(report) == {"001": "made", "002": "failed", "003": "made"}
    assert "there is no such file" in str(report.in_state("failed")[0].error)
    assert states(run(project)) == {"001": "fresh", "003": "fresh"}


def test_a_story_that_changes_meanwhile_is_made_as_it_is_then(project: Project) -> None:
    class Changing(Watching):
        def ended(self, ended: Ended, count: int, total: int, left_s: float) -> None:
            super().ended(ended, count, total, left_s)
            if count == 2:
                (last,) = {"001", "002", "003"} - {line.split()[0] for line in self.order}
                write(next(project.stories_folder.glob(f"{last}*")), "“All is new,” said Edith.\n")
                changed.append(last)

    changed: list[str] = []
    assert set(states(run(project, watcher=Changing())).values()) == {"made"}
    assert "All is new" in project.script(changed[0]).read_text(encoding="utf-8")
    assert states(run(project))[changed[0]] == "fresh"


def test_stories_dated_in_the_future_are_fresh_once_they_are_made(project: Project) -> None:
    for path in project.stories_folder.iterdir():
        os.utime(path, (time.time() + 3600,) * 2)
    assert set(states(run(project)).values()) == {"made"}
    assert set(states(run(project)).values()) == {"fresh"}


def test_progress_counts_every_story_that_was_open(project: Project) -> None:
    watching = Watching()
    run(project, watcher=watching)
    assert sorted(line.split()[1] for line in watching.order) == ["1/3", "2/3", "3/3"]


@given(st.sets(st.integers(0, 9999), max_size=40), st.integers(1, 20))
def test_the_shares_of_a_job_array_are_apart_and_together_the_whole(numbers: set[int], of: int) -> None:
    stories = [StoryFile(key=f"{n:04}", number=n, path=Path(f"{n:04}.txt")) for n in sorted(numbers)]
    shares = [in_shard(stories, f"{i}/{of}") for i in range(1, of + 1)]
    assert sorted(entry.key for share in shares for entry in share) == [entry.key for entry in stories]


@pytest.mark.parametrize("nonsense", ["", "3", "0/4", "5/4", "a/b", "1/0", "-1/4"])
def test_a_share_that_makes_no_sense_is_refused(nonsense: str) -> None:
    with pytest.raises(UsageError):
        in_shard([], nonsense)
