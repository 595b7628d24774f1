"""The cast list of voices.yaml: new characters entered without a byte of what the user wrote being disturbed.

Text is only ever inserted. The one thing replaced is a lone ~ that stands where the characters should be.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from drama import yamlfile
from drama.errors import InputError, Problem
from drama.yamlfile import scalar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.voices import Part

CHARACTERS = "characters"
NARRATOR = "narrator"
STEP = "  "
BREAK = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
DOCUMENT_END = re.compile(r"^\.\.\.(?=\s|$)", re.MULTILINE)
REST_OF_LINE = re.compile(r"[ \t]*(,?)[ \t]*(#.*)?")
Fields = tuple[tuple[str, str], ...]


def enter(text: str, parts: Sequence[Part], narrator: Part | None = None) -> str:
    """Return the text of voices.yaml with these parts added to its characters, indented as the others are.

    Of a part that is already there, and of the narrator's, only fields that are missing are added. Reading
    the answer gives what was there and what was added. Raises InputError, with the YAML to paste, when the
    file is laid out so that it can't be added to.
    """
    new = {part.name: fields(part) for part in parts}
    body = text.removeprefix("\ufeff")
    page = _Page(body)
    if narrator is not None:
        page.enter_narrator(fields(narrator))
    page.enter_characters(new)
    answer = text[: len(text) - len(body)] + page.edited()
    if _content(answer) != _expected(text, new, fields(narrator) if narrator else ()):
        pasted = "\n".join(block(name, of_it, STEP) for name, of_it in new.items())
        message = "new characters can't be entered into a file that is laid out like this"
        raise InputError(Problem(message=message, hint=f"put them under {CHARACTERS!r} by hand:\n{pasted}"))
    return answer


def fields(part: Part) -> Fields:
    """Return what a part says, as keys and YAML values, in the order in which people like to read it."""
    found: list[tuple[str, str]] = []
    if part.aliases:
        found.append(("aliases", f"[{', '.join(scalar(alias, flow=True) for alias in part.aliases)}]"))
    words = (("gender", part.gender), ("age", part.age), ("kind", part.kind or "unknown"))
    found += [(key, value) for key, value in words if value != "unknown"]
    if part.engine is not None:
        found.append(("engine", scalar(part.engine, flow=True)))
    if part.voices:
        voices = ", ".join(f"{scalar(e, flow=True)}: {scalar(v, flow=True)}" for e, v in part.voices)
        found.append(("voice", f"{{{voices}}}"))
    elif part.voice is not None:
        found.append(("voice", scalar(part.voice, flow=True)))
    numbers = (("rate", part.rate), ("pitch", part.pitch), ("volume", part.volume_db), ("seat", part.seat))
    found += [(key, f"{value:g}") for key, value in numbers if value is not None]
    if part.options:
        options = ", ".join(f"{scalar(key, flow=True)}: {_option(value)}" for key, value in part.options)
        found.append(("options", f"{{{options}}}"))
    return tuple(found)


def _option(value: float | str) -> str:
    return scalar(value, flow=True) if isinstance(value, str) else f"{value:g}"


def block(name: str, of_it: Fields, indent: str, step: str = STEP, line_break: str = "\n") -> str:
    """Return a part as lines to stand under "characters:", without a final line break."""
    lines = [f"{indent}{scalar(name)}:", *(f"{indent}{step}{key}: {value}" for key, value in of_it)]
    return line_break.join(lines)


def flow(name: str, of_it: Fields) -> str:
    """Return a part as one entry between braces."""
    return f"{scalar(name, flow=True)}: {_braced(of_it)}"


def _braced(of_it: Fields) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in of_it) + "}"


class _Page:
    """A text, what it holds, and the edits to be made in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = yamlfile.parse(text).root
        self.edits: list[tuple[int, int, str]] = []
        """Start, end and what stands there instead."""
        self.sections: list[tuple[int, int, str]] = []
        """Edits at the end of the document, after all others."""
        first = BREAK.search(text)
        self.line_break = first.group() if first else "\n"

    def edited(self) -> str:
        """Return the text with the edits made, in their order where they meet."""
        pieces = []
        done = 0
        for start, end, words in sorted(self.edits + self.sections, key=lambda edit: edit[0]):
            pieces += [self.text[done:start], words]
            done = end
        return "".join(pieces) + self.text[done:]

    def enter_narrator(self, of_it: Fields) -> None:
        """Add the narrator, or the fields that he lacks."""
        entry = _entry(self.root, NARRATOR)
        if entry is None:
            self._add_section(NARRATOR, block(NARRATOR, of_it, "", STEP, self.line_break), _braced(of_it))
        else:
            self._complete(*entry, of_it, STEP)

    def enter_characters(self, parts: dict[str, Fields]) -> None:
        """Add the characters that are not there, and the fields that the others lack."""
        entry = _entry(self.root, CHARACTERS)
        new = {name: of_it for name, of_it in parts.items() if _entry(entry and entry[1], name) is None}
        if entry is None:
            if new:
                self._add_section(CHARACTERS, self._section(new), "{" + _joined(new) + "}")
            return
        key, value = entry
        step = _step(value)
        for name, of_it in parts.items():
            if found := _entry(value, name):
                self._complete(*found, of_it, step)
        if not new:
            return
        if isinstance(value, yaml.MappingNode) and value.flow_style:
            self._add_flow(value, [flow(name, of_it) for name, of_it in new.items()])
        elif isinstance(value, yaml.MappingNode):
            self._add_block(value, new, step)
        elif self.root is not None and isinstance(self.root, yaml.MappingNode) and self.root.flow_style:
            self._fill_flow(key, value, "{" + _joined(new) + "}")
        else:
            indent = " " * key.start_mark.column + STEP
            self._fill_block(value, [block(n, f, indent, STEP, self.line_break) for n, f in new.items()])

    def _section(self, parts: dict[str, Fields]) -> str:
        blocks = [block(name, of_it, STEP, STEP, self.line_break) for name, of_it in parts.items()]
        return self.line_break.join([f"{CHARACTERS}:", *blocks])

    def _add_section(self, key: str, lines: str, braced: str) -> None:
        """Add a key to the top level: at the end of the text, or before the mark that ends the document."""
        root = self.root
        if isinstance(root, yaml.MappingNode) and root.flow_style:
            self._add_flow(root, [f"{key}: {braced}"])
            return
        column = " " * (root.start_mark.column if isinstance(root, yaml.MappingNode) else 0)
        shifted = self.line_break.join(column + line for line in lines.split(self.line_break))
        mark = DOCUMENT_END.search(self.text, _end(self.text, root) if root else 0)
        at = mark.start() if mark else len(self.text)
        ended = not self.text[:at] or BREAK.fullmatch(self.text[at - 1])
        apart = self.line_break if self.text[:at].strip() or self.sections else ""
        words = ("" if ended or self.sections else self.line_break) + apart + shifted + self.line_break
        self.sections.append((at, at, words))

    def _add_block(self, table: yaml.MappingNode, parts: dict[str, Fields], step: str) -> None:
        """Add entries after the last one and the comments that go on at its depth."""
        indent = " " * table.start_mark.column
        one_line = isinstance(table.value[-1][1], yaml.MappingNode) and table.value[-1][1].flow_style
        lines = [
            indent + flow(name, of_it) if one_line else block(name, of_it, indent, step, self.line_break)
            for name, of_it in parts.items()
        ]
        at = self._line_end(_end(self.text, table))
        comment = re.compile(rf"(?:\r\n|[\r\n]) {{{len(indent)},}}#[^\r\n\x85\u2028\u2029]*")
        while more := comment.match(self.text, at):
            at = more.end()
        self._insert(at, "".join(self.line_break + line for line in lines))

    def _add_flow(self, table: yaml.MappingNode, entries: list[str]) -> None:
        """Add entries between braces, on lines of their own when the last one has one."""
        if not table.value:
            self._insert(table.start_mark.index + 1, ", ".join(entries))
            return
        key, value = table.value[-1]
        at = max(key.end_mark.index, value.end_mark.index)
        line_start = self.text.rfind("\n", 0, key.start_mark.index) + 1
        indent = self.text[line_start : key.start_mark.index]
        end = self._line_end(at)
        rest = REST_OF_LINE.fullmatch(self.text, at, end)
        if indent.strip() or not line_start or rest is None:
            self._insert(at, "".join(f", {entry}" for entry in entries))
        elif rest[1]:
            self._insert(end, "".join(f"{self.line_break}{indent}{entry}," for entry in entries))
        elif rest[2]:
            self._insert(end, "".join(f"{self.line_break}{indent}, {entry}" for entry in entries))
        else:
            self._insert(at, "".join(f",{self.line_break}{indent}{entry}" for entry in entries))

    def _complete(self, key: yaml.Node, value: yaml.Node, of_it: Fields, step: str) -> None:
        """Add to an entry the fields that it lacks; one that is a voice alone is complete."""
        for name, said in of_it:
            if found := _entry(value, name):
                self._complete(*found, _inner(said), step)
        lacking = tuple((name, said) for name, said in of_it if _entry(value, name) is None)
        if not lacking or (isinstance(value, yaml.ScalarNode) and value.value not in ("", "~")):
            return
        if isinstance(value, yaml.MappingNode) and value.flow_style:
            self._add_flow(value, [f"{name}: {said}" for name, said in lacking])
        elif isinstance(value, yaml.MappingNode):
            indent = " " * value.start_mark.column
            at = self._line_end(_end(self.text, value))
            self._insert(at, "".join(f"{self.line_break}{indent}{name}: {said}" for name, said in lacking))
        elif self._in_braces(key):
            self._fill_flow(key, value, _braced(lacking))
        else:
            indent = " " * key.start_mark.column + step
            self._fill_block(value, [f"{indent}{name}: {said}" for name, said in lacking])

    def _in_braces(self, key: yaml.Node) -> bool:
        """Tell whether a key stands between braces, at any depth of the two that we know."""
        root = self.root
        if not isinstance(root, yaml.MappingNode):
            return False
        entry = _entry(root, CHARACTERS)
        inside = entry is not None and entry[1].start_mark.index <= key.start_mark.index
        return bool(root.flow_style or (inside and entry and getattr(entry[1], "flow_style", False)))

    def _fill_block(self, empty: yaml.Node, lines: list[str]) -> None:
        """Put lines where a key has no value yet."""
        self._remove(empty)
        self._insert(self._line_end(empty.end_mark.index), "".join(self.line_break + line for line in lines))

    def _fill_flow(self, key: yaml.Node, empty: yaml.Node, braced: str) -> None:
        self._remove(empty)
        colon = "" if ":" in self.text[key.end_mark.index : empty.start_mark.index] else ":"
        self._insert(empty.end_mark.index, f"{colon} {braced}")

    def _remove(self, empty: yaml.Node) -> None:
        if (
            isinstance(empty, yaml.ScalarNode)
            and empty.value == "~"
            and empty.start_mark.index < empty.end_mark.index
        ):
            self.edits.append((empty.start_mark.index, empty.end_mark.index, ""))

    def _insert(self, at: int, words: str) -> None:
        self.edits.append((at, at, words))

    def _line_end(self, at: int) -> int:
        found = BREAK.search(self.text, at)
        return found.start() if found else len(self.text)


def _entry(node: yaml.Node | None, name: str) -> tuple[yaml.Node, yaml.Node] | None:
    """Return the key and value of this name in a mapping."""
    if not isinstance(node, yaml.MappingNode):
        return None
    return next(((key, value) for key, value in node.value if key.value == name), None)


def _inner(said: str) -> Fields:
    """Return the fields of a value written between braces; none for any other."""
    root = yamlfile.parse(said).root
    if not isinstance(root, yaml.MappingNode):
        return ()
    return tuple((key.value, scalar(str(value.value), flow=True)) for key, value in root.value)


def _end(text: str, node: yaml.Node) -> int:
    """Return where a value's last character ends; the parser counts what follows a block as part of it."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end = int(node.end_mark.index)
    return len(text[:end].rstrip()) if node.value else end


def _step(table: yaml.Node) -> str:
    """Return the indentation that the entries of a table use for their fields."""
    if isinstance(table, yaml.MappingNode):
        for key, value in table.value:
            if isinstance(value, yaml.MappingNode) and not value.flow_style:
                return " " * int(value.start_mark.column - key.start_mark.column)
    return STEP


def _joined(parts: dict[str, Fields]) -> str:
    return ", ".join(flow(name, of_it) for name, of_it in parts.items())


Content = dict[str, object]


def _content(text: str) -> Content:
    """Return everything that a text holds, as plain values."""
    try:
        root = yamlfile.parse(text).root
    except InputError:
        return {}
    plain = _plain(root) if root else {}
    return plain if isinstance(plain, dict) else {}


def _plain(node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(value) for value in node.value]
    return str(node.value)


def _expected(text: str, parts: dict[str, Fields], narrator: Fields) -> Content:
    """Return what a text should hold once the parts and the narrator are in it."""
    content = _content(text)
    if narrator:
        content[NARRATOR] = _completed(content.get(NARRATOR), narrator)
    if parts:
        given = content.get(CHARACTERS)
        characters = dict(given) if isinstance(given, dict) else {}
        for name, of_it in parts.items():
            characters[name] = _completed(characters.get(name), of_it)
        content[CHARACTERS] = characters
    return content


def _completed(given: object, of_it: Fields) -> object:
    if isinstance(given, list) or (isinstance(given, str) and given not in ("", "~")):
        return given
    content = dict(given) if isinstance(given, dict) else {}
    for key, value in of_it:
        plain = _plain(yamlfile.parse(value).root or yaml.ScalarNode("", ""))
        inner = _inner(value) if isinstance(content.get(key), dict) else ()
        content[key] = (
            _completed(content[key], inner) if key in content and inner else content.get(key, plain)
        )
    return content
