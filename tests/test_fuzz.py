"""A few mutated inputs of each kind; tests/fuzz.py tries as many as one asks for."""

from __future__ import annotations

import pytest

from tests.fuzz import faults


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("stories", 60),
        ("scripts", 40),
        ("voices", 40),
        pytest.param("takes", 20, marks=pytest.mark.slow),
        pytest.param("caches", 8, marks=pytest.mark.slow),
        pytest.param("kills", 2, marks=pytest.mark.slow),
    ],
)
def test_mutated_inputs_end_in_nothing_but_errors_of_ours(kind: str, count: int) -> None:
    assert list(faults(kind, range(count))) == []
