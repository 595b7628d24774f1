"""Sounds that are used again soon: rendered lines, and the library's as they lie on the disk."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from drama.audio import Sound


class KeptSounds:
    """The sounds that were used last, up to so many bytes; none is made twice at once, even in parallel."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._sounds: OrderedDict[Hashable, Future[Sound]] = OrderedDict()
        self._sizes: dict[Hashable, int] = {}
        self._lock = threading.Lock()

    def __call__(self, name: Hashable, make: Callable[[], Sound]) -> Sound:
        """Return the sound of this name, made when it isn't at hand; raises what making it raises."""
        with self._lock:
            is_new = name not in self._sounds
            sound = self._sounds.setdefault(name, Future())
            self._sounds.move_to_end(name)
        if is_new:
            try:
                sound.set_result(make())
            except BaseException as error:
                sound.set_exception(error)
                raise
            self._make_room(name, sound.result().nbytes)
        return sound.result()

    def _make_room(self, name: Hashable, size: int) -> None:
        with self._lock:
            if name in self._sounds:
                self._sizes[name] = size
            while sum(self._sizes.values()) > self._most_bytes and len(self._sounds) > 1:
                oldest, _ = self._sounds.popitem(last=False)
                self._sizes.pop(oldest, None)
