"""Regular expressions that are compiled at their first use: one run uses few of the program's patterns.

Compiling takes 1 to 20 ms for a pattern with a word list, and `re` repeats it in every process.
"""

from __future__ import annotations

import re
from typing import Any, cast


def pattern(text: str, flags: int | re.RegexFlag = 0) -> re.Pattern[str]:
    """Return a lazily compiled equivalent of re.compile(text, flags); re.error is raised at the first use."""
    return cast("re.Pattern[str]", _Late(text, flags))


class _Late:
    """Proxy for a compiled pattern: each method is copied from it at first use."""

    def __init__(self, text: str, flags: int | re.RegexFlag) -> None:
        self.pattern = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # pickle and copy look for these, and don't need them
            raise AttributeError(name)
        found = (
            re.compile(self.pattern, self._flags) if name == "_compiled" else getattr(self._compiled, name)
        )
        self.__dict__[name] = found
        return found
