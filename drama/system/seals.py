"""Seals: cached answers, valid while the files that they depend on keep their size and modification time.

A command that found nothing to do writes one, so that its next run needs to load nothing. As in git's index
(https://git-scm.com/docs/racy-git), a file that changed a moment ago isn't sealed: a later change could have
the same time.
"""

from __future__ import annotations

import hashlib
import json
import os
import site
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drama.system import json_values
from drama.system.user_cache import user_cache

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SCHEMA = "drama-seal/1"
RACY_S = 0.05
"""Seconds after a change within which a file may change once more without another time."""
_PACKAGE = Path(__file__).parent.parent
_MOST = 500
"""Number of seals on disk; the oldest are deleted."""


def signature(path: Path) -> str:
    """Return a path's stat signature, which changes with its content or entries; "" when it doesn't exist."""
    try:
        found = os.stat(path)  # noqa: PTH116 - faster than Path.stat
    except OSError:
        return ""
    return f"{found.st_size}:{found.st_mtime_ns}:{found.st_ctime_ns}:{found.st_ino}"


def signatures(paths: Iterable[Path]) -> dict[str, str]:
    """Return the signature of each path, by its name."""
    return {str(path): signature(path) for path in paths}


def _program() -> str:
    """Return a digest of the program, of the installed packages and of its environment variables."""
    digest = hashlib.sha256(f"{sys.version} {sys.executable}".encode())
    waiting = [str(_PACKAGE)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in sorted(entries, key=lambda one: one.name):
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        waiting.append(entry.path)
                else:
                    status = entry.stat()
                    digest.update(f"{entry.path} {status.st_size} {status.st_mtime_ns}\n".encode())
    for folder in (*site.getsitepackages(), site.getusersitepackages()):
        digest.update(f"{folder} {signature(Path(folder))}\n".encode())
    own = sorted(f"{name}={value}" for name, value in os.environ.items() if name.startswith("DRAMA_"))
    digest.update("\n".join(own).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def place(words: Sequence[str]) -> Path:
    """Return the path of the seal of a command with these arguments in the current folder."""
    asked = json.dumps([str(Path.cwd()), *words])
    return (
        user_cache()
        / "seals"
        / f"{hashlib.sha256(asked.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}.json"
    )


def read(path: Path) -> Any:
    """Return a sealed answer; None where there is none, or anything has changed."""
    try:
        content = json_values.parsed(path.read_text(encoding="utf-8"))
        if content["schema"] != SCHEMA or content["program"] != _program():
            return None
        if any(signature(Path(name)) != known for name, known in content["paths"].items()):
            return None
        return content["answer"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write(path: Path, paths: Mapping[str, str], answer: object) -> None:
    """Write an answer with the signatures of the files it depends on; a failure to write is ignored."""
    newest = max((int(one.split(":")[1]) for one in paths.values() if one), default=0)
    if newest > time.time_ns() - RACY_S * 1e9:
        time.sleep(RACY_S)
        if any(signature(Path(name)) != known for name, known in paths.items()):
            return
    content = {"schema": SCHEMA, "program": _program(), "paths": dict(paths), "answer": answer}
    temporary = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(content, default=str), encoding="utf-8")
        temporary.replace(path)
        found = sorted(path.parent.glob("*.json"), key=lambda one: one.stat().st_mtime)
        for old in found[:-_MOST]:
            old.unlink(missing_ok=True)
    except (OSError, UnicodeError):
        return
