"""MBROLA's voices are found where all that they need is installed, and nowhere else."""

from __future__ import annotations

import shutil
import stat
from typing import TYPE_CHECKING

import pytest

from drama.errors import InputError
from drama.speech.engines.espeak_voices import VoiceBench
from drama.speech.engines.mbrola import MbrolaFiles, find

if TYPE_CHECKING:
    from pathlib import Path

US1 = """name us-mbrola-1
language en-us
gender female
pitch 140 220
mbrola us1 us_phtrans
"""
LIBRARY, DATA = "usr/lib/some-linux-gnu/libespeak-ng.so.1", "usr/lib/some-linux-gnu/espeak-ng-data"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a system with everything for one voice of the two that espeak-ng knows."""
    data = tmp_path / DATA
    for folder in ("lang/gmw", "voices/!v", "voices/mb", "mbrola_ph"):
        (data / folder).mkdir(parents=True)
    (data / "lang/gmw/en").write_text("name English\nlanguage en-gb 2\nlanguage en 2\n", encoding="utf-8")
    (data / "voices/mb/mb-us1").write_text(US1, encoding="utf-8")
    (data / "voices/mb/mb-en1").write_text("language en-uk 3\nmbrola en1 en1_phtrans\n", encoding="utf-8")
    for name in ("phondata", "phonindex", "phontab", "intonations", "en_dict"):
        (data / name).write_text(name, encoding="utf-8")
    (tmp_path / LIBRARY).write_text("a library", encoding="utf-8")
    program = tmp_path / "bin/mbrola"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    record(tmp_path, "usr/share/mbrola/us1/us1")
    return tmp_path


def record(root: Path, place: str) -> None:
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("diphones", encoding="utf-8")


def environment(root: Path, **more: str) -> dict[str, str]:
    return {"PATH": str(root / "bin"), **more}


@pytest.mark.parametrize(
    "missing", [LIBRARY, f"{DATA}/voices/mb", f"{DATA}/mbrola_ph", "bin", "usr/share/mbrola"]
)
def test_there_are_none_when_a_part_is_missing(root: Path, missing: str) -> None:
    assert find(root, environment(root))
    path = root / missing
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert find(root, environment(root)) is None


@pytest.mark.parametrize(
    "place",
    [
        f"{DATA}/mbrola/en1",
        "usr/share/mbrola/en1",
        "usr/local/share/mbrola/en1/en1",
        "usr/share/mbrola/voices/en1",
    ],
)
def test_recordings_are_found_wherever_espeak_looks_for_them(root: Path, place: str) -> None:
    record(root, place)
    found = find(root, environment(root))
    assert found
    assert found.recordings["mb-en1"] == root / place


def test_recordings_are_looked_for_in_the_system_s_shares(root: Path) -> None:
    record(root, "opt/share/mbrola/en1")
    found = find(root, environment(root, XDG_DATA_DIRS="/opt/share"))
    assert found
    assert set(found.recordings) == {"mb-en1"}


def test_a_voice_is_listed_with_its_accent_and_gender(root: Path) -> None:
    record(root, "usr/share/mbrola/en1")
    found = find(root, environment(root))
    assert found
    infos = MbrolaFiles(found).infos("pyttsx3")
    assert [(i.name, i.language, i.gender) for i in infos] == [
        ("mb-en1", "en-GB", "unknown"),
        ("mb-us1", "en-US", "female"),
    ]


def test_a_voice_without_recordings_is_unknown(root: Path) -> None:
    found = find(root, environment(root))
    assert found
    with pytest.raises(InputError, match="no voice 'mb-en1'"):
        MbrolaFiles(found).resolve("mb-en1")


def test_the_digest_changes_with_the_recordings(root: Path) -> None:
    found = find(root, environment(root))
    assert found
    before = MbrolaFiles(found).digest("mb-us1")
    found.recordings["mb-us1"].write_text("other diphones", encoding="utf-8")
    assert MbrolaFiles(found).digest("mb-us1") != before


def test_a_voice_s_file_and_its_moved_pitch_lie_where_espeak_finds_them(root: Path) -> None:
    found = find(root, environment(root))
    assert found
    bench = VoiceBench(MbrolaFiles(found))
    voice, _, variant = bench.identifier("mb-us1", pitch_st=12.0, formants=1.0).partition("+")
    assert voice == "mb/mb-us1"
    assert (bench.folder / "voices" / voice).read_text(encoding="utf-8") == US1
    assert "pitch 271 431" in (bench.folder / "voices" / "!v" / variant).read_text(encoding="utf-8")
    bench.close()
