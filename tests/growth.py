"""How the processor time of some work grows with its size: limits in seconds fail on slow machines."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES, TRIES = 4, 3
LINEAR = 2.2
"""Growth below which time counts as linear: where it is quadratic, growth is 4."""


def growth(work: Callable[[int], Callable[[], object]], size: int) -> float:
    """Return how much longer four times the size takes than four times as long; 1 where time is linear.

    `work` prepares the work of a size, and its answer does it. The quickest of three runs counts, since what
    other programs do beside it only makes a run longer.
    """
    taken = []
    for count in (size, TIMES * size):
        runs = []
        for _ in range(TRIES):
            run = work(count)
            began = time.process_time()
            run()
            runs.append(time.process_time() - began)
        taken.append(min(runs))
    return taken[1] / max(taken[0], 1e-3) / TIMES
