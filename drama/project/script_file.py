"""The script file: a play that a person enjoys editing, and valid YAML.

    - Tobias: You came back.          # who speaks, and the story's words
      cue: 12                         # never changed or reused
      how: whispered
      sure: 0.71
      why: answers Ines across an untagged run

Reading one reports every problem of the file with its line and column.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Final, get_args

from yaml.reader import Reader

from drama.errors import InputError, did_you_mean
from drama.model import HOW, About, Age, Character, Cue, CueKind, Gender, Kind, Scene, Script
from drama.places import is_bed_of
from drama.project import lexicon_reader, yaml
from drama.project.settings_reader import read_number
from drama.settings import CUE, PLACE_SURE, SURE
from drama.system import files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from drama.project.yaml import Document, Table, Value

SCHEMA = "script/1"
ABOUT: Final = tuple(one.name for one in fields(About) if one.name not in ("title", "author"))
"""The metadata of a script besides title and author."""
_SETTINGS = {option.name: option for option in CUE}
PROPOSED: Final = "not sure enough to be played"

_MARKS = ("cue", "speaker", "how", "joined", "moved", "was", "by", "sure", "why", "proposed")
_DETAILS = frozenset({*_MARKS, *_SETTINGS})
_KINDS: dict[str, CueKind] = {word: word for word in get_args(CueKind)}
_GENDERS: dict[str, Gender] = {word: word for word in get_args(Gender)}
_AGES: dict[str, Age] = {word: word for word in get_args(Age)}
_CHARACTER_KINDS: dict[str, Kind] = {word: word for word in get_args(Kind)}
_FOLD_AT = 100
_HEAD_LINES = 40
_HEADING = """\
# {title}: who says what. Edit anything; drama keeps what you changed when it adapts the story again.
# A line is "Name: words". To change a speaker, write another of the characters in its place.
# Leave the cue numbers as they are; a cue of your own needs none.
"""


def read(path: Path) -> Script:
    """Return the script in a file; InputError lists every problem in it with line and column."""
    return _script(yaml.parse(files.read_text(path), str(path)))


def titled(path: Path) -> tuple[str, str]:
    """Return the title and author in a script file, from its head alone; empty where there is none.

    For a list of many scripts, some of which may be invalid: nothing is checked.
    """
    try:
        with path.open(encoding="utf-8") as file:
            head = "".join(
                takewhile(lambda line: not line.startswith("characters:"), islice(file, _HEAD_LINES))
            )
        about = yaml.parse(head, str(path)).table().table("story")
        return about.text("title", ""), about.text("author", "")
    except (OSError, UnicodeDecodeError, InputError):
        return "", ""


def parse(text: str, path: str = "") -> Script:
    """Return the script in a text; InputError lists every problem in it with line and column."""
    return _script(yaml.parse(text, path))


def write(script: Script, path: Path) -> None:
    """Write a script's file whole, or leave it as it was; InputError when the system refuses."""
    files.write_text(path, dump(script))


def dump(script: Script) -> str:
    """Return a script as the text of its file; parse() returns the same script for any content."""
    lines = [_HEADING.format(title=" ".join(_printable(script.title or script.key).split())).rstrip("\n")]
    lines += [f"drama: {SCHEMA}", "story:", f"  number: {yaml.scalar(script.key)}"]
    lines += [f"  title: {yaml.scalar(script.title)}"] if script.title else []
    lines += [f"  author: {yaml.scalar(script.author)}"] if script.author else []
    lines += [f"  sha256: {yaml.scalar(script.sha256)}"] if script.sha256 else []
    told = [(name, getattr(script.about, name)) for name in ABOUT if getattr(script.about, name)]
    lines += ["about:", *(f"  {name}: {yaml.scalar(text)}" for name, text in told)] if told else []
    lines += [f"numbered: {script.numbered}"] if script.numbered else []
    lines += ["characters:" if script.characters else "characters: {}"]
    for character in script.characters:
        lines += _character_lines(character)
    if script.lexicon:
        lines += ["lexicon:", *lexicon_reader.lines(script.lexicon, "  ")]
    lines += ["scenes:" if script.scenes else "scenes: []"]
    for i, scene in enumerate(script.scenes):
        lines += ([""] if i else []) + list(_scene_lines(scene))
    if script.orphans:
        lines += [
            "",
            "# Your changes to words that are no longer in the story. Move them, or delete them.",
            "orphans:",
        ]
        lines += [line for cue in script.orphans for line in _cue_lines(cue, "")]
    return "\n".join(lines) + "\n"


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


def _character_lines(character: Character) -> Iterator[str]:
    facts = [
        *([f"gender: {character.gender}"] if character.gender != "unknown" else []),
        *([f"age: {character.age}"] if character.age != "unknown" else []),
        *([f"kind: {character.kind}"] if character.kind != "person" else []),
        *(["narrator: true"] if character.narrator else []),
    ]
    for what, names in (("aliases", character.aliases), ("apart", character.apart)):
        if names:
            facts.append(f"{what}: [{', '.join(yaml.scalar(name, flow=True) for name in names)}]")
    if character.why:
        facts.append(f"why: {yaml.scalar(character.why, flow=True)}")
    yield f"  {yaml.scalar(character.name)}: {{{', '.join(facts)}}}"


def _scene_lines(scene: Scene) -> Iterator[str]:
    head = [f"title: {yaml.scalar(scene.title)}"] if scene.title else []
    head += ["joined: true"] if scene.joined else []
    for name in ("place", "time", "room"):
        head += [f"{name}: {yaml.scalar(getattr(scene, name))}"] if getattr(scene, name) else []
    head += [f"sure: {_setting(scene.sure)}"] if scene.sure is not None else []
    head += [f"why: {_text(scene.why, '  ', 7)}"] if scene.why else []
    head += ["cues:" if scene.cues else "cues: []"]
    yield from (("- " if i == 0 else "  ") + line for i, line in enumerate(head))
    for i, cue in enumerate(scene.cues):
        if i and not cue.joined:
            yield ""
        yield from _cue_lines(cue, "  ")
        if cue.is_sound and not cue.by_hand and "play" not in dict(cue.settings) and cue.sure is not None:
            least = PLACE_SURE["full"] if is_bed_of(cue.text, scene.place) else SURE["full"]
            yield from [f"    proposed: {PROPOSED}"] * (cue.sure < least)


def _cue_lines(cue: Cue, indent: str) -> Iterator[str]:
    settings = dict(cue.settings)
    named = cue.kind == "line" and cue.speaker not in {"", *_KINDS, *_DETAILS}
    head = yaml.scalar(cue.speaker) if named else cue.kind
    inner = f"{indent}  "
    yield from (f"{indent}# {_printable(line)}".rstrip() for line in cue.comment.split("\n") if cue.comment)
    if cue.kind == "pause":
        yield f"{indent}- pause: {_setting(settings.pop('seconds', 0.0))}"
    else:
        yield f"{indent}- {head}: {_text(cue.text, inner, len(head) + len(indent) + 4)}"
    details = {
        "speaker": yaml.scalar(cue.speaker) if cue.kind == "line" and not named else "",
        "cue": str(cue.number or ""),
        "how": cue.how[0] if len(cue.how) == 1 else f"[{', '.join(cue.how)}]" if cue.how else "",
        "joined": "true" if cue.joined else "",
        "moved": "true" if cue.moved else "",
        "was": _text(cue.was, inner, len(inner) + 5) if cue.was is not None else "",
        "by": "hand" if cue.by_hand else "",
        "sure": _setting(cue.sure) if cue.sure is not None else "",
        "why": _text(cue.why, inner, len(inner) + 5) if cue.why else "",
    } | {name: _setting(value) for name, value in sorted(settings.items())}
    yield from (f"{inner}{name}: {value}" for name, value in details.items() if value)


def _setting(value: float | str) -> str:
    if isinstance(value, str):
        return yaml.scalar(value)
    return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else repr(value)


def _text(text: str, indent: str, column: int) -> str:
    """Return a text as YAML: plain where that is safe, folded when long, otherwise quoted."""
    plain = yaml.scalar(text)
    fits = column + len(text) <= _FOLD_AT
    if plain == text and fits:
        return plain
    if fits and '"' not in text and "\\" not in plain:
        return plain
    if not _folds(text):
        return plain
    lines, length = [""], 0
    for word in text.split(" "):
        if lines[-1] and length + 1 + len(word) > _FOLD_AT - len(indent) - 2:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
        length = len(lines[-1])
    return ">-\n" + "\n".join(f"{indent}  {line}" for line in lines)


def _folds(text: str) -> bool:
    """Return whether a folded block preserves a text: only single spaces and printable characters."""
    odd = Reader.NON_PRINTABLE.search(text) or any(c in text for c in "\n\r\t\x85\u2028\u2029\ufeff")
    return bool(text) and not odd and all(text.split(" "))


@dataclass(slots=True)
class _Reading:
    """The state while a file is read: its characters, and the cue numbers seen with their lines."""

    speakers: dict[str, str]
    """Names and aliases, each with the character's name."""
    seen: dict[int, int] = field(default_factory=dict)
    """Cue numbers and their lines."""


def _script(document: Document) -> Script:
    top = document.table()
    schema = top.text("drama")
    if schema and schema != SCHEMA:
        top.value("drama").wrong(
            f"this script is of the kind {schema!r}", f"this version of drama reads {SCHEMA!r}"
        )
    about = top.table("story")
    key, title, author = about.text("number"), about.text("title", ""), about.text("author", "")
    sha256 = about.text("sha256", "")
    about.done()
    known = top.table("about")
    told = About(**{name: known.text(name, "") for name in ABOUT})
    known.done()
    characters = _characters(top.table("characters"))
    lexicon = lexicon_reader.read(top.table("lexicon"))
    reading = _Reading(_speakers(characters))
    scenes = tuple(_scene(item.as_table(), reading) for item in top.items("scenes"))
    orphans = tuple(_cue(item.as_table(), reading) for item in top.items("orphans"))
    numbered = top.whole("numbered", 0, low=0)
    top.done()
    document.finish()
    return Script(
        key=key,
        title=title,
        author=author,
        sha256=sha256,
        characters=characters,
        scenes=scenes,
        lexicon=lexicon,
        orphans=orphans,
        numbered=max([numbered, *reading.seen]),
        about=told,
    )


def _characters(table: Table) -> tuple[Character, ...]:
    characters = []
    for name in table.keys:
        facts = table.table(name)
        characters.append(
            Character(
                name=name,
                aliases=facts.texts("aliases"),
                apart=facts.texts("apart"),
                gender=_GENDERS.get(facts.text("gender", "unknown", choices=_GENDERS), "unknown"),
                age=_AGES.get(facts.text("age", "unknown", choices=_AGES), "unknown"),
                kind=_CHARACTER_KINDS.get(facts.text("kind", "person", choices=_CHARACTER_KINDS), "person"),
                narrator=facts.flag("narrator", default=False),
                why=facts.text("why", ""),
            )
        )
        facts.done()
    return tuple(characters)


def _speakers(characters: tuple[Character, ...]) -> dict[str, str]:
    """Return every name and alias with its character's name; a name wins over another's alias."""
    aliases = {alias: character.name for character in reversed(characters) for alias in character.aliases}
    return aliases | {character.name: character.name for character in characters}


def _scene(table: Table, reading: _Reading) -> Scene:
    about = {name: table.text(name, "") for name in ("title", "place", "time", "room", "why")}
    joined = table.flag("joined", default=False)
    sure = table.number("sure", low=0, high=1) if table.has("sure") else None
    if not table.has("cues") and "cues" not in table.keys:
        table.wrong(
            'a scene needs "cues:"', "write - cues: and the scene's entries under it, or delete the scene"
        )
    cues = tuple(_cue(item.as_table(), reading) for item in table.items("cues"))
    above = _comment_above(table)
    if above and cues:
        comment = "\n".join(part for part in (above, cues[0].comment) if part)
        cues = (replace(cues[0], comment=comment), *cues[1:])
    table.done()
    return Scene(cues=cues, joined=joined, sure=sure, **about)


def _cue(table: Table, reading: _Reading) -> Cue:
    head = _head(table, reading)
    kind = _KINDS.get(head, "line")
    here = set(table.keys)
    settings: list[tuple[str, float | str]] = [
        (
            name,
            table.text(name, choices=tuple(map(str, option.choices)))
            if option.is_text
            else read_number(table, option),
        )
        for name, option in _SETTINGS.items()
        if name in here
    ]
    table.text("proposed", "")  # written for people; redundant with the cue's confidence
    if kind == "pause":
        settings.append(("seconds", table.value(head).as_number(low=0, high=_SETTINGS["seconds"].high)))
    number = table.whole("cue", 0, low=1)
    if number and reading.seen.setdefault(number, table.place.line) != table.place.line:
        message = f"cue {number} is here twice (first in line {reading.seen[number]})"
        table.value("cue").wrong(message, 'delete the "cue:" of the copy: it is given a number of its own')
    cue = Cue(
        number=number,
        kind=kind,
        speaker=_speaker(table, head, reading) if kind == "line" else "",
        text=table.value(head).as_text() if head and kind != "pause" else "",
        how=_how(table),
        joined=table.flag("joined", default=False),
        moved=table.flag("moved", default=False),
        sure=table.number("sure", low=0, high=1) if table.has("sure") else None,
        why=table.text("why", ""),
        was=table.text("was") if table.has("was") else None,
        by_hand=table.text("by", "", choices=("hand",)) == "hand",
        settings=tuple(sorted(settings)),
        comment="\n".join([*filter(None, [_comment_above(table)]), *_comments_inside(table)]),
        place=table.key_place(head) if head else table.place,
    )
    table.done(_DETAILS)
    return cue


def _head(table: Table, reading: _Reading) -> str:
    """Return the key for the speaker or the kind of sound; "" and a problem unless there is exactly one."""
    others = [key for key in table.keys if key not in _DETAILS]
    heads = [key for key in others if key in _KINDS or key in reading.speakers]
    if len(heads) > 1:
        table.wrong(f"a cue has one speaker, not {' and '.join(heads)}", 'begin the second cue with "- "')
        for key in heads:
            table.value(key)
    elif not heads:
        # What is nearly a detail's name is left for Table.done to report; any other key is a stranger.
        strangers = [key for key in others if not (key.islower() and did_you_mean(key, _DETAILS))]
        if strangers:
            _stranger(table, strangers[0], reading)
            return strangers[0]
        table.wrong(
            "this cue has no speaker", 'write who speaks, "narrator", or "pause", as in - Name: words'
        )
    return heads[0] if heads else ""


def _stranger(table: Table, name: str, reading: _Reading) -> None:
    near = did_you_mean(name, reading.speakers) or did_you_mean(name, [*_KINDS, *_DETAILS])
    hint = near or f'add "{name}: {{}}" under characters'
    table.document.wrong(f"nobody called {name!r} is among the characters", table.key_place(name), hint)


def _speaker(table: Table, head: str, reading: _Reading) -> str:
    """Return a line's character by its name or an alias."""
    if head != "line":
        return reading.speakers.get(head, head)
    name = table.text("speaker")
    if name and name not in reading.speakers:
        hint = did_you_mean(name, reading.speakers) or f'add "{name}: {{}}" under characters'
        table.value("speaker").wrong(f"nobody called {name!r} is among the characters", hint)
    return reading.speakers.get(name, name)


def _how(table: Table) -> tuple[str, ...]:
    value: Value = table.value("how")
    words = (value,) if value.is_text else value.as_items()
    return tuple(sorted({word.as_text(choices=HOW) for word in words}))


def _comment_above(table: Table) -> str:
    """Return the comment lines right above an entry of a list."""
    if table.node is None:
        return ""
    text = table.document.text
    start = text.rfind("\n", 0, table.node.start_mark.index) + 1
    dash = table.node.start_mark.index - start - 2
    found: list[str] = []
    while start > 0:
        end, start = start - 1, text.rfind("\n", 0, start - 1) + 1
        line = text[start:end]
        above = line.strip()
        # Indented deeper than the list's dash, it is the end of a folded text and not a comment.
        if above and (not above.startswith("#") or len(line) - len(line.lstrip()) > dash):
            break
        found += [above.removeprefix("#").removeprefix(" ")] * bool(above)
    return "\n".join(reversed(found))


def _comments_inside(table: Table) -> Iterator[str]:
    """Yield the comments behind an entry's values, on their lines."""
    if not table.is_table or table.node is None:
        return
    for _, value in table.node.value:
        text, end = table.document.text, value.end_mark.index
        stop = text.find("\n", end)
        rest = text[end : stop if stop >= 0 else len(text)].strip()
        if rest.startswith("#") and getattr(value, "style", "") not in ("|", ">"):
            yield rest.removeprefix("#").strip()
