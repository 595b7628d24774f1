"""`drama doctor`: whether everything that a render needs works here, each part tried for real."""

from __future__ import annotations

import platform
import shutil
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from drama import collection, encoder, engines, record, voices
from drama.errors import DramaError, EngineError, Problem, UsageError
from drama.files import replacing
from drama.model import Utterance

if TYPE_CHECKING:
    from collections.abc import Callable

    from drama.console import Console

ENOUGH_DISK_MB = 1_000
"""Takes, mix and episode of two hours of drama."""


def run(console: Console, *, project: Path | None) -> None:
    """Try every part and print a line for each; EngineError when one that a render needs fails."""
    checks: dict[str, Callable[[], str]] = {"python": _python, "encoder": _encoder}
    checks |= {f"engine {name}": partial(_engine, name) for name in engines.names()}
    try:
        house = collection.find(Path.cwd(), project)
    except UsageError:
        checks["disk"] = lambda: _disk(Path.cwd())
    else:
        checks["disk"] = lambda: _disk(house.root)
        checks["voices.yaml"] = lambda: _voices(house.voices)
        checks["stories"] = lambda: f"{len(house.stories())} in {house.stories_folder}"
    results: list[dict[str, object]] = []
    failed: list[Problem] = []
    for name, check in checks.items():
        needed = not name.startswith("engine ") or name == f"engine {engines.DEFAULT}"
        try:
            said, good = check(), True
        except DramaError as error:
            said, good = "; ".join(str(problem) for problem in error.problems), False
            failed += error.problems if needed else ()
        results.append({"name": name, "good": good, "needed": needed, "said": said})
        mark = "ok  " if good else "FAIL" if needed else "none"
        console.result(f"{mark}  {name:<18} {said}")
    console.data({"checks": results})
    if failed:
        raise EngineError(*failed)


def _python() -> str:
    return f"{platform.python_version()} on {platform.system()} {platform.machine()}, {sys.executable}"


def _encoder() -> str:
    return encoder.executable()


def _engine(name: str) -> str:
    """Speak one word with the engine's first voice."""
    engine = engines.create(name)
    try:
        offered = engine.voices()
        if not offered:
            return "no voices yet"
        utterance = Utterance(text="Testing, testing.", engine=name, voice=offered[0].name)
        speech = engine.speak(utterance)
        fault = record.verify(speech, utterance)
        if fault:
            raise EngineError(Problem(message=fault))
        return f"{len(offered)} voices, {len(speech.samples) / speech.rate_hz:.1f} s spoken"
    finally:
        engine.close()


def _disk(folder: Path) -> str:
    """Write a file and look how much room is left."""
    with replacing(folder / ".drama" / "doctor", durable=False) as path:
        path.write_bytes(b"drama")
    (folder / ".drama" / "doctor").unlink(missing_ok=True)
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    if free_mb < ENOUGH_DISK_MB:
        raise EngineError(
            Problem(
                message=f"only {free_mb} MB free in {folder}",
                hint="the folder .drama can be deleted at any time",
            )
        )
    return f"{free_mb:,} MB free in {folder}"


def _voices(path: Path) -> str:
    if not path.exists():
        return "none yet: the first render writes it"
    file = voices.read(path, engines=engines.names())
    return f"{len(file.characters)} characters, engine {file.house.engine}"
