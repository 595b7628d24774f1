"""A stage is stale when code that it runs has changed, and by nothing else."""

from __future__ import annotations

import gc
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from drama.system import fingerprint


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the package's source."""
    folder = tmp_path_factory.mktemp("package") / "drama"
    shutil.copytree(fingerprint.PACKAGE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def prints(package: Path) -> dict[str, str]:
    return fingerprint.fingerprints.__wrapped__(package)


def stale_after(package: Path, module: str, old: str, new: str) -> set[str]:
    """Return the stages whose fingerprints an edit of a module changes; the edit is taken back."""
    path = package / module
    before, text = prints(package), path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    try:
        after = prints(package)
    finally:
        path.write_text(text, encoding="utf-8")
    return {stage for stage in before if before[stage] != after[stage]}


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        pytest.param("cli/app.py", '"""', '"""Otherwise: ', id="a docstring of the command line"),
        pytest.param("qc/inspect.py", "import os", "import os\nMORE = 1", id="code of quality control"),
        pytest.param("mix/mixing.py", '"""', '"""Otherwise: ', id="a docstring of the mix"),
        pytest.param("mix/mixing.py", "import json", "import json  # why", id="a remark in the mix"),
        pytest.param("__init__.py", "__version__ = ", "__version__ = 'x' + ", id="a new version"),
        pytest.param("system/http.py", "import ", "import json\nimport ", id="the room of the machine"),
    ],
)
def test_what_is_not_heard_makes_nothing_stale(package: Path, module: str, old: str, new: str) -> None:
    assert stale_after(package, module, old, new) == set()


@pytest.mark.parametrize(
    ("module", "old", "new", "stages"),
    [
        ("mix/mixing.py", "import json", "import json\nMORE = 1", {"mix"}),
        ("mix/library/machines.py", "import numpy", "import json\nimport numpy", {"sounds"}),
        ("audio/dynamics.py", "import math", "import math\nMORE = 1", {"master"}),
        ("master/pieces.py", "import json", "import json\nMORE = 1", {"master"}),
        ("publish/package.py", "import json", "import json\nMORE = 1", {"publish"}),
    ],
)
def test_a_stage_is_stale_when_its_code_or_what_it_imports_changed(
    package: Path, module: str, old: str, new: str, stages: set[str]
) -> None:
    assert stale_after(package, module, old, new) == stages


def test_nothing_is_remembered_that_is_damaged(package: Path, user_cache: Path) -> None:
    first = prints(package)
    for memory in user_cache.rglob("fingerprints/*.json"):
        memory.write_text('{"schema": "drama-fingerprints/1", "modules": {"mix/mixing.py": [1]}}', "utf-8")
    assert prints(package) == first


def test_threads_may_ask_at_the_same_time_while_the_collector_calls_others(package: Path) -> None:
    # As in a Dask worker of several threads, which watches the garbage collector.
    def watched(_phase: str, _told: dict[str, int]) -> None:
        time.sleep(0)

    before = gc.get_threshold()
    gc.callbacks.append(watched)
    gc.set_threshold(200, 5, 5)
    try:
        files = sorted((package / "system").glob("*.py")) * 2
        with ThreadPoolExecutor(4) as pool:
            rounds = [pool.submit(_digests, files) for _ in range(4)]
        found = [future.result() for future in rounds]
    finally:
        gc.callbacks.remove(watched)
        gc.set_threshold(*before)
    assert all(digests == found[0] for digests in found)


def _digests(files: list[Path]) -> list[str]:
    return [fingerprint._parsed(file, (0, 0)).digest for file in files]
