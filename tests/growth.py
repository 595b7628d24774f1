"""How the processor time of some work grows with its size: limits in seconds fail on slow machines."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 4
LINEAR = 2.2
"""Growth below which time counts as linear: where it is quadratic, growth is 4."""
_ROUNDS, _ROUNDS_AT_MOST = 3, 40


def growth(work: Callable[[int], Callable[[], object]], size: int) -> float:
    """Return how much longer four times the size takes than four times as long; 1 where time is linear.

    `work` prepares the work of a size, and its answer does it. The quickest run of each size counts, since
    what other programs do beside it only makes a run longer. The sizes take turns, so that both are measured
    under the same load; while growth doesn't look linear, there are more rounds.
    """
    quickest = {size: float("inf"), TIMES * size: float("inf")}
    found = float("inf")
    for done in range(1, _ROUNDS_AT_MOST + 1):
        for count, before in quickest.items():
            quickest[count] = min(before, _taken_s(work(count)))
        found = quickest[TIMES * size] / max(quickest[size], 1e-3) / TIMES
        if done >= _ROUNDS and found < LINEAR:
            break
    return found


def _taken_s(run: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()  # its time grows with all that other tests have left
    try:
        began = time.process_time()
        run()
        return time.process_time() - began
    finally:
        gc.enable()
