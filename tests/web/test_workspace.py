"""The project as the page works with it: the same files as the commands, never one written over."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from drama.adapt.revision.review import Finding
from drama.errors import InputError, UsageError
from drama.produce.hearing import Misheard
from drama.project import Project, script_file, voices_file
from drama.web import Workspace, episode_view, show_view, view
from drama.web.workspace import ConflictError, Wanted

pytestmark = pytest.mark.slow


@pytest.fixture
def workspace(project: Project):
    made = Workspace(project, jobs=2)
    made.adapt("001")
    yield made
    made.close()


def number_of(workspace: Workspace, words: str) -> int:
    return next(cue.number for cue in workspace.ready("001").script.cues if words in cue.text)


def give(workspace: Workspace, number: int, name: str, hashed: str | None = None):
    edit = {"kind": "speaker", "cues": [number], "to": name}
    return workspace.edit("001", hashed or workspace.hash("001"), edit)


def test_edits_are_undone_one_by_one_also_by_another_program(workspace: Workspace, project: Project) -> None:
    before = project.script("001").read_text(encoding="utf-8")
    first, second = (number_of(workspace, words) for words in ("It isn’t far", "I have it"))
    give(workspace, first, "the captain")
    between = project.script("001").read_text(encoding="utf-8")
    give(workspace, second, "the captain")
    other = Workspace(project)
    other.undo("001")
    assert project.script("001").read_text(encoding="utf-8") == between
    other.undo("001")
    assert project.script("001").read_text(encoding="utf-8") == before
    with pytest.raises(UsageError, match="no edit of story 001 to undo"):
        other.undo("001")


def test_a_script_changed_meanwhile_is_not_written_over(workspace: Workspace, project: Project) -> None:
    hashed, path = workspace.hash("001"), project.script("001")
    number = number_of(workspace, "It isn’t far")
    mine = path.read_text(encoding="utf-8").replace("title: The Ferry", "title: The Last Ferry")
    path.write_text(mine, encoding="utf-8")
    with pytest.raises(ConflictError, match="was changed meanwhile"):
        give(workspace, number, "the captain", hashed)
    assert path.read_text(encoding="utf-8") == mine


def test_somebody_new_is_cast_and_goes_again_when_it_is_undone(
    workspace: Workspace, project: Project
) -> None:
    before = project.voices.read_text(encoding="utf-8")
    give(workspace, number_of(workspace, "It isn’t far"), "Wren")
    assert "Wren" in [part.name for part in voices_file.read(project.voices).characters]
    workspace.undo("001")
    assert project.voices.read_text(encoding="utf-8") == before


def test_a_new_voice_is_heard_at_its_own_pitch(workspace: Workspace, project: Project) -> None:
    workspace.change_part("001", "Joss", workspace.voices_hash(), {"pitch": -3.5})
    workspace.change_part("001", "Joss", workspace.voices_hash(), {"voice": "en-us+m3"})
    joss = next(part for part in voices_file.read(project.voices).characters if part.name == "Joss")
    assert (joss.voice, joss.pitch) == ("en-us+m3", 0.0)


def test_a_voice_that_there_is_not_leaves_the_file_as_it_was(workspace: Workspace, project: Project) -> None:
    before = project.voices.read_bytes()
    with pytest.raises(Exception, match="nobody-speaks-so"):
        workspace.change_part("001", "Joss", workspace.voices_hash(), {"voice": "nobody-speaks-so"})
    assert project.voices.read_bytes() == before


def test_a_line_is_heard_in_another_voice_before_anything_is_written(
    workspace: Workspace, project: Project
) -> None:
    ready, number = workspace.ready("001"), number_of(workspace, "It isn’t far")
    files = {path: path.read_bytes() for path in (project.script("001"), project.voices)}
    now, other = (workspace.hear(ready, [number], to=to) for to in (None, "the captain"))
    assert len(now) > 20_000
    assert now.shape != other.shape or (now != other).any()
    assert {path: path.read_bytes() for path in files} == files


def test_what_is_mended_is_what_the_command_reads(workspace: Workspace, project: Project) -> None:
    number = number_of(workspace, "It isn’t far")
    give(workspace, number, "the captain")
    kept = next(cue for cue in script_file.read(project.script("001")).cues if cue.number == number)
    assert (kept.speaker, kept.by_hand) == ("the captain", True)
    assert workspace.ready("001").script.cues == script_file.read(project.script("001")).cues


def test_the_shows_facts_are_kept_in_the_place_of_the_templates_remarks(
    workspace: Workspace, project: Project
) -> None:
    project.voices.write_text(voices_file.template(), encoding="utf-8")
    facts = {"title": "The Coast: Plays", "description": "One.\r\nTwo.", "explicit": True, "theme": "storm"}
    shown = show_view.change(workspace, workspace.voices_hash(), facts)
    show = voices_file.read(project.voices).show
    assert (show.title, show.description, show.explicit, show.theme) == (
        "The Coast: Plays", "One.\nTwo.", True, "storm",
    )  # fmt: skip
    assert "#   title:" not in project.voices.read_text(encoding="utf-8")
    show_view.change(workspace, shown["voices_hash"], {"title": ""})
    assert voices_file.read(project.voices).show.title == ""


def test_an_invalid_fact_of_the_show_leaves_the_file_as_it_was(
    workspace: Workspace, project: Project
) -> None:
    before = project.voices.read_bytes()
    with pytest.raises(InputError, match="is no language"):
        show_view.change(workspace, workspace.voices_hash(), {"title": "A", "language": "plain English"})
    assert project.voices.read_bytes() == before
    with pytest.raises(ConflictError):
        show_view.change(workspace, "another", {"title": "A"})


def test_a_cover_of_the_show_lies_beside_its_voices(workspace: Workspace, project: Project) -> None:
    shown = show_view.set_cover(workspace, b"\x89PNG\r\n\x1a\n" + bytes(20))
    assert (voices_file.read(project.voices).show.cover, shown["has_cover"]) == ("cover.png", True)
    assert "Apple wants a square" in shown["cover_fault"]
    with pytest.raises(InputError, match="neither a JPEG nor a PNG"):
        show_view.set_cover(workspace, b"GIF89a")


def test_a_file_that_cant_be_read_is_named_in_the_collection(workspace: Workspace, project: Project) -> None:
    (project.stories_folder / "002 Empty.txt").touch()
    (project.stories_folder / "old.mobi").touch()
    assert "empty" in view.state(workspace, "002")["fault"]
    assert view.state(workspace, "001")["fault"] == ""
    assert [one["file"] for one in view.unread(project)] == ["old.mobi"]


def test_a_line_that_nobody_understood_wants_a_hearing(workspace: Workspace, project: Project) -> None:
    ready = workspace.ready("001")
    cue = next(cue for cue in ready.script.cues if "It isn’t far" in cue.text)
    remembered = [Misheard(cue=cue.number, text=text, heard="It is fur") for text in (cue.text, "Was it?")]
    path = project.cache / "heard" / "001.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"misheard": [asdict(one) for one in remembered]}), encoding="utf-8")
    hear = [one for one in episode_view.report(workspace, ready)["hear"] if "It is fur" in one["what"]]
    assert [one["cue"] for one in hear] == [cue.number]


def test_who_may_be_one_person_is_listed_by_names_beside_the_question_of_its_line(workspace):
    ready = workspace.ready("001")
    first = next(cue for cue in ready.script.cues if cue.kind == "line")
    said, who = "are Mom and Ada one person?", ("Mom", "Ada", "Bo")
    alike = Finding(cue=first.number, kind="alike", message=said, edit="", who=who)
    (asked,) = view.decisions(ready, Wanted(decisions=(), findings=(alike,)))
    assert (asked["short"], asked["message"]) == ("Is Mom Ada or Bo?", "Are Mom and Ada one person?")


def test_what_the_show_says_isnt_missing_of_its_stories(project: Project) -> None:
    story = next((project.root / "stories").iterdir())
    story.write_text(story.read_text(encoding="utf-8").replace("by A. Writer\n", ""), encoding="utf-8")
    facts = "show: {author: R. Okafor, description: Plays from the harbour., cover: cover.png}\n"
    missing = []
    for shown in ("", facts):
        project.voices.write_text(f"drama: voices/1\n{shown}", encoding="utf-8")
        workspace = Workspace(project)
        state = episode_view.deliver(workspace, workspace.ready("001"))
        workspace.close()
        missing.append((state["missing"], state["byline"]))
    assert missing == [(["an author", "a description", "a cover"], ""), ([], "R. Okafor")]
