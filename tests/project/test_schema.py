"""Editors are told what may stand in voices.yaml and in a script; the settings page says the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from drama.project import schema, voices_file
from drama.settings import Option
from drama.speech import engines

ROOT = Path(__file__).parents[2]
ENGINES = {**engines.settings(), "another package's": ()}


def faults(content: str, of: dict[str, Any]) -> list[str]:
    return [error.message for error in jsonschema.Draft7Validator(of).iter_errors(yaml.safe_load(content))]


def test_both_are_schemas() -> None:
    for one in (schema.voices(ENGINES), schema.script()):
        jsonschema.Draft7Validator.check_schema(one)


@pytest.mark.parametrize("path", sorted((ROOT / "scripts").glob("*.yaml")), ids=lambda path: path.name)
def test_the_sample_scripts_are_as_the_schema_says(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8"), schema.script()) == []


def test_the_template_and_the_samples_voices_are_as_the_schema_says() -> None:
    for text in (voices_file.template(), (ROOT / "voices.yaml").read_text(encoding="utf-8")):
        assert faults(text, schema.voices(ENGINES)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "house: {levels: {ambience_lu: 10}}",
        "house: {custom: {rate_hz: 46000}}",
        "house: {delivery: {whispered: {treatment: cathedral}}}",
        "narrator: {rate: 170}",
        "characters: {Ada: {seat: upstairs}}",
        "charcters: {}",
        "engines: {piper: {gpu: perhaps}}",
        "engines: {openai: {attempts: 0}}",
    ],
)
def test_what_drama_refuses_an_editor_marks(wrong: str) -> None:
    assert faults(wrong, schema.voices(ENGINES))


def test_an_engine_of_another_package_takes_what_it_will() -> None:
    assert faults('engines: {"another package\'s": {anything: [1, 2]}}', schema.voices(ENGINES)) == []


def test_the_template_names_the_schema_that_a_new_collection_has(tmp_path: Path) -> None:
    schema.write(tmp_path / ".drama" / "schema", ENGINES)
    first, _, _ = voices_file.template().partition("\n")
    assert first == "# yaml-language-server: $schema=.drama/schema/voices.json"
    named = tmp_path / first.rpartition("=")[2]
    assert json.loads(named.read_text(encoding="utf-8")) == schema.voices(ENGINES)


def test_the_settings_page_is_made_from_the_tables() -> None:
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == schema.page(engines.settings())


def test_a_setting_that_takes_a_list_says_so() -> None:
    listed = schema.page({"mine": (Option(name="voices", default=(), about="the voices that it has"),)})
    assert "| `voices` | – | a text, or a list of texts | the voices that it has |" in listed
