"""The event loop of pyttsx3: a line's file is taken when it is whole, not when the system pauses in it."""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from drama.speech.engines import event_loop

if TYPE_CHECKING:
    from pathlib import Path


def sound(kind: str) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, np.zeros(5_000), 22_050, format=kind, subtype="PCM_16")
    return file.getvalue()


@pytest.mark.parametrize("kind", ["WAV", "AIFF"])
def test_a_file_that_is_written_with_a_pause_is_waited_for(tmp_path: Path, kind: str) -> None:
    path, whole = tmp_path / "line.wav", sound(kind)
    go_on = threading.Event()

    def write() -> None:
        with path.open("wb") as file:
            file.write(whole[:3_000])
            file.flush()
            go_on.wait()
            file.write(whole[3_000:])

    writer = threading.Thread(target=write)
    writer.start()
    threading.Timer(5 * event_loop._STEADY_S, go_on.set).start()
    assert event_loop._finished(path, 30.0) == whole
    writer.join()


@pytest.mark.parametrize("kind", ["WAV", "AIFF"])
def test_only_a_file_as_long_as_its_header_says_is_whole(kind: str) -> None:
    content = sound(kind)
    assert event_loop._is_whole(content)
    assert not any(event_loop._is_whole(content[:length]) for length in range(8, len(content) - 1, 500))


def test_a_file_that_never_comes_is_not_waited_for_longer_than_the_limit(tmp_path: Path) -> None:
    assert event_loop._finished(tmp_path / "none.wav", 0.05) == b""
