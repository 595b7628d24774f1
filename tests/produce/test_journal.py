"""The journal: an edit is undone where its words stand, whatever happened to the file elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drama.errors import UsageError
from drama.produce import journal

BEFORE = "".join(f"line {n}\n" for n in range(20))
AFTER = BEFORE.replace("line 9\n", "line nine\nand a half\n")


@given(st.lists(st.sampled_from("abc\n"), max_size=40), st.lists(st.sampled_from("abc\n"), max_size=40))
def test_whatever_was_changed_can_be_undone(before: list[str], after: list[str]) -> None:
    old, new = "".join(before), "".join(after)
    made = journal.change("f", old, new)
    assert (made is None) == (old.splitlines() == new.splitlines() and old == new)
    if made is not None:
        assert journal.undone(new, made) == old


def test_an_edit_is_undone_when_the_file_was_changed_elsewhere_since() -> None:
    made = journal.change("f", BEFORE, AFTER)
    assert made is not None
    assert journal.undone("a new first line\n" + AFTER, made) == "a new first line\n" + BEFORE


def test_an_edit_is_not_undone_where_its_own_words_were_changed_since() -> None:
    made = journal.change("f", BEFORE, AFTER)
    assert made is not None
    with pytest.raises(UsageError, match="was changed since"):
        journal.undone(AFTER.replace("line nine", "line 9 again"), made)


def test_entries_come_back_in_order_and_the_oldest_go(tmp_path: Path) -> None:
    path, made = tmp_path / "001.journal", journal.change("f", BEFORE, AFTER)
    assert made is not None
    for n in range(3):
        journal.note(path, f"edit {n}", [made], [n])
    assert [(entry.said, entry.cues) for entry in journal.read(path)] == [
        ("edit 0", (0,)),
        ("edit 1", (1,)),
        ("edit 2", (2,)),
    ]
    assert journal.read(path)[0].changes == (made,)
