"""A collection is found from below, its stories are known by number or name, and nothing leads out of it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from drama.errors import InputError, UsageError
from drama.project.layout import Project, find
from drama.system.files import PREFIX
from drama.system.leases import STALE_S

NAMES = (
    "000 The Goat",
    "001 Number Fourteen",
    "3 The Lamp at Quay Nine",
    "0007 Lamplight",
    "Äpfel",
    "Loose Ends",
)


@pytest.fixture
def collection(tmp_path: Path) -> Project:
    root = tmp_path / "home"
    (root / "stories" / "old").mkdir(parents=True)
    (root / "voices.yaml").write_text("", encoding="utf-8")
    for name in NAMES:
        (root / "stories" / f"{name}.txt").write_text("Words.", encoding="utf-8")
    for other in ("notes.doc", ".9 hidden.txt", "README.md"):
        (root / "stories" / other).write_text("no story", encoding="utf-8")
    return Project(root=root)


def keys(collection: Project, *words: str) -> list[str]:
    return [entry.key for entry in collection.select(words)]


def test_stories_are_listed_by_number_and_then_by_name(collection: Project) -> None:
    assert [entry.key for entry in collection.stories()] == ["000", "001", "3", "0007", "Loose Ends", "Äpfel"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["1"], ["001"]),
        (["003"], ["3"]),
        (["1-7"], ["001", "3", "0007"]),
        (["1–3"], ["001", "3"]),
        (["1..3"], ["001", "3"]),
        (["lamp"], ["3"]),
        (["lamplight"], ["0007"]),
        (["lampl"], ["0007"]),
        (["apfel"], ["Äpfel"]),
        (["loose-ends"], ["Loose Ends"]),
        (["0"], ["000"]),
        (["7", "1", "001", "lamplight"], ["0007", "001"]),
        ([], []),
        (["3 The Lamp at Quay Nine.txt"], ["3"]),
    ],
    ids=str,
)
def test_words_select_stories_in_their_order_each_once(
    collection: Project, words: list[str], expected: list[str]
) -> None:
    assert keys(collection, *words) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("12", "no story has the number 12"),
        ("20-30", "no story has a number from 20 to 30"),
        ("7-1", "no story has a number from 7 to 1"),
        ("lamb", "did you mean 'lamp'?"),
        ("e", "could be"),
        ("", "no story is called ''"),
        ("../../no/such/story", "no story is called"),
        ("x" * 5000, "no story is called"),
        ("a\0b.txt", "no story is called"),
    ],
    ids=["number", "range", "backwards", "typo", "ambiguous", "empty", "path", "long", "zero"],
)
def test_an_unknown_or_ambiguous_word_is_a_usage_error(collection: Project, word: str, expected: str) -> None:
    with pytest.raises(UsageError) as raised:
        collection.select([word])
    assert expected in str(raised.value)


def test_all_unknown_words_are_reported_together(collection: Project) -> None:
    with pytest.raises(UsageError) as raised:
        collection.select(["12", "lamp", "13"])
    assert len(raised.value.problems) == 2


def test_two_stories_with_one_number_are_both_named(collection: Project) -> None:
    (collection.stories_folder / "01 Twin.txt").write_text("Words.", encoding="utf-8")
    with pytest.raises(InputError, match=r"(?s)number 1: .*001 Number Fourteen.*01 Twin"):
        collection.stories()


def test_two_names_that_differ_in_case_alone_are_both_named(collection: Project) -> None:
    (collection.stories_folder / "LOOSE ends.md").write_text("Words.", encoding="utf-8")
    with pytest.raises(InputError, match="two stories have the name"):
        collection.stories()


def test_a_story_anywhere_is_selected_by_its_path(collection: Project, tmp_path: Path) -> None:
    path = tmp_path / "55 Elsewhere.txt"
    path.write_text("Words.", encoding="utf-8")
    assert keys(collection, str(path)) == ["55"]


def test_a_path_into_the_collection_is_the_story_itself(collection: Project) -> None:
    path = collection.stories_folder / "001 Number Fourteen.txt"
    assert keys(collection, str(path), "1") == ["001"]


def test_a_path_that_would_take_a_storys_place_is_refused(collection: Project, tmp_path: Path) -> None:
    path = tmp_path / "1 Impostor.txt"
    path.write_text("Words.", encoding="utf-8")
    with pytest.raises(UsageError, match="take the place of 001 Number Fourteen"):
        collection.select([str(path)])


def test_two_paths_with_one_number_are_refused(collection: Project, tmp_path: Path) -> None:
    for name in ("91 a.txt", "91 b.txt"):
        (tmp_path / name).write_text("Words.", encoding="utf-8")
    with pytest.raises(UsageError, match="two stories have the number 91"):
        collection.select([str(tmp_path / "91 a.txt"), str(tmp_path / "91 b.txt")])


def test_a_collection_is_found_from_any_folder_below(collection: Project) -> None:
    assert find(collection.stories_folder / "old").root == collection.root.resolve()


def test_project_names_another_collection(collection: Project, tmp_path: Path) -> None:
    assert find(tmp_path, project=collection.root).root == collection.root.resolve()


def test_no_collection_is_a_usage_error_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="drama init"):
        find(tmp_path)
    with pytest.raises(UsageError, match="no collection"):
        find(tmp_path, project=tmp_path)


def test_a_story_outside_every_collection_makes_its_folder_one(tmp_path: Path) -> None:
    path = tmp_path / "alone.txt"
    path.write_text("Words.", encoding="utf-8")
    assert find(tmp_path, words=[str(path)]).root == tmp_path.resolve()


def test_a_story_in_another_collection_brings_that_one(collection: Project, tmp_path: Path) -> None:
    path = collection.stories_folder / "001 Number Fourteen.txt"
    assert find(tmp_path, words=[str(path)]).root == collection.root.resolve()


def test_a_collection_without_stories_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="stories/ is empty"):
        Project(root=tmp_path).select(["1"])


@pytest.mark.parametrize("key", ["../../x", "/etc/x", "..", "a/b", "CON", "", "x" * 400])
def test_no_key_leads_out_of_the_collection(tmp_path: Path, key: str) -> None:
    made = Project(root=tmp_path)
    for path in (made.script(key), made.episode(key), made.output(key), made.recordings(key), made.made(key)):
        assert path.resolve().parent.parent in (tmp_path.resolve(), tmp_path.resolve() / "scripts")


def test_what_a_killed_run_left_is_swept_away_a_day_later(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    old, new, own = (tmp_path / "output" / name for name in (f"{PREFIX}old", f"{PREFIX}new", "003.mp3"))
    for path in (old, new, own):
        path.write_bytes(b"x")
    long_ago = time.time() - 2 * STALE_S
    os.utime(old, (long_ago, long_ago))
    os.utime(own, (long_ago, long_ago))
    Project(root=tmp_path).sweep()
    assert [path.exists() for path in (old, new, own)] == [False, True, True]
