"""Regular expressions that are compiled when they are first used: most of a program's are not, in one run.

Compiling takes time (1 to 20 ms where a list of words is in it), and `re` does it again for every process.
"""

from __future__ import annotations

import re
from typing import Any, cast


def pattern(text: str, flags: int | re.RegexFlag = 0) -> re.Pattern[str]:
    """Return what does as re.compile(text, flags) does; re.error comes at the first use."""
    return cast("re.Pattern[str]", _Late(text, flags))


class _Late:
    """Becomes a compiled pattern by taking over its methods one by one, as they are asked for."""

    def __init__(self, text: str, flags: int | re.RegexFlag) -> None:
        self.pattern = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # asked for by pickle and copy, which have no use for it
            raise AttributeError(name)
        found = (
            re.compile(self.pattern, self._flags) if name == "_compiled" else getattr(self._compiled, name)
        )
        self.__dict__[name] = found
        return found
