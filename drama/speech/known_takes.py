"""Which takes of a story were read whole by an earlier run: of those only the heads are read again.

A checksum over all samples of 100,000 words takes 1.5 s. A file that keeps size, times and place on the disk
keeps its content; whoever plays a take still checks all of it.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from drama.system import files, json_values, seals

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = "drama-known-takes/1"


class KnownTakes:
    """The signatures of files that were read whole, by the names of the takes in them."""

    def __init__(self, path: Path | None) -> None:
        """Read them; none where the file is missing or damaged, or there is no path."""
        self._path = path
        self._before: dict[str, str] = {}
        self._now: dict[str, str] = {}
        try:
            content = json_values.parsed(path.read_bytes()) if path else {}
            if content.get("schema") == SCHEMA:
                self._before = {str(key): str(one) for key, one in content["takes"].items()}
        except (OSError, ValueError, KeyError, AttributeError):
            pass

    def knows(self, key: str, signature: str) -> bool:
        """Return whether the file of this signature was read whole as this take."""
        known = bool(signature) and self._before.get(key) == signature
        if known:
            self._now[key] = signature
        return known

    def add(self, key: str, signature: str) -> None:
        """Remember that a take was read whole; its file had this signature before."""
        if (
            signature and int(signature.split(":")[1]) < time.time_ns() - seals.RACY_S * 1e9
        ):  # or it may change again unseen
            self._now[key] = signature

    def keep(self) -> None:
        """Write what is known now, and nothing of takes that weren't asked for; InputError when refused."""
        if self._path and self._now != self._before:
            content = {"schema": SCHEMA, "takes": self._now}
            files.write_text(self._path, json.dumps(content) + "\n", durable=False)
