"""Fingerprints of the program: which code a stage is made of, lest work of other code be taken for its own.

A stage's fingerprint is over the code of its own folder and of every module of ours that it imports, however
indirectly. Remarks, docstrings and imports for type checkers alone are left out: what isn't executed is not
heard. So are the rooms that carry files, messages and progress, and no sound.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from drama import __version__
from drama.system.user_cache import user_cache

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SCHEMA = "drama-fingerprints/1"
PACKAGE = Path(__file__).parent.parent
STAGES: Mapping[str, tuple[str, ...]] = {
    "recordings": ("speech/human",),
    "mix": ("mix", "speech/take_store.py"),
    "sounds": ("mix/library",),
    "master": ("master",),
    "publish": ("publish",),
}
"""What each stage's fingerprint is over, beside what that imports. A folder of another stage is left out: the
built-in sounds are made by "sounds" and mixed by "mix"."""
_SILENT = ("__init__.py", "system", "errors.py", "progress.py")
"""Rooms and modules through which no sound goes; the first is the version's."""


@dataclass(frozen=True, slots=True)
class _Module:
    """What is known of one source file."""

    stat: tuple[int, int]
    """Its size and date (ns)."""
    digest: str
    """Of its code."""
    imports: tuple[tuple[str, str], ...]
    """Dotted modules of ours and the name that is taken from each, "" for the module itself."""


@cache
def fingerprint(stage: str) -> str:
    """Return a digest of the code of a stage, which changes with every edit that may be heard."""
    return fingerprints(PACKAGE)[stage]


@cache
def whole_program() -> str:
    """Return the version with a digest of all source, for machines that must run the very same program."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.read_bytes())
    return f"{__version__} {digest.hexdigest()[:16]}"


@cache
def fingerprints(package: Path) -> dict[str, str]:
    """Return the fingerprint of each stage of the package that lies in a folder.

    What was read before is remembered in the user's cache and holds while a file keeps its size and date.
    """
    sources = _Sources(package)
    found = {stage: sources.stage(stage) for stage in STAGES}
    sources.remember()
    return found


class _Sources:
    """The source files of a package, read where nothing is remembered of them."""

    def __init__(self, package: Path) -> None:
        self._package = package
        place = hashlib.sha256(str(package).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        self._memory = user_cache() / "fingerprints" / f"{place}.json"
        self._before = _read(self._memory)
        self._modules: dict[str, _Module] = {}

    def stage(self, name: str) -> str:
        """Return the fingerprint of a stage."""
        own = {path for root in STAGES[name] for path in self._under(root, name)}
        seen, waiting = set[str](), sorted(own)
        while waiting:
            path = waiting.pop()
            if path in seen or (path not in own and self._is_left_out(path, name)):
                continue
            seen.add(path)
            waiting += self._imported(self._module(path))
        digest = hashlib.sha256()
        for path in sorted(seen):
            digest.update(f"{path} {self._module(path).digest}\n".encode())
        return digest.hexdigest()[:16]

    def _under(self, root: str, stage: str) -> Iterator[str]:
        at = self._package / root
        for path in [at] if at.is_file() else at.rglob("*.py"):
            found = path.relative_to(self._package).as_posix()
            if not self._is_left_out(found, stage):
                yield found

    @staticmethod
    def _is_left_out(path: str, stage: str) -> bool:
        """Return whether a module is silent, or of another stage: that of the innermost folder it is in."""
        if any(path == root or path.startswith(f"{root}/") for root in _SILENT):
            return True
        owners = [
            (len(root), owner)
            for owner, roots in STAGES.items()
            for root in roots
            if path == root or path.startswith(f"{root}/")
        ]
        return bool(owners) and max(owners)[1] != stage

    def _module(self, path: str) -> _Module:
        if path not in self._modules:
            file = self._package / path
            status = file.stat()
            stat = (status.st_size, status.st_mtime_ns)
            known = self._before.get(path)
            self._modules[path] = known if known and known.stat == stat else _parsed(file, stat)
        return self._modules[path]

    def _imported(self, module: _Module) -> Iterator[str]:
        """Yield the files that a module's imports lead to: past a room's face to where a name is defined."""
        for dotted, name in module.imports:
            yield from self._defining(dotted, name)

    def _defining(self, dotted: str, name: str) -> Iterator[str]:
        at = "/".join(dotted.split(".")[1:])
        within = f"{at}/" if at else ""
        for path in (f"{within}{name}.py", f"{within}{name}/__init__.py") if name else ():
            if (self._package / path).is_file():
                yield path
                return
        for path in (f"{at}.py", f"{within}__init__.py"):
            if (self._package / path).is_file():
                further = self._module(path).imports if path.endswith("__init__.py") and name else ()
                through = [one for one in further if one[1] == name]
                if through:
                    yield from self._defining(*through[0])
                else:
                    yield path
                return

    def remember(self) -> None:
        """Keep what was read for the next run; where that can't be written, it is read again."""
        if {path: one for path, one in self._before.items() if path in self._modules} == self._modules:
            return
        known = {**self._before, **self._modules}
        content = {"schema": SCHEMA, "modules": {p: [m.stat, m.digest, m.imports] for p, m in known.items()}}
        temporary = self._memory.with_suffix(f".{os.getpid()}")
        try:
            self._memory.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps(content), encoding="utf-8")
            temporary.replace(self._memory)
        except OSError:
            return


def _read(memory: Path) -> dict[str, _Module]:
    try:
        content = json.loads(memory.read_text(encoding="utf-8"))
        if content["schema"] != SCHEMA:
            return {}
        return {
            path: _Module((stat[0], stat[1]), digest, tuple((one, name) for one, name in imports))
            for path, (stat, digest, imports) in content["modules"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return {}


def _parsed(file: Path, stat: tuple[int, int]) -> _Module:
    said: list[str] = []
    imports: list[tuple[str, str]] = []
    _say(ast.parse(file.read_bytes()), said, imports)
    digest = hashlib.sha256("\n".join(said).encode("utf-8", "surrogatepass"))
    return _Module(stat, digest.hexdigest()[:24], tuple(dict.fromkeys(imports)))


def _say(node: ast.AST, said: list[str], imports: list[tuple[str, str]]) -> None:
    """Write down what a piece of code does, the same with every version of Python, and collect its imports.

    Fields that are empty are left out: newer versions have more of them.
    """
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return
    if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "drama":
        imports += [(node.module, alias.name) for alias in node.names]
    elif isinstance(node, ast.Import):
        imports += [(alias.name, "") for alias in node.names if alias.name.split(".")[0] == "drama"]
    said.append(type(node).__name__)
    for name, value in ast.iter_fields(node):
        values = value if isinstance(value, list) else [value]
        for one in values:
            if _is_docstring(one):
                continue
            if isinstance(one, ast.AST):
                said.append(f".{name}")
                _say(one, said, imports)
            elif one is not None:
                said.append(f".{name}={one!r}")
    said.append("/")


def _is_docstring(node: object) -> bool:
    """Return whether a statement is a text and nothing else: a docstring, or one under a constant."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
