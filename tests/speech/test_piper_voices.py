"""Downloading voices: from a real server on loopback, with everything that can go wrong."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from drama.errors import EngineError, InputError
from drama.speech.engines.piper_voices import fetch, listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "en_GB-tide-low"
FILES = {
    f"en/en_GB/tide/low/{NAME}.onnx": b"model" * 40_000,
    f"en/en_GB/tide/low/{NAME}.onnx.json": b"{}",
    "en/en_GB/tide/low/MODEL_CARD": b"A voice for tests.",
}

pytestmark = pytest.mark.slow


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    for path, content in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    about = {
        path: {"size_bytes": len(content), "md5_digest": hashlib.md5(content).hexdigest()}
        for path, content in FILES.items()
    }
    voice = {"key": NAME, "language": {"code": "en_GB"}, "num_speakers": 2, "files": about}
    (root / "voices.json").write_text(json.dumps({NAME: voice}), encoding="utf-8")
    return root


@pytest.fixture
def source(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def test_a_voice_is_listed_with_its_size_language_and_speakers(source: str) -> None:
    (voice,) = listed(source).values()
    assert (voice.name, voice.language, voice.speakers) == (NAME, "en-GB", 2)
    assert voice.size == sum(len(content) for content in FILES.values())


def test_a_voice_arrives_whole_with_its_licence(source: str, tmp_path: Path) -> None:
    model = fetch(NAME, tmp_path / "voices", source=source)
    assert model.read_bytes() == FILES[f"en/en_GB/tide/low/{NAME}.onnx"]
    assert {path.name for path in model.parent.iterdir()} == (
        {f"{NAME}.onnx", f"{NAME}.onnx.json", f"{NAME}.MODEL_CARD"}
    )


def test_progress_counts_every_byte(source: str, tmp_path: Path) -> None:
    counted: list[int] = []

    class Counting:
        def start(self, stage: str, total: int) -> None:
            counted.append(-total)

        def step(self, count: int = 1) -> None:
            counted.append(count)

        def note(self, message: str) -> None:
            pass

    fetch(NAME, tmp_path, source=source, progress=Counting())
    assert sum(counted) == 0
    assert len(counted) > 4


@pytest.mark.parametrize("content", [b"short", b"MODEL" * 40_000], ids=["cut-short", "changed"])
def test_a_damaged_download_is_an_error_and_leaves_nothing(
    site: Path, source: str, tmp_path: Path, content: bytes
) -> None:
    (site / f"en/en_GB/tide/low/{NAME}.onnx").write_bytes(content)
    with pytest.raises(EngineError, match="came damaged"):
        fetch(NAME, tmp_path / "voices", source=source)
    assert not list((tmp_path / "voices").glob("*.onnx"))
    assert not list((tmp_path / "voices").glob(".*"))


def test_only_what_is_missing_or_damaged_is_downloaded_again(site: Path, source: str, tmp_path: Path) -> None:
    model = fetch(NAME, tmp_path / "voices", source=source)
    (model.parent / f"{NAME}.MODEL_CARD").unlink()
    (site / f"en/en_GB/tide/low/{NAME}.onnx").unlink()
    assert fetch(NAME, tmp_path / "voices", source=source) == model
    assert (model.parent / f"{NAME}.MODEL_CARD").is_file()


def test_an_unknown_voice_is_refused_with_the_nearest(source: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"did you mean '{NAME}'"):
        fetch("en_GB-tyde-low", tmp_path, source=source)


def test_the_command_line_downloads_into_the_first_folder_of_the_settings(
    source: str, tmp_path: Path
) -> None:
    folder = tmp_path / "piper"
    settings = f'engines:\n  piper: {{folders: ["{folder}"], source: "{source}"}}\n'
    (tmp_path / "voices.yaml").write_text(settings, encoding="utf-8")
    (tmp_path / "stories").mkdir()
    arguments = ["voices", "--get", NAME, "--project", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "drama", *arguments], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, str(folder / f"{NAME}.onnx")), done.stderr
    assert "engine: best" in done.stderr or "install" in done.stderr  # what to do next


def test_no_server_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="can't be had"):
        fetch(NAME, tmp_path, source="http://127.0.0.1:9/")


def test_a_page_that_is_no_list_is_an_error(site: Path, source: str, tmp_path: Path) -> None:
    (site / "voices.json").write_text("<html>", encoding="utf-8")
    with pytest.raises(EngineError, match="no list of voices"):
        fetch(NAME, tmp_path, source=source)
