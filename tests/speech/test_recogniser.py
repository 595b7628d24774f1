"""What a recogniser's words say of a take, and how recognisers are asked."""

from __future__ import annotations

import io
import json
import os
import threading
from collections.abc import Iterator
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import soundfile

from drama.errors import EngineError, InputError
from drama.model import Utterance
from drama.speech import hearing
from drama.speech.engines import create
from drama.speech.hearing import RATE_HZ, Server, compare, ears
from tests.raw_server import raw_server


@pytest.mark.parametrize(
    ("line", "heard"),
    [
        ("The lamp at Quay Nine.", "the lamp at key 9"),
        ("I have 14 crates!", "I have fourteen crates."),
        ("Jor-El said so.", "Jorel said so"),
        ("“Oh…”", "Oh."),
        ("A hundred what?", "100 what?"),
        ("said Ines.", "Set a knees."),
        ("Every one of them.", "Everyone of them."),
    ],
)
def test_words_that_sound_as_the_line_s_are_heard(line: str, heard: str) -> None:
    found = compare(line, heard, names=["Jor-El", "Ines"])
    assert (found.lost, found.added, found.understood) == ((), (), True)


def test_a_name_is_forgiven_and_another_word_is_not() -> None:
    assert not compare("Go, Anselm.", "Go, Ansem.", names=["Anselm"]).faults
    assert compare("Go, Anselm.", "Go, Ansem.").lost == ("anselm",)


def test_a_phrase_said_twice_and_a_skipped_word_are_faults() -> None:
    assert compare("Bring her home.", "Bring her home. Bring her home.").added == ("bring", "her", "home")
    skipped = compare("Bring her home now, will you?", "Bring her now will you?")
    assert (skipped.lost, skipped.understood) == (("home",), True)
    assert not compare("No!", "").understood


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html>", "no JSON"),
        (b"[]", "no transcription"),
        (b'{"text": 5}', "no transcription"),
        (b'{"text": null}', "no transcription"),
    ],
)
def test_an_answer_that_is_no_transcription_is_told_in_words(body: bytes, said: str) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    with raw_server(answer) as asked, pytest.raises(EngineError, match=said):
        Server(asked.url, "en").hear(np.zeros(RATE_HZ, np.float32), RATE_HZ)


def test_half_a_character_in_an_answer_can_be_written() -> None:
    body = b'{"text": "a \\ud800 b"}'
    with raw_server(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)) as asked:
        heard = Server(asked.url, "en").hear(np.zeros(RATE_HZ, np.float32), RATE_HZ)
    assert heard.encode() == b"a ? b"


@pytest.fixture
def server() -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Serve the transcription endpoint as OpenAI documents it; it says how long the sound is."""
    asked: list[dict[str, object]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            form = message_from_bytes(f"Content-Type: {self.headers['Content-Type']}\n\n".encode() + body)
            parts = {
                part.get_param("name", header="content-disposition"): part for part in form.get_payload()
            }
            sound, rate_hz = soundfile.read(io.BytesIO(parts["file"].get_payload(decode=True)))
            asked.append(
                {name: part.get_payload() for name, part in parts.items() if name != "file"}
                | {"path": self.path, "rate_hz": rate_hz, "key": self.headers["Authorization"]}
            )
            answer = json.dumps({"text": f"{len(sound) / rate_hz:.1f} seconds"}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as one:
        thread = threading.Thread(target=one.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{one.server_address[1]}/v1", asked
        one.shutdown()
        thread.join()


def test_a_server_is_asked_as_openai_documents_it(
    server: tuple[str, list[dict[str, object]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, asked = server
    monkeypatch.setenv(hearing.KEY_VARIABLE, "secret")
    heard = ears(f"{url}#small", "en-GB").hear(np.zeros(44_100, np.float32), 44_100)
    assert heard == "2.0 seconds", "a second of sound, and half a second of silence on either side"
    assert asked == [
        {
            "model": "small",
            "language": "en",
            "response_format": "json",
            "path": "/v1/audio/transcriptions",
            "rate_hz": RATE_HZ,
            "key": "Bearer secret",
        }
    ]


def test_a_server_that_is_not_there_is_an_error_with_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "_ATTEMPTS", 1)
    with pytest.raises(EngineError) as caught:
        Server("http://127.0.0.1:9/v1", "en").hear(np.zeros(100, np.float32), RATE_HZ)
    assert hearing.VARIABLE in str(caught.value.problems[0].hint)


def test_a_key_does_not_go_out_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(hearing.KEY_VARIABLE, "secret")
    with pytest.raises(InputError, match="in the clear"):
        ears("http://example.org/v1")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of faster-whisper's libraries
def test_a_real_recogniser_understands_the_default_engine() -> None:
    pytest.importorskip("faster_whisper")
    named = os.environ.get(hearing.VARIABLE, "")
    if not named or not Path(named).is_dir():
        pytest.skip(f"{hearing.VARIABLE} names no folder with a model")
    engine = create("pyttsx3")
    line = "Please put the letters back in the drawer, and lock the kitchen door before you leave."
    speech = engine.speak(Utterance(text=line, engine="pyttsx3", voice="en-us+Reed"))
    engine.close()
    assert compare(line, ears(named).hear(speech.samples, speech.rate_hz)).understood
