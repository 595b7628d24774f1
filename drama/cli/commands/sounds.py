"""`drama sounds`: a project's own sounds and the library's: listed, written as WAV, drawn, played."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import soundfile

from drama.errors import InputError, UsageError
from drama.mix import SoundBank, library
from drama.project import layout
from drama.system import files, player
from drama.timecode import HOUSE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drama.audio import Sound
    from drama.cli.console import Console

OWN = Path("sounds")
"""The folder of a project's own sounds."""


def run(
    console: Console,
    *,
    names: Sequence[str] | None,
    out: Path | None,
    seconds: float | None,
    seed: int,
    plot: bool,
    play: bool,
    project: Path | None,
) -> None:
    """List the sounds; or write or play those that are named. NAME.png is drawn when a plot is asked for."""
    folder = _own_folder(project)
    own = library.own_names(folder)
    if not names and out is None:
        _list(console, own, folder)
        return
    wanted = list(names or library.names())
    for name in wanted:
        library.find(name, folder)
    if play:
        _play(console, wanted, folder, seconds, seed)
        return
    written: list[str] = []
    console.start("sounds", len(wanted))
    for name in wanted:
        written += _written(name, out or Path(), _samples(name, folder, seconds, seed), plot=plot)
        console.step()
    console.result("\n".join(written))
    console.data({"written": written})


def _own_folder(project: Path | None) -> Path | None:
    """Return the folder of the project's own sounds; None outside a project that isn't named."""
    try:
        return layout.find(Path.cwd(), project).root / OWN
    except UsageError:
        if project is not None:
            raise
        return None


def _list(console: Console, own: Sequence[str], folder: Path | None) -> None:
    infos = [library.get(name) for name in library.names()]
    bank, broken = SoundBank(folder), dict[str, str]()
    if own:
        console.result("your own")
        for name in own:
            try:
                length = f"{bank.facts(name).frames / HOUSE_RATE_HZ:.3g} s"
            except InputError as error:
                problem = error.problems[0]
                length, broken[name] = "", f"{problem.message}: {problem.hint}".removesuffix(": ")
            instead = ", instead of the built-in" if name in library.names() else ""
            about = broken.get(name) or f"in sounds/{instead}"
            console.result(f"  {name:<20} {length:>9}  {about}")
    for path in library.packaged():
        console.result(f"  {path.stem:<20} {'':>9}  of the package {path.parent.name}")
    for kind in ("effect", "ambience", "music"):
        console.result(f"{kind}s" if kind != "music" else kind)
        for info in infos:
            if info.kind == kind:
                console.result(_line(info))
    console.data({"sounds": [asdict(info) for info in infos], "own": list(own), "broken": broken})


def _samples(name: str, folder: Path | None, seconds: float | None, seed: int) -> Sound:
    """Return a sound, (frames, 2): the project's own first."""
    found = library.find(name, folder)
    if isinstance(found, Path):
        bank = SoundBank(folder)
        return bank.samples(bank.facts(name).source)[: round(seconds * HOUSE_RATE_HZ) if seconds else None]
    return library.render(found.name, seconds=seconds, seed=seed)


def _written(name: str, folder: Path, samples: Sound, *, plot: bool) -> Iterable[str]:
    path = folder / f"{name}.wav"
    _write(path, samples)
    yield str(path)
    if plot:
        picture = path.with_suffix(".png")
        files.write_bytes(picture, library.png(library.picture(samples)), durable=False)
        yield str(picture)


def _write(path: Path, samples: Sound) -> None:
    with files.replacing(path, durable=False) as temporary:
        soundfile.write(temporary, samples, HOUSE_RATE_HZ, subtype="PCM_16", format="WAV")


def _play(
    console: Console, names: Sequence[str], folder: Path | None, seconds: float | None, seed: int
) -> None:
    """Play sounds through what the system plays sound with; EngineError where nothing does."""
    with tempfile.TemporaryDirectory(prefix="drama-sounds-") as scratch:
        for name in names:
            samples = _samples(name, folder, seconds, seed)
            path = Path(scratch) / f"{name}.wav"
            _write(path, samples)
            console.say(f"{name}, {len(samples) / HOUSE_RATE_HZ:.1f} s")
            player.play(path, len(samples) / HOUSE_RATE_HZ)
    console.data({"played": list(names)})


def _line(info: library.SoundInfo) -> str:
    length = f"{info.seconds:g} s" + (" ∞" if info.loops else "")
    return f"  {info.name:<20} {length:>9}  {info.description}"
