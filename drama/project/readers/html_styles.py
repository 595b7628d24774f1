"""What a page's style sheets make italic or bold, by class."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drama.project.readers import html_kinds as kinds

if TYPE_CHECKING:
    from collections.abc import Iterable

_COMMENT = re.compile(r"/\*.{0,100000}?\*/|<!--|-->", re.DOTALL)
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,20000})\}")
_SELECTOR = re.compile(r"(?P<tag>[a-z]\w*)?\.(?P<name>[\w-]+)", re.IGNORECASE)
MOST_CHARACTERS = 2_000_000
"""Of a style sheet that is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """Selectors of a class, as "em.thought" or ".thought"; those of places within others aren't followed."""

    italic: frozenset[str] = frozenset()
    bold: frozenset[str] = frozenset()

    def are_italic(self, tag: str, names: Iterable[str]) -> bool:
        """Return whether an element with these classes is italic."""
        return _hit(self.italic, tag, names)

    def are_bold(self, tag: str, names: Iterable[str]) -> bool:
        """Return whether an element with these classes is bold."""
        return _hit(self.bold, tag, names)

    def and_of(self, sheet: str) -> Styles:
        """Return these and a style sheet's (CSS 2.2, 4.1); what can't be read in it is passed over."""
        italic, bold = set(self.italic), set(self.bold)
        for rule in _RULE.finditer(_COMMENT.sub(" ", sheet[:MOST_CHARACTERS])):
            found = [match[0] for one in rule[1].split(",") if (match := _SELECTOR.fullmatch(one.strip()))]
            if kinds.SLANTED.search(rule[2]):
                italic.update(found)
            if kinds.HEAVY.search(rule[2]):
                bold.update(found)
        return Styles(italic=frozenset(italic), bold=frozenset(bold))


def _hit(selectors: frozenset[str], tag: str, names: Iterable[str]) -> bool:
    return bool(selectors) and any(f".{name}" in selectors or f"{tag}.{name}" in selectors for name in names)
