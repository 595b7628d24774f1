"""What CONTRIBUTING.md and the pages name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "CONTRIBUTING.md", ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FOLDERS = ("drama", "tests", "docs", "benchmarks", ".ci", ".github")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_of_the_project_that_a_page_names_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(rf"`((?:{'|'.join(map(re.escape, FOLDERS))})/[\w./-]*)`", text))
    assert {name for name in named if "NAME" not in name and not (ROOT / name).exists()} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\((?!https?:)([^)#\s]+)", text))
    assert {link for link in linked if not (page.parent / link).exists()} == set()


def test_every_word_list_of_the_package_has_its_origin_in_the_page() -> None:
    page = (ROOT / "docs" / "word-lists.md").read_text(encoding="utf-8")
    lists = [path for path in (ROOT / "drama").rglob("*.txt") if path.parent.name != "template"]
    assert {
        name for path in lists if f"`{(name := path.relative_to(ROOT / 'drama').as_posix())}`" not in page
    } == set()
