"""A budget that threads share: who needs more than is left waits."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Condition
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Budget:
    """So much of something, such as memory, that may be in use at once."""

    def __init__(self, most: int) -> None:
        """Take how much there is."""
        self._most, self._used = most, 0
        self._changed = Condition()

    @contextmanager
    def taking(self, amount: int) -> Iterator[None]:
        """Have an amount in use; more than there is at all is had when nothing else is in use."""
        with self._changed:
            self._changed.wait_for(lambda: not self._used or self._used + amount <= self._most)
            self._used += amount
        try:
            yield
        finally:
            with self._changed:
                self._used -= amount
                self._changed.notify_all()
