"""Threads share a budget: nobody takes more than is left, and nobody waits for ever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from drama.speech.engines.budget import Budget


def test_no_more_than_the_budget_is_in_use_but_for_one_alone() -> None:
    budget, lock, used = Budget(10), Lock(), [0]
    worst: list[int] = []

    def take(amount: int) -> None:
        with budget.taking(amount):
            with lock:
                used[0] += amount
                worst.append(used[0])
            with lock:
                used[0] -= amount

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(take, [3, 12, 4, 10, 1, 7, 5, 12] * 20))
    assert len(worst) == 160
    assert max(worst) == 12
