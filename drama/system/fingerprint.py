"""Fingerprints of a stage's code: cached results of other code are not reused.

A stage's fingerprint is a hash of the code of its own folder and of every module of ours that it imports,
directly or indirectly. Comments, docstrings and imports for type checkers alone are left out, since they
can't affect the sound. So are the packages that handle only files, messages and progress.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from drama import __version__
from drama.system import json_values
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
"""The paths that each stage's fingerprint covers, besides their imports. Folders of other stages are left
out: the built-in sounds are made by "sounds" and mixed by "mix"."""
_SILENT = ("__init__.py", "system", "errors.py", "progress.py")
"""Packages and modules that don't affect the sound; the first holds the version."""


_PARSING = threading.Lock()
"""Python 3.11 counts how deep it is in a syntax tree for all threads together: two that parse at the same
time fail now and then with "AST constructor recursion depth mismatch" (python/cpython#106905)."""


@dataclass(frozen=True, slots=True)
class _Module:
    """One parsed source file."""

    stat: tuple[int, int]
    """Its size and modification time (ns)."""
    digest: str
    """Of its code."""
    imports: tuple[tuple[str, str], ...]
    """Dotted modules of ours and the name that is imported from each, "" for the module itself."""


@cache
def fingerprint(stage: str) -> str:
    """Return a digest of a stage's code, which changes with every edit that may affect the sound."""
    return fingerprints(PACKAGE)[stage]


@cache
def whole_program() -> str:
    """Return the version with a digest of all source, for machines that must run the identical program."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.read_bytes())
    return f"{__version__} {digest.hexdigest()[:16]}"


@cache
def fingerprints(package: Path) -> dict[str, str]:
    """Return the fingerprint of each stage of the package that lies in a folder.

    Parsed files are stored in the user's cache and are valid while size and modification time are unchanged.
    """
    sources = _Sources(package)
    found = {stage: sources.stage(stage) for stage in STAGES}
    sources.remember()
    return found


class _Sources:
    """The source files of a package, parsed unless the cache holds them."""

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
        """Return whether a module is silent or of another stage; the innermost folder decides its stage."""
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
        """Yield the files that a module imports; a re-export in an __init__ leads to the definition."""
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
        """Store the parsed modules for the next run; when that fails, they are parsed again then."""
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
        content = json_values.parsed(memory.read_text(encoding="utf-8"))
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
    with _PARSING:
        tree = ast.parse(file.read_bytes())
    _say(tree, said, imports)
    digest = hashlib.sha256("\n".join(said).encode("utf-8", "surrogatepass"))
    return _Module(stat, digest.hexdigest()[:24], tuple(dict.fromkeys(imports)))


def _say(node: ast.AST, said: list[str], imports: list[tuple[str, str]]) -> None:
    """Serialise a syntax tree, identically in every version of Python, and collect its imports.

    Empty fields are left out: newer versions have more of them.
    """
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return
    if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "drama":
        imports += [(node.module, alias.name) for alias in node.names]
    elif isinstance(node, ast.Import):
        imports += [(alias.name, "") for alias in node.names if alias.name.split(".")[0] == "drama"]
    said.append(type(node).__name__)
    for name in node._fields:
        value = getattr(node, name, None)
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, ast.AST):
                if not _is_docstring(one):
                    said.append(f".{name}")
                    _say(one, said, imports)
            elif one is not None:
                said.append(f".{name}={one!r}")
    said.append("/")


def _is_docstring(node: object) -> bool:
    """Return whether a statement is only a string: a docstring, or one under a constant."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
