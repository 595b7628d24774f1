"""Server-sent events: what happens is told to every page that is open, from whatever thread it happens in."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

_BEAT_S = 15.0
"""A comment so often tells a page that the server is there, and the server whether the page is."""
_WAITING = 256


class Events:
    """The pages that listen."""

    def __init__(self) -> None:
        self._listeners: dict[asyncio.Queue[str | None], asyncio.AbstractEventLoop] = {}
        self._lock = threading.Lock()
        self._closed = False
        self.silent_since = time.monotonic()
        """When the last page closed; now is later than this while nobody listens."""

    @property
    def listeners(self) -> int:
        """How many pages are open."""
        return len(self._listeners)

    def tell(self, kind: str, about: Mapping[str, object]) -> None:
        """Tell all pages; a page that is far behind misses it, and reads the state anew when it is back."""
        text = f"event: {kind}\ndata: {json.dumps(about, ensure_ascii=False)}\n\n"
        self._put(text)

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        self._closed = True
        self._put(None)

    def _put(self, text: str | None) -> None:
        with self._lock:
            for queue, loop in self._listeners.items():
                loop.call_soon_threadsafe(_offer, queue, text)

    async def stream(self) -> AsyncIterator[str]:
        """Yield the events as text/event-stream until the page closes or the server stops."""
        queue: asyncio.Queue[str | None] = asyncio.Queue(_WAITING)
        with self._lock:
            self._listeners[queue] = asyncio.get_running_loop()
        try:
            yield "retry: 1000\n\n"
            while not self._closed:
                try:
                    text = await asyncio.wait_for(queue.get(), _BEAT_S)
                except TimeoutError:
                    text = ": still here\n\n"
                if text is None:
                    return
                yield text
        finally:
            with self._lock:
                self._listeners.pop(queue, None)
                self.silent_since = time.monotonic()


def _offer(queue: asyncio.Queue[str | None], text: str | None) -> None:
    if not queue.full():
        queue.put_nowait(text)
