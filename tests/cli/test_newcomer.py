"""What somebody meets who uses the program for the first time."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from drama.cli.app import app
from drama.cli.commands import init
from drama.cli.console import Console
from drama.produce import read_voices
from drama.project import script_file

if TYPE_CHECKING:
    from pathlib import Path

    from drama.project import Project

COMMANDS = sorted(c.callback.__name__.rstrip("_") for c in app.registered_commands if c.callback)


def said(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == code, done.output
    return done.output


@pytest.mark.parametrize("command", [[], *([one] for one in COMMANDS)], ids=lambda c: " ".join(c) or "drama")
def test_h_is_help(command: list[str]) -> None:
    assert said(*command, "-h") == said(*command, "--help")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_no_type_of_pythons(command: str) -> None:
    assert not re.search(r"<\w+[^>]*>|\[x|<=x|INTEGER|FLOAT", said(command, "--help"))


def test_commands_are_grouped_with_init_first_and_whole_summaries() -> None:
    shown = said("--help")
    titles = re.findall(r"^(\S.*):$", shown, re.MULTILINE)
    assert titles == ["Options", "Make", "Look and listen", "Mend", "Collection", "Help"]
    assert shown.index("  init ") < shown.index("  render ")
    assert "..." not in shown.partition("Make:")[2]


@pytest.mark.parametrize(("word", "meant"), [("man", "male"), ("woman", "female"), ("femal", "female")])
def test_a_gender_that_there_is_not_is_refused_with_the_one_that_is_meant(word: str, meant: str) -> None:
    assert f"did you mean {meant!r}" in said("voices", "--gender", word, code=2)


def test_a_new_collection_leaves_the_first_numbers_to_its_writer(tmp_path: Path) -> None:
    folder = tmp_path / "my störies"
    shown = said("init", str(folder))
    assert f"cd '{folder}' && drama render 999" in shown
    assert [path.name for path in (folder / "stories").iterdir()] == ["999 The Kettle.txt"]


def test_a_collection_around_stories_that_are_there_goes_on_with_the_first_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "004 Ferry.txt").write_text("It rained.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert "drama init . makes one" in said("status", code=2)
    assert "now: drama render 004" in said("init", ".")


def test_a_new_collection_takes_its_show_from_options(tmp_path: Path) -> None:
    said("init", str(tmp_path), "--title", "The Coast: Plays", "--author", "R. Okafor", "--language", "en-GB")
    show = read_voices(tmp_path / "voices.yaml").show
    assert (show.title, show.author, show.language) == ("The Coast: Plays", "R. Okafor", "en-GB")


def test_a_new_collection_asks_for_its_show_in_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    (tmp_path / "cover.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    monkeypatch.setattr(Console, "ask", lambda _, question: asked.append(question) or "Ada")
    init.run(
        Console(),
        folder=tmp_path,
        title="The Coast",
        author=None,
        language=None,
        series="",
        cover=tmp_path / "cover.png",
    )
    assert asked == ["Who wrote it?"]
    assert read_voices(tmp_path / "voices.yaml").show.author == "Ada"


def test_quotes_takes_a_number(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.root)
    assert "Is anybody over there?" in said("quotes", "1")


def test_a_dry_run_says_would(project: Project) -> None:
    shown = said("render", "1", "--dry-run", "--project", str(project.root))
    assert "would be adapted" in shown
    assert "would cast Nora" in shown
    assert not project.script("001").exists()


def test_a_script_of_another_story_is_refused_and_left_as_it_is(project: Project) -> None:
    (project.root / "stories" / "002 The Bell.txt").write_text("“Who rang?” asked Bo of the empty tower.\n")
    said("script", "1", "2", "--project", str(project.root))
    project.script("001").replace(project.script("002"))
    copied = project.script("002").read_text(encoding="utf-8")
    shown = said("script", "2", "--project", str(project.root), code=1)
    assert "this is the script of another story, 001" in shown
    assert project.script("002").read_text(encoding="utf-8") == copied


def test_several_lines_are_answered_in_turn(project: Project) -> None:
    said("script", "1", "--project", str(project.root))
    said("script", "1", "--answer", "1-99=Abel, Nora", "--project", str(project.root))
    lines = [cue.speaker for cue in script_file.read(project.script("001")).cues if cue.kind == "line"]
    assert lines[:2] == ["Abel", "Nora"]
    assert "57-61=" in said("script", "1", "--answer", "x-2=Nora", "--project", str(project.root), code=2)


def test_a_script_follows_its_story_to_another_number(project: Project) -> None:
    said("script", "1", "--project", str(project.root))
    (story,) = project.stories()
    story.path.rename(story.path.with_name("007 Renamed.txt"))
    project.script("001").rename(project.script("007"))
    said("script", "7", "--project", str(project.root))


def test_explain_without_a_cue_lists_what_every_engine_is_given(project: Project) -> None:
    rows = json.loads(said("explain", "1", "--json", "-q", "--project", str(project.root)))["cues"]
    spoken = [row for row in rows if row["kind"] in ("narrator", "line")]
    assert all(row["given"] for row in spoken)
    assert {row["speaker"] for row in spoken} == {"narrator", "Nora", "Abel"}


def test_explain_knows_of_a_persons_recording(project: Project) -> None:
    said("script", "1", "--project", str(project.root))
    take = project.recordings("001") / "4.wav"
    take.parent.mkdir(parents=True)
    soundfile.write(take, 0.3 * np.sin(np.arange(44_100) * 0.05), 44_100)
    assert "a person's recording" in said("explain", "1", "4", "--project", str(project.root))


@pytest.mark.parametrize(
    ("name", "title"), [("002.txt", "Story 2"), ("2 A Lamp.txt", "A Lamp"), ("lamp.txt", "lamp")]
)
def test_an_untitled_story_is_called_by_its_file(project: Project, name: str, title: str) -> None:
    (project.root / "stories" / name).write_text("It rained all night, and nobody came to the door.\n")
    story = name.removesuffix(".txt").split()[0]
    assert f"title: {title}" in _script_of(project, story)


def _script_of(project: Project, story: str) -> str:
    said("script", story, "--project", str(project.root))
    found = [path for path in (project.root / "scripts").glob("*.yaml") if "001" not in path.name]
    return found[0].read_text(encoding="utf-8").replace("'", "").replace('"', "")


def test_a_new_collection_keeps_its_cover_and_its_series(tmp_path: Path) -> None:
    picture = tmp_path / "Sea.PNG"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    said("init", str(tmp_path / "coast"), "--series", "The Coast", "--cover", str(picture))
    show = read_voices(tmp_path / "coast" / "voices.yaml").show
    assert (show.series, show.cover) == ("The Coast", "cover.png")
    assert (tmp_path / "coast" / "cover.png").read_bytes() == picture.read_bytes()


def test_a_cover_that_is_no_picture_leaves_no_collection(tmp_path: Path) -> None:
    wrong = tmp_path / "sea.txt"
    wrong.write_text("waves")
    assert "neither a JPEG nor a PNG" in said("init", str(tmp_path / "coast"), "--cover", str(wrong), code=1)
    assert not (tmp_path / "coast").exists()


def test_a_file_that_cant_be_read_is_named_and_keeps_no_other_from_being_looked_at(tmp_path: Path) -> None:
    stories = tmp_path / "stories"
    stories.mkdir()
    (stories / "001 Rain.txt").write_text("“It rains,” said Ada.\n", encoding="utf-8")
    (stories / "002 Empty.txt").touch()
    (stories / "old.mobi").touch()
    shown = said("status", "--project", str(tmp_path))
    assert "002 Empty.txt: can't be read: the story is empty" in shown
    assert "old.mobi: can't be read" in shown
    assert "2 stories, 0 fresh, 2 can't be read" in shown
    checked = said("check", "--project", str(tmp_path), code=1)
    assert re.search(r"^001 .*decision", checked, re.MULTILINE)
    assert "002 Empty.txt: the story is empty" in checked


@pytest.fixture
def troubled(tmp_path: Path) -> Path:
    """A collection of three stories: the second is empty, and the third one's script is damaged."""
    stories, scripts = tmp_path / "stories", tmp_path / "scripts"
    stories.mkdir()
    scripts.mkdir()
    (stories / "001 Rain.txt").write_text("Rain\n\n“It rains,” said Ada.\n", encoding="utf-8")
    (stories / "002 Empty.txt").touch()
    (stories / "003 Snow.txt").write_text("Snow\n\n“It snows,” said Ada.\n", encoding="utf-8")
    (scripts / "003.yaml").write_text("story: [", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("check", r"^001 .*decision"),
        ("diff", r"^001 Rain: as drama would make it"),
        ("lexicon", r"^Rain$"),
        ("cast 1-3", r"^  narrator "),
        ("script 1-3", r"001.*1 line \("),
        ("render 1-3 --dry-run", r"^001: \d+ takes to speak"),
        pytest.param("publish --as script", r"001 Rain script.fountain", marks=pytest.mark.slow),
    ],
)
def test_a_story_with_an_error_keeps_no_other_from_its_turn(troubled: Path, command: str, shown: str) -> None:
    answer = said(*command.split(), "--project", str(troubled), code=1)
    assert re.search(shown, answer, re.MULTILINE)
    assert "002 Empty.txt: the story is empty" in answer
    assert "003.yaml" in answer


def test_every_episode_that_is_missing_is_named_when_all_are_measured(troubled: Path) -> None:
    (troubled / "stories" / "004 Hail.txt").write_text("Hail\n\n“It hails,” said Ada.\n", encoding="utf-8")
    answer = said("check", "--audio", "--project", str(troubled), code=1)
    assert "the episode of 001 isn't fresh" in answer
    assert "the episode of 004 isn't fresh" in answer


def test_a_feed_without_an_address_is_refused_before_anything_is_made(troubled: Path) -> None:
    told = said("publish", "1", "--as", "script,feed", "--project", str(troubled), code=2)
    assert "a feed needs the address" in told
    assert not list((troubled / "output").rglob("*.fountain"))


def test_a_book_that_would_lack_a_story_isnt_made(troubled: Path) -> None:
    answer = said("publish", "--as", "mp3", "--book", "--project", str(troubled), code=1)
    assert "002 Empty.txt: the story is empty" in answer
    assert "003.yaml" in answer
    assert not list((troubled / "output").rglob("*.mp3"))
