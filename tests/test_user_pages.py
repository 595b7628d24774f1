"""What the pages for users show is so: YAML that can be read, messages of the program, a whole index."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drama.project import voices_file

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
VOICES_PAGE = (DOCS / "voices-yaml.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", VOICES_PAGE, re.MULTILINE | re.DOTALL)
MESSAGES = re.findall(r"^### (.+)$", (DOCS / "troubleshooting.md").read_text(encoding="utf-8"), re.MULTILINE)
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "drama").rglob("*.py")))
STRINGS = re.sub(r"[\"']\s*\n\s*f?[\"']", "", SOURCE)
"""The program's text with strings that go on in the next line joined."""


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_for_voices_yaml_is_read_without_a_complaint(example: str) -> None:
    voices_file.parse(example, Path("voices.yaml"), engines=("piper", "pyttsx3"))


@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_of_the_troubleshooting_page_is_one_of_the_program(message: str) -> None:
    parts = [part.strip(" ,") for part in message.split("…")]
    between = r"(?:(?!\n).)*?".join(re.escape(part) for part in parts if part)
    assert re.search(between, STRINGS)


def test_the_index_leads_to_every_page() -> None:
    linked = set(re.findall(r"\]\(([\w-]+\.md)\)", (DOCS / "index.md").read_text(encoding="utf-8")))
    assert linked == {path.name for path in DOCS.glob("*.md")} - {"index.md"}
