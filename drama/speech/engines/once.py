"""A property that is computed once, whichever thread asks first."""

from __future__ import annotations

from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any, Self, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable

Value = TypeVar("Value")


class once(cached_property[Value]):  # noqa: N801 - a decorator, as cached_property is
    """A cached_property with a lock: since Python 3.12 it has none, and two threads could make two values."""

    def __init__(self, make: Callable[[Any], Value]) -> None:
        """Take the method that computes the value."""
        super().__init__(make)
        self._guard = RLock()

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> Value: ...

    def __get__(self, instance: object | None, owner: type[Any] | None = None) -> Self | Value:
        """Return the value; the first call computes it while other threads wait."""
        if instance is None:
            return self
        with self._guard:
            return super().__get__(instance, owner)
