"""Decisions that wait for a person are remembered, and found again when what they depend on changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from drama.adapt import decisions
from drama.produce import open_session, prepare
from drama.produce.waiting import waiting
from drama.project import script_file
from drama.project.layout import Project

STORY = next((Path(__file__).parents[2] / "stories").glob("003 *"))


@pytest.fixture
def adapted(project: Project) -> prepare.Adapted:
    (project.stories_folder / "001 The Ferry.txt").write_bytes(STORY.read_bytes())
    session = open_session(project)
    (entry,) = session.project.stories()
    return prepare.adapt_story(session, entry)


def test_what_the_adaptation_found_is_used_and_is_what_reading_again_finds(adapted):
    assert adapted.outcome is not None
    script, story = adapted.script, adapted.story
    asked = decisions.decisions(script, story)
    assert asked
    assert decisions.decisions(script, story, outcome=adapted.outcome) == asked


def test_the_decisions_are_read_back_until_the_script_changes(project, adapted, monkeypatch):
    asked = waiting(project, adapted)
    calls = []
    found = decisions.decisions
    monkeypatch.setattr(decisions, "decisions", lambda *a, **k: calls.append(a) or found(*a, **k))
    written = script_file.parse(script_file.dump(adapted.script))
    assert waiting(project, replace(adapted, script=written, outcome=None)) == asked
    assert not calls
    told = replace(
        adapted.script,
        scenes=tuple(
            replace(
                scene,
                cues=tuple(
                    replace(cue, by_hand=True, sure=None) if cue.number == asked[0].cue else cue
                    for cue in scene.cues
                ),
            )
            for scene in adapted.script.scenes
        ),
    )
    assert waiting(project, replace(adapted, script=told)) == found(told, adapted.story)
    assert len(calls) == 1


@pytest.mark.parametrize(
    "damaged",
    ["", "{", "[]", '{"of": 1}', '{"decisions": [1], "of": "x"}', pytest.param("[" * 100_000, id="nested")],
)
def test_a_damaged_memory_is_made_again(project, adapted, damaged):
    asked = waiting(project, adapted)
    (memory,) = (project.cache / "decisions").iterdir()
    memory.write_text(damaged, encoding="utf-8")
    assert waiting(project, adapted) == asked
