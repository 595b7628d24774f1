"""Weights of neural voices come whole, resumed and checked, or not at all."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from drama.errors import EngineError, InputError
from drama.speech.engines import weights
from drama.speech.engines.weights import Package, WeightFile, fetch, packages
from tests.raw_server import raw_server

CONTENT = {"model.onnx": bytes(range(256)) * 400, "voices.bin": b"styles" * 1_000}


def package(source: str, **damage: bytes) -> Package:
    files = tuple(
        WeightFile(name=name, size=len(content), sha256=hashlib.sha256(content).hexdigest())
        for name, content in (CONTENT | damage).items()
    )
    return Package(name="tiny", engine="kokoro", source=source, licence="CC0", origin="a test", files=files)


class Mirror(BaseHTTPRequestHandler):
    """Serves the files, breaks off where a test says so, and remembers what it was asked."""

    breaks_after: ClassVar[int | None] = None
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        content = CONTENT[self.path.rpartition("/")[2]]
        start = int((self.headers.get("Range") or "bytes=0-")[6:-1])
        self.asked.append(f"{self.path[1:]} from {start}")
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        end = len(content) if self.breaks_after is None else self.breaks_after
        self.wfile.write(content[start:end])

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def mirror() -> Iterator[str]:
    Mirror.breaks_after, Mirror.asked = None, []
    with ThreadingHTTPServer(("127.0.0.1", 0), Mirror) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_files_come_from_the_source_whole(mirror: str, tmp_path: Path) -> None:
    paths = fetch(package(mirror), tmp_path)
    assert {path.name: path.read_bytes() for path in paths} == CONTENT


def test_what_broke_off_goes_on_from_there(mirror: str, tmp_path: Path) -> None:
    Mirror.breaks_after = 5_000
    with pytest.raises(EngineError):
        fetch(package(mirror), tmp_path)
    Mirror.breaks_after = None
    fetch(package(mirror), tmp_path)
    assert "model.onnx from 5000" in Mirror.asked
    assert (tmp_path / "model.onnx").read_bytes() == CONTENT["model.onnx"]


def test_nothing_appears_under_its_name_before_all_is_right(mirror: str, tmp_path: Path) -> None:
    damaged = package(mirror, **{"voices.bin": b"other styles" * 500})
    with pytest.raises(EngineError, match="damaged"):
        fetch(damaged, tmp_path)
    assert not (tmp_path / "model.onnx").exists()
    assert not (tmp_path / "voices.bin").exists()


def test_what_is_there_whole_is_not_asked_for_again(mirror: str, tmp_path: Path) -> None:
    fetch(package(mirror), tmp_path)
    Mirror.asked.clear()
    fetch(package(mirror), tmp_path)
    assert Mirror.asked == []


def test_another_source_is_a_mirror(mirror: str, tmp_path: Path) -> None:
    fetch(package("http://127.0.0.1:1/"), tmp_path, source=mirror)
    assert (tmp_path / "voices.bin").exists()


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", b"SSH-2.0\r\n"])
def test_a_mirror_that_fails_is_told_without_its_password(tmp_path: Path, answer: bytes) -> None:
    with raw_server(answer) as server, pytest.raises(EngineError, match="can't be had") as refusal:
        fetch(package(""), tmp_path, source=server.url.replace("127.0.0.1", "ada:secret@127.0.0.1"))
    assert "Authorization: Basic" in server.asked[0].decode()
    assert "secret" not in str(refusal.value)


def test_files_that_somebody_has_are_copied_from_anywhere_below_a_folder(tmp_path: Path) -> None:
    given = tmp_path / "downloads" / "kokoro"
    given.mkdir(parents=True)
    for name, content in CONTENT.items():
        (given / name).write_bytes(content)
    paths = fetch(package("http://127.0.0.1:1/"), tmp_path / "new", given=tmp_path / "downloads")
    assert [path.read_bytes() for path in paths] == list(CONTENT.values())


def test_a_file_that_upstream_did_not_publish_is_refused(tmp_path: Path) -> None:
    for name in CONTENT:
        (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(InputError, match="not the file that upstream published"):
        fetch(package("http://127.0.0.1:1/"), tmp_path / "new", given=tmp_path)


def test_the_starter_has_women_and_men_of_three_accents() -> None:
    names = [one.name for one in packages(weights.STARTER)]
    assert len(names) == 6
    assert {name[:5] for name in names} == {"en_GB", "en_US"}


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        packages("kokorro")
    assert "kokoro" in str(caught.value.problems[0].hint)
