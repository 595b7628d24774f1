"""Names that no story has, a voices.yaml that lost everybody, bad settings: told before slow work."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from drama.errors import InputError
from drama.produce import misspelt, open_session, prepare, render
from drama.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drama.produce import Session


@pytest.fixture
def session(project: Project) -> Iterator[Session]:
    with open_session(project) as opened:
        yield opened


def prepared(session: Session) -> prepare.Prepared:
    adapted = prepare.adapt_story(session, session.project.stories()[0])
    prepare.keep_script(session, adapted)
    return prepare.cast_story(session, adapted)


def with_people(project: Project, *names: str) -> None:
    people = "".join(f"  {name}: {{gender: female}}\n" for name in names)
    project.voices.write_text(f"drama: voices/1\nhouse: {{engine: tone}}\ncharacters:\n{people}")


@pytest.mark.parametrize(("wrong", "right"), [("Norah", "Nora"), ("Nroa", "Nora"), ("Abell", "Abel")])
def test_a_misspelt_name_is_told_with_the_right_one(project: Project, wrong: str, right: str) -> None:
    with_people(project, wrong)
    with open_session(project) as session:
        (problem,) = misspelt(project, session.file, [prepared(session).script])
    assert repr(wrong) in problem.message
    assert repr(right) in problem.hint


@pytest.mark.parametrize("name", ["Nora", "Zebedee", "the goat"])
def test_a_right_name_and_one_of_another_story_is_not_told(project: Project, name: str) -> None:
    with_people(project, name)
    with open_session(project) as session:
        assert misspelt(project, session.file, [prepared(session).script]) == ()


@pytest.mark.parametrize("text", ["", "# nobody\n", "drama: voices/1\nhouse: {engine: tone}\n"])
def test_an_emptied_file_recasts_nobody(project: Project, text: str) -> None:
    folder = project.output("001")
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"voices": {"narrator": {}, "Nora": {}}}))
    project.voices.write_text(text)
    with pytest.raises(InputError, match="names nobody"):
        open_session(project)
    project.voices.unlink()
    open_session(project).close()


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        ("- sound: dooropen", "there is no sound 'dooropen'"),
        ("- ambience: harbor-nigth", "there is no sound"),
        ("- music: calm", "there is no sound 'calm'"),
        ("- narrator: He left.\n    was: ''\n    treatment: robott", "there is no treatment 'robott'"),
        ("- narrator: He left.\n    was: ''\n    room: catedral", "there is no room 'catedral'"),
    ],
)
def test_what_the_mix_lacks_is_told_before_anything_is_spoken(session: Session, edit: str, told: str) -> None:
    prepared(session)
    path = session.project.script("001")
    path.write_text(path.read_text(encoding="utf-8") + f"  {edit}\n", encoding="utf-8")
    with pytest.raises(InputError, match=told):
        render.make(session, prepared(session))
    assert not list(session.store.backend.sizes())
