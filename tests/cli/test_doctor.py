"""The doctor tries the engines as the collection sets them up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tiny_models import piper_voice
from typer.testing import CliRunner

from drama.cli.app import app
from drama.cli.commands import doctor
from drama.speech import hearing, onnx

if TYPE_CHECKING:
    from drama.project.layout import Project


def told(project: Project) -> tuple[int, dict[str, dict[str, object]]]:
    """Return the exit code and what the doctor says of each part."""
    done = CliRunner().invoke(app, ["doctor", "--json", "--project", str(project.root)])
    found, _ = json.JSONDecoder().raw_decode(done.stdout)  # a failure is told after it
    return done.exit_code, {check["name"]: check for check in found["checks"]}


@pytest.mark.slow
def test_an_engine_is_tried_with_the_collection_s_settings(project: Project) -> None:
    pytest.importorskip("piper")
    pytest.importorskip("onnx")
    (project.root / "models").mkdir()
    piper_voice(project.root / "models")
    with project.voices.open("a", encoding="utf-8") as file:
        file.write("engines: {piper: {folders: models}}\n")
    code, checks = told(project)
    assert code == 0
    assert checks["engine piper"]["good"]
    assert str(checks["engine piper"]["said"]).startswith("1 voices")


@pytest.mark.slow
def test_a_recogniser_that_is_not_here_is_no_failure(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "find_spec", lambda name: None)
    code, checks = told(project)
    assert code == 0
    assert not checks["recogniser"]["good"]
    assert "the extra hear" in str(checks["recogniser"]["said"])


@pytest.mark.slow
def test_an_engine_in_use_that_can_t_run_here_is_a_failure(project: Project) -> None:
    with project.voices.open("a", encoding="utf-8") as file:
        file.write("narrator: {engine: kokoro, voice: bf_emma}\nengines: {kokoro: {model: nowhere.onnx}}\n")
    code, checks = told(project)
    assert code == 4
    assert str(project.root / "nowhere.onnx") in str(checks["engine kokoro"]["said"])


def test_the_gpus_that_onnxruntime_knows_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = pytest.importorskip("onnxruntime")
    providers = ["CPUExecutionProvider", "DmlExecutionProvider", "CoreMLExecutionProvider"]
    monkeypatch.setattr(runtime, "get_available_providers", lambda: providers)
    assert onnx.gpu_providers() == ("CoreMLExecutionProvider", "DmlExecutionProvider")
    assert doctor._gpu().startswith("CoreMLExecutionProvider, DmlExecutionProvider")
