"""YAML with positions: values asked for by name and type, and every problem of a file reported together.

    document = yamlfile.read(path)
    top = document.table()
    title = top.text("title")
    rate = top.number("rate", 1.0, low=0.5, high=2)
    top.done()                  # keys that were not read are problems
    document.finish()           # raises InputError with all problems, in the file's order

A value has the type that the caller asks for, never one guessed from its form: `title: 003` is the text
"003", and a character may be called No. Anchors, aliases and tags are refused: here they
are unquoted text by mistake.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml
from yaml.reader import Reader
from yaml.resolver import Resolver

from drama.errors import InputError, Place, Problem, did_you_mean
from drama.project.yaml_syntax import QUOTE_HINT, SIGNS, compose
from drama.system import files

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from pathlib import Path

NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class Document:
    """A parsed file that collects the problems found while it is read."""

    def __init__(self, text: str, path: str, root: yaml.Node | None) -> None:
        self.text = text
        self.path = path
        self.root = root
        self.problems: list[Problem] = []

    def wrong(self, message: str, place: Place, hint: str = "") -> None:
        """Note a problem, to be raised by finish()."""
        self.problems.append(Problem(message=message, place=place, hint=hint))

    def place(self, mark: yaml.Mark) -> Place:
        """Return where a mark of the parser points to."""
        return Place(path=self.path, line=mark.line + 1, column=mark.column + 1)

    def table(self) -> Table:
        """Return the file's top level as a table; an empty file is an empty one."""
        return Table(self, self.root) if self.root else Table(self, None)

    def finish(self) -> None:
        """Raise InputError with every problem noted, in the file's order; do nothing when there are none."""
        if self.problems:
            raise InputError(
                *sorted(self.problems, key=lambda p: (p.place.line, p.place.column) if p.place else (0, 0))
            )


class Value:
    """A value and its place; reading it as another type notes a problem and returns an empty value."""

    __slots__ = ("document", "node", "what")

    def __init__(self, document: Document, node: yaml.Node | None, what: str = "the file") -> None:
        self.document = document
        self.node = node
        self.what = what

    @property
    def place(self) -> Place:
        """Where the value begins."""
        return (
            self.document.place(self.node.start_mark)
            if self.node
            else Place(path=self.document.path, line=1, column=1)
        )

    @property
    def is_text(self) -> bool:
        """True for a scalar that isn't empty."""
        return isinstance(self.node, yaml.ScalarNode) and not self.is_empty

    @property
    def is_list(self) -> bool:
        """True for a sequence."""
        return isinstance(self.node, yaml.SequenceNode)

    @property
    def is_table(self) -> bool:
        """True for a mapping."""
        return isinstance(self.node, yaml.MappingNode)

    @property
    def is_empty(self) -> bool:
        """True for nothing at all, or a lone ~."""
        return self.node is None or _is_nothing(self.node)

    def wrong(self, message: str, hint: str = "") -> None:
        """Note a problem at this value."""
        self.document.wrong(message, self.place, hint)

    def _expected(self, expected: str, hint: str = "") -> None:
        shown = (
            f"not {self.node.value!r}" if isinstance(self.node, yaml.ScalarNode) else "not a list or a table"
        )
        self.wrong(f"{self.what} must be {expected}, {'and is empty' if self.is_empty else shown}", hint)

    def as_text(self, *, choices: Collection[str] = ()) -> str:
        """Return the scalar as it is written; a problem for anything else or what isn't among the choices."""
        if not isinstance(self.node, yaml.ScalarNode) or self.is_empty:
            self._expected("a text")
            return ""
        text = str(self.node.value)
        if choices and text not in choices:
            self._expected(f"one of {', '.join(sorted(choices))}", did_you_mean(text, choices))
        return text

    def as_number(
        self, *, low: float | None = None, high: float | None = None, hint: str | Callable[[float], str] = ""
    ) -> float:
        """Return a number within [low, high]; 0 with a problem for anything else."""
        expected = "a number" + _bounds(low, high)
        written = self.node.value.replace("−", "-") if isinstance(self.node, yaml.ScalarNode) else ""
        if not NUMBER.fullmatch(written):
            self._expected(expected, hint if isinstance(hint, str) else "")
            return 0.0
        number = float(written)
        if (low is not None and number < low) or (high is not None and number > high):
            self._expected(expected, hint if isinstance(hint, str) else hint(number))
        return number

    def as_whole(self, *, low: int | None = None, high: int | None = None, hint: str = "") -> int:
        """Return a whole number within [low, high]; 0 with a problem for anything else."""
        written = self.node.value.replace("−", "-") if isinstance(self.node, yaml.ScalarNode) else ""
        number = int(written) if re.fullmatch(r"[-+]?\d{1,18}", written) else None
        if number is None or (low is not None and number < low) or (high is not None and number > high):
            self._expected("a whole number" + _bounds(low, high), hint)
        return number or 0

    def as_flag(self) -> bool:
        """Return true or false; False with a problem for anything else."""
        flag = FLAGS.get(self.node.value.lower()) if isinstance(self.node, yaml.ScalarNode) else None
        if flag is None:
            self._expected("true or false")
        return bool(flag)

    def as_items(self) -> tuple[Value, ...]:
        """Return a list's values; an empty value is an empty list; () with a problem for anything else."""
        if self.is_empty:
            return ()
        if not isinstance(self.node, yaml.SequenceNode):
            self._expected("a list")
            return ()
        return tuple(Value(self.document, node, f"an entry of {self.what}") for node in self.node.value)

    def as_texts(self) -> tuple[str, ...]:
        """Return a list's texts, or the one text that stands alone."""
        return (self.as_text(),) if self.is_text else tuple(item.as_text() for item in self.as_items())

    def as_table(self) -> Table:
        """Return it as a table; empty with a problem when it isn't one."""
        return Table(self.document, self.node, self.what)


class Table(Value):
    """A mapping that remembers which keys were read."""

    __slots__ = ("_asked", "_entries")

    def __init__(self, document: Document, node: yaml.Node | None, what: str = "the file") -> None:
        super().__init__(document, node, what)
        self._asked: set[str] = set()
        self._entries: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if isinstance(key, yaml.ScalarNode):
                    self._entries.setdefault(key.value, (key, value))
        elif not self.is_empty:
            self._expected('a table ("key: value" lines)')

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys in the file's order."""
        return tuple(self._entries)

    def key_place(self, key: str) -> Place:
        """Return the place of a key; the table's own place when it has no such key."""
        return self.document.place(self._entries[key][0].start_mark) if key in self._entries else self.place

    def has(self, key: str) -> bool:
        """Return whether a key is there and not empty; it counts as read."""
        self._asked.add(key)
        entry = self._entries.get(key)
        return entry is not None and not _is_nothing(entry[1])

    def value(self, key: str) -> Value:
        """Return a key's value, empty when missing; it counts as read."""
        self._asked.add(key)
        return self._value(key)

    def _value(self, key: str) -> Value:
        node = self._entries[key][1] if key in self._entries else None
        return Value(self.document, node, f'"{key}"')

    def _given(self, key: str, default: object) -> bool:
        """Return whether to read a key; a missing one without a default is a problem."""
        if self.has(key):
            return True
        if default is None:
            self.document.wrong(f'"{key}" is missing in {self.what}', self.place)
        return False

    def text(self, key: str, default: str | None = None, *, choices: Collection[str] = ()) -> str:
        """Return a text as written; without a default the key must be there."""
        return self._value(key).as_text(choices=choices) if self._given(key, default) else default or ""

    def number(
        self,
        key: str,
        default: float | None = None,
        *,
        low: float | None = None,
        high: float | None = None,
        hint: str | Callable[[float], str] = "",
    ) -> float:
        """Return a number within [low, high]; without a default the key must be there."""
        if not self._given(key, default):
            return default or 0.0
        return self._value(key).as_number(low=low, high=high, hint=hint)

    def whole(
        self,
        key: str,
        default: int | None = None,
        *,
        low: int | None = None,
        high: int | None = None,
        hint: str = "",
    ) -> int:
        """Return a whole number within [low, high]; without a default the key must be there."""
        return (
            self._value(key).as_whole(low=low, high=high, hint=hint)
            if self._given(key, default)
            else default or 0
        )

    def flag(self, key: str, default: bool | None = None) -> bool:  # noqa: FBT001 (a default is a value here)
        """Return true or false; without a default the key must be there."""
        return self._value(key).as_flag() if self._given(key, default) else bool(default)

    def table(self, key: str) -> Table:
        """Return a table; an empty one when the key is missing."""
        return self.value(key).as_table()

    def items(self, key: str) -> tuple[Value, ...]:
        """Return a list's values; () when the key is missing."""
        return self.value(key).as_items()

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list's texts, or the one text that stands alone; () when the key is missing."""
        return self.value(key).as_texts()

    def done(self, known: Iterable[str] = ()) -> None:
        """Note a problem for each key that was not read and isn't in `known`."""
        expected = self._asked | set(known)
        for key in self._entries:
            if key not in expected:
                hint = did_you_mean(key, expected) or f"known here: {', '.join(sorted(expected))}"
                self.document.wrong(f'unknown key "{key}" in {self.what}', self.key_place(key), hint)


def read(path: Path) -> Document:
    """Return a file parsed; InputError when it can't be read or isn't YAML."""
    return parse(files.read_text(path), str(path))


def parse(text: str, path: str = "") -> Document:
    """Return a text parsed, offsets counted without a byte order mark; InputError when it isn't YAML.

    Duplicate keys, anchors, aliases and tags are noted in the document for finish().
    """
    text = text.removeprefix("\ufeff")
    root = compose(text, path)
    document = Document(text, path, root)
    if root is not None:
        _check(document, root)
    return document


def _is_nothing(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "~")


def _check(document: Document, root: yaml.Node) -> None:
    """Note duplicate keys and anchors; raise at once for an alias, which may contain itself."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        start = node.start_mark.index
        if id(node) in seen or document.text[start : start + 1] in ("&", "!"):
            sign = "*" if id(node) in seen else document.text[start]
            message = f"YAML takes this for {SIGNS[sign]}"
            document.wrong(message, document.place(node.start_mark), QUOTE_HINT.format(sign))
            document.finish()
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            _check_keys(document, node)
            waiting.extend(part for pair in node.value for part in pair)


def _check_keys(document: Document, node: yaml.MappingNode) -> None:
    first: dict[str, yaml.Mark] = {}
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            document.wrong("a key must be a text", document.place(key.start_mark))
        elif key.value in first:
            message = f'the key "{key.value}" is here twice (first in line {first[key.value].line + 1})'
            document.wrong(message, document.place(key.start_mark), "delete or rename one of them")
        else:
            first[key.value] = key.start_mark


def _bounds(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f" from {low:g} to {high:g}"
    return f" of at least {low:g}" if low is not None else f" of at most {high:g}" if high is not None else ""


_RESOLVER = Resolver()
_PLAIN = re.compile(r"[^\W_](?:[^\n\r\t\x85\u2028\u2029\ufeff]*\S)?")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def scalar(text: str, *, flow: bool = False) -> str:
    """Return a text as YAML on one line: plain where every parser reads it as that text, else quoted.

    `flow` is for a text between brackets. parse() reads the same text back for any content.
    """
    resolve: Callable[..., str] = _RESOLVER.resolve
    plain = (
        _PLAIN.fullmatch(text)
        and not Reader.NON_PRINTABLE.search(text)
        and ": " not in text
        and " #" not in text
        and not text.endswith(":")
        and not (flow and re.search(r"[,\[\]{}:?]", text))
        and not NUMBER.fullmatch(text)
        and resolve(yaml.ScalarNode, text, (True, False)) == "tag:yaml.org,2002:str"
    )
    return text if plain else '"' + "".join(_escaped(character) for character in text) + '"'


def value(text: str) -> str:
    """Return a number, true or false as it is, and any other text as scalar() writes it between brackets."""
    return text if NUMBER.fullmatch(text) or text in ("true", "false") else scalar(text, flow=True)


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    if code < 0x20 or code in (0x2028, 0x2029, 0xFEFF) or Reader.NON_PRINTABLE.search(character):
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return "\\x85" if code == 0x85 else character
