"""`drama doctor`: whether everything that a render needs works here, each part tried for real."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from drama import __version__
from drama.audio import ffmpeg_process
from drama.errors import DramaError, EngineError, InputError, Place, Problem, UsageError
from drama.model import Utterance
from drama.produce import engine_settings, misspelt, read_voices
from drama.project import layout, script_file, trust
from drama.speech import engines, hearing, onnx, record
from drama.system import distribution

if TYPE_CHECKING:
    from collections.abc import Callable

    from drama.cli.console import Console
    from drama.project import Project, VoicesFile
    from drama.speech import engines

ENOUGH_DISK_MB = 1_000
"""Takes, mix and episode of two hours of drama."""


def run(console: Console, *, project: Path | None) -> None:
    """Try every part and print a line for each; EngineError when one that a render needs fails."""
    checks: dict[str, Callable[[], str]] = {"python": _python, "drama": _drama, "encoder": _encoder}
    collection = _house(project)
    file = _voices_file(collection) if collection else None
    settings = engine_settings(file) if file else {}
    used = file.engines_in_use if file else (engines.DEFAULT,)
    checks |= {f"engine {name}": partial(_engine, name, settings.get(name)) for name in engines.names()}
    checks["gpu"], checks["recogniser"] = _gpu, _recogniser
    checks["disk"] = partial(_disk, collection.root if collection else Path.cwd())
    if collection:
        checks["voices.yaml"] = partial(_voices, collection.voices)
        if file:
            checks["cast list"] = partial(_cast_list, collection, file)
        checks["stories"] = lambda: f"{len(collection.stories())} in {collection.stories_folder}"
    results: list[dict[str, object]] = []
    failed: list[Problem] = []
    for name, check in checks.items():
        needed = name != "recogniser" and (
            not name.startswith("engine ") or name.removeprefix("engine ") in used
        )
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


def _house(project: Path | None) -> Project | None:
    try:
        return layout.find(Path.cwd(), project)
    except UsageError:
        if project:
            raise
        return None


def _voices_file(collection: Project) -> VoicesFile | None:
    """Return voices.yaml; None for one that isn't valid, which is told on a line of its own."""
    try:
        return read_voices(collection.voices)
    except InputError:
        return None


def _python() -> str:
    return f"{platform.python_version()} on {platform.system()} {platform.machine()}, {sys.executable}"


def _drama() -> str:
    other = distribution.namesake()
    if other:
        message = (
            f"a package called {distribution.NAMESAKE} ({other}) is installed beside {distribution.NAME}"
        )
        hint = "they share a folder: uninstall it, then install this program again"
        raise EngineError(Problem(message=message, hint=hint))
    return f"{distribution.NAME} {__version__}"


def _encoder() -> str:
    return ffmpeg_process.executable()


def _engine(name: str, settings: engines.Settings | None) -> str:
    """Speak one word with the engine's first voice; one that charges is asked only where it is set up."""
    engine = engines.create(name, settings)
    try:
        offered = engine.voices()
        if not offered:
            raise EngineError(
                Problem(message=f"engine {name} has no voices yet", hint=engine.capabilities.get_voices)
            )
        utterance = Utterance(text="Testing, testing.", engine=name, voice=offered[0].name)
        engine.check(utterance)
        if not settings and engine.capabilities.charges:
            return f"{len(offered)} voices; not asked to speak, which may cost money"
        if refusal := trust.untrusted({name: settings or {}}, Place(path="voices.yaml")).get(name):
            raise refusal
        speech = engine.speak(utterance)
        fault = record.verify(speech, utterance)
        if fault:
            raise EngineError(Problem(message=fault))
        at_once = record.lines_at_once(engine, cores := os.cpu_count() or 1)
        spoken = f"{len(offered)} voices, {len(speech.samples) / speech.rate_hz:.1f} s spoken"
        return f"{spoken}; {at_once} lines at once on {cores} cores"
    finally:
        engine.close()


def _gpu() -> str:
    """Return the ways to a GPU that neural engines could take, and how to have one taken."""
    found = onnx.gpu_providers()
    if not found:
        return "none that onnxruntime knows: neural engines compute on the processor"
    return f"{', '.join(found)}; taken with gpu: true under engines: kokoro or piper"


def _recogniser() -> str:
    """Return what `drama check --hear` would listen with; the model isn't loaded."""
    return hearing.ears(os.environ.get(hearing.VARIABLE, "")).name


def _cast_list(collection: Project, file: VoicesFile) -> str:
    """Look for names in voices.yaml that no story has, among the people of all scripts."""
    plays = []
    for path in sorted((collection.root / "scripts").glob("*.yaml")):
        with suppress(InputError):  # whoever renders it hears what is wrong, and where
            plays.append(script_file.read(path))
    if strays := misspelt(collection, file, plays):
        raise InputError(*strays)
    return f"{len(file.characters)} people in voices.yaml"


def _disk(folder: Path) -> str:
    """Write a file and look how much room is left."""
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".drama-doctor-") as file:
        file.write(b"drama")
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
    file = read_voices(path)
    return f"{len(file.characters)} characters, engine {file.settings.engine}"
