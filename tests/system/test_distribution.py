"""The command that installs an extra is right where the program runs."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

import pytest

from drama.system import distribution


class Installed:
    """A distribution as importlib.metadata gives one."""

    def __init__(self, origin: str | None) -> None:
        self.origin = origin

    def read_text(self, name: str) -> str | None:
        assert name == "direct_url.json"
        return self.origin


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a clone with an environment in it, whose Python runs."""
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "pip"):
        (programs / name).touch()
    monkeypatch.setattr(sys, "executable", str(programs / "python"))
    monkeypatch.setattr(distribution.os, "name", "posix")
    return tmp_path


def installed(monkeypatch: pytest.MonkeyPatch, origin: str | None) -> None:
    monkeypatch.setattr(metadata, "distribution", lambda _name: Installed(origin))


def test_in_a_clone_the_clone_is_installed(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, f'{{"url": "{clone.as_uri()}", "dir_info": {{}}}}')
    monkeypatch.chdir(clone)
    assert distribution.install_command("piper") == ".venv/bin/pip install '.[piper]'"


def test_elsewhere_the_clone_is_named_whole(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, f'{{"url": "{clone.as_uri()}", "dir_info": {{}}}}')
    monkeypatch.chdir("/")
    said = distribution.install_command("piper").replace(str(clone)[1:], "CLONE")
    assert said == "CLONE/.venv/bin/pip install 'CLONE[piper]'"


def test_from_an_index_the_distribution_is_named(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, None)
    monkeypatch.setattr(distribution, "__file__", str(clone / "lib" / "drama" / "system" / "x.py"))
    monkeypatch.chdir(clone)
    assert distribution.install_command("piper") == ".venv/bin/pip install 'audio-drama[piper]'"


def test_without_a_pip_beside_python_it_is_asked_as_a_module(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(monkeypatch, None)
    (clone / ".venv" / "bin" / "pip").unlink()
    monkeypatch.chdir(clone)
    assert distribution.install_command("plot").startswith(".venv/bin/python -m pip install '")


def test_another_projects_drama_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "version", lambda name: {"drama": "9.9"}[name])
    assert distribution.namesake() == "9.9"
