"""Patterns that are compiled late do as compiled ones do."""

from __future__ import annotations

import copy
import re

import pytest

from drama.system.lazy_re import pattern


@pytest.mark.parametrize("text", ["a Bell rang, a bell tolled", "nothing of the kind", ""])
def test_a_late_pattern_finds_what_a_compiled_one_finds(text: str) -> None:
    late, compiled = pattern(r"\bbell\b", re.IGNORECASE), re.compile(r"\bbell\b", re.IGNORECASE)
    assert [m.span() for m in late.finditer(text)] == [m.span() for m in compiled.finditer(text)]
    assert late.sub("gong", text) == compiled.sub("gong", text)


def test_a_wrong_pattern_is_refused_when_it_is_used() -> None:
    late = pattern("(")
    with pytest.raises(re.error):
        late.search("text")


def test_a_late_pattern_can_be_copied() -> None:
    assert copy.deepcopy(pattern("a+")).match("aab")
