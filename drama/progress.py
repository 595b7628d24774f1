"""How a stage tells what it is doing, without knowing who listens."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Receives what a stage reports; the console draws bars from it, tests ignore it."""

    def start(self, stage: str, total: int) -> None:
        """Begin a stage of so many steps (0 when their number isn't known)."""

    def step(self, count: int = 1) -> None:
        """Advance the stage under way by this many steps."""

    def note(self, message: str) -> None:
        """Pass on something that the user should know, in one line."""


class Silent:
    """A Progress that nobody listens to."""

    def start(self, stage: str, total: int) -> None:
        """Ignore the stage."""

    def step(self, count: int = 1) -> None:
        """Ignore the steps."""

    def note(self, message: str) -> None:
        """Ignore the message."""
