"""Finished stories and books, opened to be published: their words with times, their metadata, their sound."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drama.audio import formats
from drama.master import master
from drama.master import preset as preset_of
from drama.mix import forget_sounds
from drama.produce.deliverables import File
from drama.project import safe_name
from drama.publish import package

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from drama.model import Mix
    from drama.produce.prepare import Prepared
    from drama.produce.render import Staged
    from drama.produce.session import Session
    from drama.publish import Publication
    from drama.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """Something to listen to: a story, or a book of several; and the folder for its published files."""

    session: Session
    settings: Settings
    inputs: Mapping[str, str]
    """What it is made from, as in deliverables."""
    made: Publication
    folder: Path
    modified: datetime
    """When its sound was made."""
    mixed: Callable[[], Mix]
    """Returns its mix; that of an earlier call is reused."""
    episode: Path | None = None
    """Its finished file, where it has one."""

    @property
    def stem(self) -> str:
        """The stem of files that contain the whole."""
        return safe_name(f"{self.made.key} {self.made.book.title}".strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Work(Whole):
    """A finished story with its script, takes and timeline."""

    prepared: Prepared
    staged: Staged


def encoded(work: Whole, kind: formats.Kind, bitrate_kbps: int) -> File:
    """Return a work at its preset's loudness, as a file of this kind in its folder."""
    session, settings = work.session, work.settings
    own = preset_of(settings.preset, settings.custom)
    rates = formats.FORMATS[kind].rates_hz
    wanted = replace(
        own,
        name=f"{own.name}-{kind}",
        kind=kind,
        bitrate_kbps=bitrate_kbps if formats.FORMATS[kind].lossy else own.bitrate_kbps,
        rate_hz=own.rate_hz if own.rate_hz in rates else rates[0],
    )
    mixed = work.mixed()
    path = work.folder / f"{work.stem}.{kind}"
    try:
        loudness = master(
            mixed, wanted, path, package.tags(work.made), jobs=session.jobs, progress=session.progress
        )
    finally:
        forget_sounds(mixed)
    facts = (
        ("duration_s", round(work.made.duration_s, 3)),
        ("integrated_lufs", round(loudness.integrated_lufs, 2)),
        ("true_peak_dbtp", round(loudness.true_peak_dbtp, 2)),
    )
    return File(path=path, facts=facts)
