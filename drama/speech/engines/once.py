"""A property that is worked out once, whichever thread asks first."""

from __future__ import annotations

from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any, Self, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable

Value = TypeVar("Value")


class once(cached_property[Value]):  # noqa: N801 - a decorator, as cached_property is
    """A cached_property with a lock: from Python 3.12 on that has none, and two threads would make two."""

    def __init__(self, make: Callable[[Any], Value]) -> None:
        """Take the method that makes the value."""
        super().__init__(make)
        self._guard = RLock()

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> Value: ...

    def __get__(self, instance: object | None, owner: type[Any] | None = None) -> Self | Value:
        """Return the value; it is made at the first asking, while others wait."""
        if instance is None:
            return self
        with self._guard:
            return super().__get__(instance, owner)
