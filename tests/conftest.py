"""A small collection that the tone engine speaks, and a real S3 server on loopback."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings

from drama.project.layout import Project

# A busy machine is slow, and that is no fault of the code: benchmarks/ tells about time, no test does.
# Each run tries the same examples, so that none fails by chance; `--hypothesis-profile search` tries others.
_BUSY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("drama", _BUSY, derandomize=True)
settings.register_profile("search", _BUSY, max_examples=1_000)
settings.load_profile("drama")

STORY = """The Ferry

by A. Tester

Nora pulled the rope twice. "Is anybody over there?" she shouted.

"Only me," said Abel. "And the goat."

"The goat pays double."

"He says he'd rather swim."

* * *

By noon the river had risen, and Nora tied the boat to the willow. "Tomorrow, then," she whispered.

Abel laughed. "He says thank you."
"""
VOICES = """# The cast of the ferry: this comment stays.
drama: voices/1
house: {engine: tone}
"""


REAL_VOICES = os.environ.get("DRAMA_VOICES", "")
"""The folder of real weights, if there is one; other tests find no voices, whatever this machine has."""


@pytest.fixture(autouse=True, scope="session")
def _no_voices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRAMA_VOICES", str(tmp_path_factory.mktemp("no-voices")))
        yield


@pytest.fixture
def real_voices(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of real weights that DRAMA_VOICES names; the test is skipped where it names none."""
    if not REAL_VOICES:
        pytest.skip("DRAMA_VOICES names no folder of real voices")
    monkeypatch.setenv("DRAMA_VOICES", REAL_VOICES)
    return Path(REAL_VOICES)


@pytest.fixture(scope="session", autouse=True)
def user_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep what drama keeps for its user in a folder of this run, where a variable names it."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("user-cache")
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell's background job ignores Ctrl-C, and so would the programs that tests interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)
os.environ["DRAMA_TRUST"] = "1"  # tests run the programs and servers that they write into voices.yaml


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a collection of one story, in a folder of its own."""
    root = tmp_path / "collection"
    (root / "stories").mkdir(parents=True)
    (root / "stories" / "001 The Ferry.txt").write_text(STORY, encoding="utf-8")
    (root / "voices.yaml").write_text(VOICES, encoding="utf-8")
    return Project(root=root)


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """Yield the address of an S3 server that lives as long as the session."""
    moto_server = pytest.importorskip("moto.server")
    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3_url(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the URL of a folder in a new bucket on that server, to which the environment leads."""
    s3fs = pytest.importorskip("s3fs")
    for name, value in (
        ("AWS_ENDPOINT_URL", s3_server),
        ("AWS_ACCESS_KEY_ID", "testing"),
        ("AWS_SECRET_ACCESS_KEY", "testing"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
    ):
        monkeypatch.setenv(name, value)
    bucket = f"collection-{uuid4().hex}"
    s3fs.S3FileSystem().mkdir(bucket)
    return f"s3://{bucket}/tales"
