"""The cast list of voices.yaml: new characters entered without a byte of what the user wrote being disturbed.

Text is only ever inserted. The one thing replaced is a lone ~ that stands where the characters should be.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import yaml

from drama.errors import InputError, Problem, UsageError, did_you_mean
from drama.model import NARRATOR
from drama.project import yaml as yamlfile
from drama.project.yaml import scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from drama.project.voices_file import Part, VoicesFile

CHARACTERS, STORIES = "characters", "stories"
STEP = "  "
BREAK = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
DOCUMENT_END = re.compile(r"^\.\.\.(?=\s|$)", re.MULTILINE)
REST_OF_LINE = re.compile(r"[ \t]*(,?)[ \t]*(#.*)?")

Tree = dict[str, "str | Tree"]
"""The entries to add: keys, and as values one line of YAML or a subtree."""


def enter(
    text: str,
    parts: Iterable[Part],
    narrator: Part | None = None,
    stories: Mapping[str, Sequence[Part]] | None = None,
) -> str:
    """Return the text of voices.yaml with these parts added to its characters, indented as the others are.

    `stories` are parts for one story alone, by its key. For an existing part, and for the narrator, only
    missing fields are added. A name that a part in the file already has is given to no other, neither as a
    name nor as an alias. The returned text parses to the old content plus the additions. Raises InputError,
    with the YAML to paste, when the file's layout doesn't allow it.
    """
    there = _content(text)
    tree: Tree = {NARRATOR: fields(narrator)} if narrator is not None else {}
    characters = _cast_list(parts, _under(there, CHARACTERS))
    if characters:
        tree[CHARACTERS] = characters
    of_stories = _under(there, STORIES)
    own: Tree = {
        key: _cast_list(cast, _under(of_stories, key)) for key, cast in (stories or {}).items() if cast
    }
    if own:
        tree[STORIES] = own
    body = text.removeprefix("\ufeff")
    page = _Page(body)
    page.enter(tree)
    answer = text[: len(text) - len(body)] + page.edited()
    if _content(answer) != _merged(there, tree):
        pasted = "\n".join(_lines(tree, "", STEP))
        message = "new characters can't be entered into a file that is laid out like this"
        raise InputError(Problem(message=message, hint=f"enter them by hand:\n{pasted}"))
    return answer


def with_voice(text: str, where: Sequence[str], engine: str, voice: str) -> str:
    """Return the text of voices.yaml with somebody's voice in an engine changed, and nothing else.

    `where` are the keys that lead to the part: ("narrator",), ("characters", "Ines") or ("stories", "003",
    "the porter"). Missing keys are added. InputError as from enter().
    """
    tree: Tree = {"voice": _braced({engine: scalar(voice, flow=True)})}
    for key in reversed(where):
        tree = {key: tree}
    body = text.removeprefix("\ufeff")
    page = _Page(body)
    said = page.at((*where, "voice"))
    short = page.at(where)
    if isinstance(short, yaml.ScalarNode) and short.value not in ("", "~"):
        page.replace(short, scalar(voice, flow=True))
    elif isinstance(said, yaml.ScalarNode) and said.value not in ("", "~"):
        page.replace(said, scalar(voice, flow=True))
    elif in_engine := page.at((*where, "voice", engine)):
        page.replace(in_engine, scalar(voice, flow=True))
    else:
        page.enter(tree)
    answer = text[: len(text) - len(body)] + page.edited()
    changed = _Page(answer.removeprefix("\ufeff"))
    reached = [changed.at(path) for path in (where, (*where, "voice"), (*where, "voice", engine))]
    if voice not in [node.value for node in reached if isinstance(node, yaml.ScalarNode)]:
        message = "a voice can't be changed in a file that is laid out like this"
        raise InputError(
            Problem(message=message, hint=f"put voice: {scalar(voice)} under {where[-1]} by hand")
        )
    return answer


def with_value(text: str, where: Sequence[str], value: str) -> str:
    """Return the text of voices.yaml with one value changed or added, and nothing else.

    `where` are the keys that lead to it, as for with_voice(); a part that is only a voice becomes a table.
    InputError as from enter().
    """
    *above, name = where
    body = text.removeprefix("\ufeff")
    page = _Page(body)
    written = yamlfile.value(value)
    there, short = page.at(where), page.at(above)
    if isinstance(there, yaml.ScalarNode) and there.value not in ("", "~"):
        page.replace(there, written)
    elif isinstance(short, yaml.ScalarNode) and short.value not in ("", "~"):
        page.replace(short, _braced({"voice": scalar(short.value, flow=True), name: written}))
    else:
        tree: Tree = {name: written}
        for key in reversed(above):
            tree = {key: tree}
        page.enter(tree)
    answer = text[: len(text) - len(body)] + page.edited()
    reached = _Page(answer.removeprefix("\ufeff")).at(where)
    if not isinstance(reached, yaml.ScalarNode) or reached.value != value:
        message = f"{name} can't be set in a file that is laid out like this"
        hint = f"put {name}: {written} under {above[-1] if above else 'the top'} by hand"
        raise InputError(Problem(message=message, hint=hint))
    return answer


def has(text: str, where: Sequence[str]) -> bool:
    """Return whether voices.yaml has a value under these keys."""
    return _Page(text.removeprefix("\ufeff")).at(where) is not None


def where(file: VoicesFile, name: str, keys: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Return the keys that lead to somebody's part, those of these stories first, and the part's engine.

    UsageError when nobody has that name or alias.
    """
    lists: list[tuple[tuple[str, ...], tuple[Part, ...]]]
    lists = [(("stories", key), parts) for key, parts in file.stories if key in keys]
    lists += [(("characters",), file.characters), ((), (file.narrator,))]
    for path, parts in lists:
        for part in parts:
            if name.casefold() in {called.casefold() for called in (part.name, *part.aliases)}:
                return (*path, part.name), part.engine or file.settings.engine
    known = [part.name for _, parts in lists for part in parts]
    hint = did_you_mean(name, known) or "`drama cast` lists who speaks"
    raise UsageError(Problem(message=f"nobody is called {name!r}", hint=hint))


def _cast_list(parts: Iterable[Part], there: dict[str, object]) -> Tree:
    """Return the parts to add beside the existing ones, without names that belong to others."""
    owners = {called.casefold(): name for name, said in there.items() for called in (name, *_aliases(said))}
    entered: Tree = {}
    for part in parts:
        if owners.setdefault(part.name.casefold(), part.name) != part.name:
            continue  # added meanwhile as somebody's alias, or in another case
        free = tuple(a for a in part.aliases if owners.setdefault(a.casefold(), part.name) == part.name)
        entered[part.name] = fields(replace(part, aliases=free))
    return entered


def _under(content: object, key: str) -> dict[str, object]:
    inner = content.get(key) if isinstance(content, dict) else None
    return inner if isinstance(inner, dict) else {}


def _aliases(said: object) -> list[str]:
    aliases = said.get("aliases", []) if isinstance(said, dict) else []
    return [aliases] if isinstance(aliases, str) else [a for a in aliases if isinstance(a, str)]


def fields(part: Part) -> Tree:
    """Return a part's fields as keys and YAML values, in reading order."""
    found: list[tuple[str, str]] = []
    if part.aliases:
        found.append(("aliases", f"[{', '.join(scalar(alias, flow=True) for alias in part.aliases)}]"))
    words = (("gender", part.gender), ("age", part.age), ("kind", part.kind or "unknown"))
    found += [(key, value) for key, value in words if value != "unknown"]
    if part.engine is not None:
        found.append(("engine", scalar(part.engine, flow=True)))
    if part.voices:
        found.append(("voice", _braced({engine: scalar(voice, flow=True) for engine, voice in part.voices})))
    elif part.voice is not None:
        found.append(("voice", scalar(part.voice, flow=True)))
    numbers = (("rate", part.rate), ("pitch", part.pitch), ("volume", part.volume_db), ("seat", part.seat))
    found += [(key, f"{value:g}") for key, value in numbers if value is not None]
    if part.options:
        found.append(("options", _braced({key: _option(value) for key, value in part.options})))
    return dict(found)


def _option(value: float | str) -> str:
    return scalar(value, flow=True) if isinstance(value, str) else f"{value:g}"


def pasteable(part: Part, indent: str = STEP) -> str:
    """Return a part as lines to paste under "characters:", without a final line break."""
    return "\n".join(_lines({part.name: fields(part)}, indent, STEP))


def _lines(tree: Tree, indent: str, step: str) -> list[str]:
    """Return a tree as a block, one entry per line."""
    lines = []
    for key, value in tree.items():
        if isinstance(value, str):
            lines.append(f"{indent}{scalar(key)}: {value}")
        else:
            lines += [f"{indent}{scalar(key)}:", *_lines(value, indent + step, step)]
    return lines


def _braced(tree: Tree) -> str:
    return "{" + ", ".join(_pairs(tree)) + "}"


def _pairs(tree: Tree) -> list[str]:
    """Return a tree's entries as they stand between braces."""
    return [
        f"{scalar(key, flow=True)}: {value if isinstance(value, str) else _braced(value)}"
        for key, value in tree.items()
    ]


class _Page:
    """A text, what it holds, and the edits to be made in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = yamlfile.parse(text).root
        self.edits: list[tuple[int, int, str]] = []
        """Start, end and replacement."""
        self.sections: list[str] = []
        """Lines to add at the end of the document."""
        first = BREAK.search(text)
        self.line_break = first.group() if first else "\n"

    def enter(self, tree: Tree) -> None:
        """Note the edits that bring a tree into the text."""
        root = self.root
        if isinstance(root, yaml.MappingNode):
            self._merge(root, tree, top=True)
        else:
            self.sections += _lines(tree, "", STEP)

    def at(self, where: Sequence[str]) -> yaml.Node | None:
        """Return the value that these keys lead to; None when there is none."""
        node = self.root
        for name in where:
            pairs = node.value if isinstance(node, yaml.MappingNode) else ()
            node = next((value for key, value in pairs if key.value == name), None)
        return node

    def replace(self, node: yaml.Node, words: str) -> None:
        """Note the replacement of a value."""
        self.edits.append((node.start_mark.index, node.end_mark.index, words))

    def edited(self) -> str:
        """Return the text with the edits applied; edits at one place keep their order."""
        edits = sorted([*self.edits, *self._end_of_document()], key=lambda edit: edit[0])
        pieces = []
        done = 0
        for start, end, words in edits:
            pieces += [self.text[done:start], words]
            done = end
        return "".join(pieces) + self.text[done:]

    def _end_of_document(self) -> list[tuple[int, int, str]]:
        """Return the edit that adds the sections: at the end of the text, or before its end marker."""
        if not self.sections:
            return []
        mark = DOCUMENT_END.search(self.text, _end(self.text, self.root) if self.root else 0)
        at = mark.start() if mark else len(self.text)
        ended = not self.text[:at] or BREAK.fullmatch(self.text[at - 1])
        words = ("" if ended else self.line_break) + (self.line_break if self.text[:at].strip() else "")
        return [(at, at, words + "".join(line + self.line_break for line in self.sections))]

    def _merge(self, table: yaml.MappingNode, tree: Tree, step: str = STEP, *, top: bool = False) -> None:
        """Add the missing entries of a tree to a mapping."""
        new: Tree = {}
        known = {key.value: (key, value) for key, value in table.value}
        for key, value in tree.items():
            entry = known.get(key)
            if entry is None:
                new[key] = value
            elif inner := _tree(value):
                self._merge_into(*entry, inner, _step(table, step), braces=bool(table.flow_style))
        if not new:
            return
        if table.flow_style:
            self._add_flow(table, _pairs(new))
        elif top:
            self.sections += _lines(new, " " * table.start_mark.column, STEP)
        else:
            self._add_block(table, new, _step(table, step))

    def _merge_into(self, key: yaml.Node, value: yaml.Node, tree: Tree, step: str, *, braces: bool) -> None:
        """Add a tree to the value of a key; a text or a list is left as it is."""
        if isinstance(value, yaml.MappingNode):
            self._merge(value, tree, step)
        elif isinstance(value, yaml.ScalarNode) and value.value in ("", "~"):
            self._remove(value)
            if braces:
                colon = "" if ":" in self.text[key.end_mark.index : value.start_mark.index] else ":"
                self._insert(value.end_mark.index, f"{colon} {_braced(tree)}")
            else:
                lines = _lines(tree, " " * key.start_mark.column + step, step)
                self._insert_lines(self._line_end(value.end_mark.index), lines)

    def _add_block(self, table: yaml.MappingNode, tree: Tree, step: str) -> None:
        """Add entries after the last one and its comments at the same depth."""
        indent = " " * table.start_mark.column
        last = table.value[-1][1]
        one_line = isinstance(last, yaml.MappingNode) and last.flow_style
        lines = [indent + pair for pair in _pairs(tree)] if one_line else _lines(tree, indent, step)
        at = self._line_end(_end(self.text, table))
        comment = re.compile(rf"(?:\r\n|[\r\n]) {{{len(indent)},}}#[^\r\n\x85\u2028\u2029]*")
        while more := comment.match(self.text, at):
            at = more.end()
        self._insert_lines(at, lines)

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
            self._insert_lines(end, [f"{indent}{entry}," for entry in entries])
        elif rest[2]:
            self._insert_lines(end, [f"{indent}, {entry}" for entry in entries])
        else:
            self._insert(at, "".join(f",{self.line_break}{indent}{entry}" for entry in entries))

    def _remove(self, empty: yaml.Node) -> None:
        if empty.start_mark.index < empty.end_mark.index:
            self.edits.append((empty.start_mark.index, empty.end_mark.index, ""))

    def _insert(self, at: int, words: str) -> None:
        self.edits.append((at, at, words))

    def _insert_lines(self, line_end: int, lines: list[str]) -> None:
        self._insert(line_end, "".join(self.line_break + line for line in lines))

    def _line_end(self, at: int) -> int:
        found = BREAK.search(self.text, at)
        return found.start() if found else len(self.text)


def _tree(value: str | Tree) -> Tree:
    """Return the entries under a key, also when written between braces; empty for other values."""
    if not isinstance(value, str):
        return value
    root = yamlfile.parse(value).root if value.startswith("{") else None
    if not isinstance(root, yaml.MappingNode):
        return {}
    return {key.value: scalar(str(inner.value), flow=True) for key, inner in root.value}


def _end(text: str, node: yaml.Node) -> int:
    """Return where a value's last character ends; the parser counts what follows a block as part of it."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end = int(node.end_mark.index)
    return len(text[:end].rstrip()) if node.value else end


def _step(table: yaml.MappingNode, usual: str) -> str:
    """Return the indentation that a table uses below its entries."""
    for key, value in table.value:
        if isinstance(value, yaml.MappingNode) and not value.flow_style:
            return " " * int(value.start_mark.column - key.start_mark.column)
    return usual


def _content(text: str) -> object:
    """Return everything that a text holds, as plain values; None when it can't be read."""
    try:
        root = yamlfile.parse(text).root
    except InputError:
        return None
    return _plain(root) if root is not None else {}


def _plain(node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(value) for value in node.value]
    return str(node.value)


def _merged(given: object, tree: Tree) -> object:
    """Return what a value should hold once a tree is in it."""
    content = dict(given) if isinstance(given, dict) else {}
    for key, value in tree.items():
        inner = _tree(value)
        if key not in content:
            content[key] = _content(value) if isinstance(value, str) else _merged({}, inner) if inner else ""
        elif inner and (not isinstance(content[key], str) or content[key] in ("", "~")):
            content[key] = _merged(content[key], inner)
    return content
