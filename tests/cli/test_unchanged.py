"""An unchanged render is answered from its seal, and only as long as nothing has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from drama.cli import unchanged
from drama.cli.app import app
from drama.project import Project

pytestmark = pytest.mark.slow


def rendered(project: Project, monkeypatch: pytest.MonkeyPatch) -> tuple[bool, str]:
    """Render and return whether the answer came from a seal, and what was told."""
    found: list[bool] = []

    def noted(*arguments: object) -> bool:
        found.append(once(*arguments))  # type: ignore[arg-type]
        return found[-1]

    once = unchanged.answered
    with monkeypatch.context() as patch:
        patch.setattr(unchanged, "answered", noted)
        result = CliRunner().invoke(app, ["render", "1", "--project", str(project.root)])
    assert result.exit_code == 0, result.output
    return found[0], result.stdout


def test_what_was_rendered_is_answered_from_its_seal(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rendered(project, monkeypatch)[0] is False
    answered, told = rendered(project, monkeypatch)
    assert answered
    assert "fresh, nothing to do" in told


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda p: p.stories()[0].path.write_text("“Oh,” said Nora.\n"), id="the story"),
        pytest.param(lambda p: p.voices.write_text(p.voices.read_text() + "# more\n"), id="voices.yaml"),
        pytest.param(lambda p: p.episode("001").write_bytes(b"x"), id="the episode"),
        pytest.param(lambda p: (p.output("001") / "transcript.vtt").unlink(), id="a transcript"),
        pytest.param(lambda p: (p.stories_folder / "2 Other.txt").write_text("Oh."), id="a new story"),
        pytest.param(lambda p: (p.root / "takes" / "001").mkdir(parents=True), id="a folder of takes"),
    ],
)
def test_a_changed_file_breaks_the_seal(
    project: Project, monkeypatch: pytest.MonkeyPatch, change: Callable[[Project], object]
) -> None:
    rendered(project, monkeypatch)
    assert rendered(project, monkeypatch)[0]
    change(project)
    arguments = {"stories": ["1"], "project": project.root, "preset": None}
    assert unchanged.seals.read(unchanged._place(arguments) or Path()) is None
