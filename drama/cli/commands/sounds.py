"""`drama sounds`: the library of effects, ambiences and music: listed, written as WAV, drawn."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import soundfile

from drama.mix import library
from drama.system import files
from drama.timecode import HOUSE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.cli.console import Console
    from drama.mix import library


def run(
    console: Console,
    *,
    names: Sequence[str] | None,
    out: Path | None,
    seconds: float | None,
    seed: int,
    plot: bool,
) -> None:
    """List the sounds; or write those that are named as NAME.wav, with NAME.png when a plot is asked for."""
    chosen = [library.get(name) for name in names or library.names()]
    if not names and out is None:
        for kind in ("effect", "ambience", "music"):
            console.result(f"{kind}s" if kind != "music" else kind)
            for info in chosen:
                if info.kind == kind:
                    console.result(_line(info))
        console.data({"sounds": [asdict(info) for info in chosen]})
        return
    written = []
    console.start("sounds", len(chosen))
    for info in chosen:
        path = (out or Path()) / f"{info.name}.wav"
        samples = library.render(info.name, seconds=seconds, seed=seed)
        with files.replacing(path, durable=False) as temporary:
            soundfile.write(temporary, samples, HOUSE_RATE_HZ, subtype="PCM_16", format="WAV")
        written.append(str(path))
        if plot:
            picture = path.with_suffix(".png")
            files.write_bytes(picture, library.png(library.picture(samples)), durable=False)
            written.append(str(picture))
        console.step()
    console.result("\n".join(written))
    console.data({"written": written})


def _line(info: library.SoundInfo) -> str:
    length = f"{info.seconds:g} s" + (" ∞" if info.loops else "")
    return f"  {info.name:<20} {length:>9}  {info.description}"
