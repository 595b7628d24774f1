"""How a stage reports its progress, independent of the receiver."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Receives a stage's reports; the console draws progress bars, tests ignore them."""

    def start(self, stage: str, total: int) -> None:
        """Begin a stage of `total` steps (0 when their number isn't known)."""

    def step(self, count: int = 1) -> None:
        """Advance the current stage by this many steps."""

    def note(self, message: str) -> None:
        """Report something that the user should know, in one line."""


class Silent:
    """A Progress that ignores everything."""

    def start(self, stage: str, total: int) -> None:
        """Ignore the stage."""

    def step(self, count: int = 1) -> None:
        """Ignore the steps."""

    def note(self, message: str) -> None:
        """Ignore the message."""
