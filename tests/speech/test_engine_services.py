"""Engines that are somebody else's: a speech server, a program, a model's files."""

from __future__ import annotations

import json
import stat
import struct
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pytest
from speech_server import SpeechServer, serving
from tiny_models import kokoro_voice, piper_voice

from drama.errors import EngineError, InputError
from drama.model import Utterance
from drama.speech.engine import Speech
from drama.speech.engines import Engines, create, located, openai, pyttsx3
from drama.speech.engines.openai import OpenAI
from drama.speech.engines.options import moved
from drama.speech.engines.soundfiles import decoded
from drama.speech.engines.system import WORDS_A_MINUTE, System
from drama.speech.engines.worker import Worker, Workers
from drama.speech.phonemes import pronounced
from drama.speech.record import record
from drama.speech.take_store import Folder, Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drama.speech.engine import Engine

SLOW_DOWN = (429, {"Retry-After": "0"}, b'{"error": {"message": "slow down"}}')
BUSY = (503, {"Retry-After": "0"}, b"busy")
BAD_KEY = (401, {}, b'{"error": {"message": "Incorrect API key provided"}}')
NO_SOUND = (200, {}, b"<html>hello</html>")


@pytest.fixture(scope="module")
def shared_server() -> Iterator[SpeechServer]:
    with serving() as state:
        yield state


@pytest.fixture
def server(shared_server: SpeechServer) -> SpeechServer:
    for told in (shared_server.requests, shared_server.keys, shared_server.faults):
        told.clear()
    shared_server.busiest = shared_server.meets = 0
    return shared_server


def ask(server: SpeechServer, text: str = "Is anybody there?", **changes: object) -> Speech:
    fields = {"text": text, "engine": "openai", "voice": "nova", **changes}
    return create("openai", {"base_url": server.url, "attempts": 3}).speak(Utterance(**fields))  # type: ignore[arg-type]


@pytest.mark.slow
class TestOpenAI:
    def test_asks_as_the_endpoint_wants(self, server: SpeechServer) -> None:
        ask(server, rate=1.2, options=(("instructions", "Whisper."),))
        assert server.requests == [
            {
                "path": "/v1/audio/speech",
                "model": "gpt-4o-mini-tts",
                "input": "Is anybody there?",
                "voice": "nova",
                "response_format": "wav",
                "speed": 1.2,
                "instructions": "Whisper.",
            }
        ]

    def test_sends_the_key_of_the_environment(
        self, server: SpeechServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MY_SERVERS_KEY", "k-123\n")
        engine = create("openai", {"base_url": server.url, "key_variable": "MY_SERVERS_KEY"})
        engine.speak(Utterance(text="Hello.", engine="openai", voice="nova"))
        assert server.keys == ["Bearer k-123"]

    def test_openais_key_goes_to_no_other_server(
        self, server: SpeechServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("OPENAI_API_KEY", "k-123")
        ask(server)
        assert server.keys == [None]

    def test_sends_no_key_when_there_is_none(
        self, server: SpeechServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("OPENAI_API_KEY", raising=False)
        ask(server)
        assert server.keys == [None]

    @pytest.mark.parametrize("fault", [SLOW_DOWN, BUSY], ids=["too-many-requests", "unavailable"])
    def test_asks_again_when_that_may_help(self, server: SpeechServer, fault: tuple) -> None:
        server.faults += [fault, fault]
        assert len(ask(server).samples) > 0
        assert len(server.requests) == 3

    def test_gives_up_after_its_attempts(self, server: SpeechServer) -> None:
        server.faults += [BUSY] * 3
        with pytest.raises(EngineError, match="503: busy"):
            ask(server)

    def test_does_not_ask_again_when_that_can_not_help(self, server: SpeechServer) -> None:
        server.faults.append(BAD_KEY)
        with pytest.raises(EngineError, match="Incorrect API key"):
            ask(server)
        assert len(server.requests) == 1

    def test_follows_no_redirection_with_the_key(self, server: SpeechServer) -> None:
        server.faults.append((302, {"Location": "http://127.0.0.1:1/"}, b""))
        with pytest.raises(EngineError, match="302"):
            ask(server)

    def test_an_answer_that_is_no_sound_is_an_error(self, server: SpeechServer) -> None:
        server.faults.append(NO_SOUND)
        with pytest.raises(EngineError, match="no sound"):
            ask(server)

    def test_no_server_is_an_error(self) -> None:
        engine = create("openai", {"base_url": "http://127.0.0.1:9/v1", "attempts": 1})
        with pytest.raises(EngineError, match="can't be reached"):
            engine.speak(Utterance(text="Hello?", engine="openai", voice="nova"))

    def test_lines_are_asked_for_in_parallel(self, server: SpeechServer, tmp_path: Path) -> None:
        engines = Engines({"openai": {"base_url": server.url, "at_once": 4}})
        lines = [Utterance(text=f"Line {n} of the play.", engine="openai", voice="onyx") for n in range(12)]
        server.meets = 4
        assert all(record(lines, Store(Folder(tmp_path)), engines))
        assert server.busiest == 4


def test_openai_itself_needs_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(InputError, match="OPENAI_API_KEY"):
        create("openai").check(Utterance(text="Hello.", engine="openai", voice="nova"))


def test_the_cost_is_what_would_be_sent_times_the_price() -> None:
    engine = OpenAI({"dollars_per_million_characters": 15.0})
    lines = [Utterance(text="Ten signs.", engine="openai", voice="nova")] * 3
    assert engine.cost(lines) == (30, pytest.approx(30 * 15e-6))


def wav_head(channels: int, rate_hz: int, size: int) -> bytes:
    form = (b"fmt ", 16, 1, channels, rate_hz, 2 * channels * rate_hz, 2 * channels, 16)
    whole = min(36 + size, 0xFFFFFFFF)
    return struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", whole, b"WAVE", *form, b"data", size)


def test_a_streamed_wav_with_made_up_lengths_is_read_to_its_end() -> None:
    pcm = np.arange(-500, 500, dtype="<i2").tobytes()
    speech = decoded(wav_head(1, 24_000, 0xFFFFFFFF) + pcm, "a server")
    assert (len(speech.samples), speech.rate_hz) == (1_000, 24_000)


def test_stereo_becomes_mono() -> None:
    pcm = np.array([[8_192, 16_384]] * 100, dtype="<i2").tobytes()
    np.testing.assert_allclose(decoded(wav_head(2, 22_050, len(pcm)) + pcm, "a program").samples, 0.375)


@pytest.mark.parametrize("pitch", [-5.0, 7.0])
def test_moving_the_pitch_moves_a_tone_by_as_much(pitch: float) -> None:
    tone = np.sin(2 * np.pi * 440 * np.arange(22_050) / 22_050).astype(np.float32) / 2
    speech = moved(Speech(samples=tone, rate_hz=22_050), pitch)
    peak = np.argmax(np.abs(np.fft.rfft(speech.samples * np.hanning(len(speech.samples)), 1 << 18)))
    assert 12 * np.log2(peak * 22_050 / (1 << 18) / 440) == pytest.approx(pitch, abs=0.02)


def program(text: str, **settings: object) -> Engine:
    return create("command", {"run": [sys.executable, "-S", "-c", text], **settings})


def say(engine: Engine, text: str = "Who is there?", voice: str = "any") -> Speech:
    return engine.speak(Utterance(text=text, engine="command", voice=voice))


@pytest.mark.slow
class TestCommand:
    def test_a_failing_program_is_an_error_with_its_last_words(self) -> None:
        with pytest.raises(EngineError, match="code 3: no voice today"):
            say(program("import sys; sys.stderr.write('no voice today'); sys.exit(3)"))

    def test_a_program_that_hangs_is_ended(self) -> None:
        with pytest.raises(EngineError, match="no answer"):
            say(program("import time; time.sleep(60)", timeout_s=0.3), "Oh")

    def test_a_program_that_writes_nothing_is_an_error(self) -> None:
        with pytest.raises(EngineError, match="no sound"):
            say(program("pass"))

    def test_the_text_is_data_to_every_shell(self, tmp_path: Path) -> None:
        witness = tmp_path / "obeyed"
        code = "import sys; open(sys.argv[1], 'w').write(sys.argv[2])"
        copy = tmp_path / "copy"
        engine = create(
            "command", {"run": [sys.executable, "-S", "-c", code, str(copy), "{text}"], "voices": ["any"]}
        )
        text = f"Hello; touch {witness} $(touch {witness}) {{voice}} {{out}}"
        with pytest.raises(EngineError):
            say(engine, text)
        assert copy.read_text(encoding="utf-8") == text
        assert not witness.exists()

    def test_a_text_is_never_taken_for_an_option(self, tmp_path: Path) -> None:
        copy = tmp_path / "copy"
        code = "import sys; open(sys.argv[1], 'w').write(sys.argv[2])"
        engine = create("command", {"run": [sys.executable, "-S", "-c", code, str(copy), "{text}"]})
        with pytest.raises(EngineError):
            say(engine, "--help me")
        assert copy.read_text(encoding="utf-8") == " --help me"


def test_a_program_that_takes_no_rate_is_not_asked_for_one() -> None:
    engine = program("pass")
    with pytest.raises(InputError, match=r"rate 1\.2"):
        engine.check(Utterance(text="Quick.", engine="command", voice="any", rate=1.2))


def test_a_changed_program_changes_the_fingerprint(tmp_path: Path) -> None:
    script = tmp_path / "speak"
    prints = []
    for version in ("1", "2"):
        script.write_text(f"#!/bin/sh\n# {version}\n", encoding="utf-8")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        prints.append(create("command", {"run": [str(script)]}).fingerprint("any"))
    assert prints[0] != prints[1]


def test_paths_count_from_the_collection_s_folder(tmp_path: Path) -> None:
    settings = {
        "piper": {"folders": ["voices", str(tmp_path / "more"), "~/mine"], "source": "files"},
        "kokoro": {"model": "k/model.onnx", "gpu": False},
        "command": {"run": ["./say", "-v", "{voice}", "../shared/rules"]},
        "nobody's": {"folder": "here"},
    }
    assert located(settings, tmp_path) == {
        "piper": {
            "folders": (str(tmp_path / "voices"), str(tmp_path / "more"), str(Path.home() / "mine")),
            "source": "files",
        },
        "kokoro": {"model": str(tmp_path / "k/model.onnx"), "gpu": False},
        "command": {"run": (str(tmp_path / "say"), "-v", "{voice}", str(tmp_path / "../shared/rules"))},
        "nobody's": {"folder": "here"},
    }


def test_a_program_that_is_not_there_is_an_error() -> None:
    with pytest.raises(EngineError, match="no program"):
        create("command", {"run": ["no-such-program-anywhere"]})


@pytest.fixture(scope="module")
def piper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    pytest.importorskip("piper")
    pytest.importorskip("onnx")
    folder = tmp_path_factory.mktemp("piper")
    piper_voice(folder)
    piper_voice(folder, "en_US-many-low", speakers=3)
    made = create("piper", {"folders": [str(folder)]})
    yield made
    made.close()


def tell(
    engine: Engine, text: str = "The tide is out.", voice: str = "en_US-tiny-low", **changes: object
) -> Speech:
    return engine.speak(Utterance(text=text, engine=engine.name, voice=voice, **changes))  # type: ignore[arg-type]


@pytest.mark.slow
class TestPiper:
    def test_lists_each_speaker_by_name_and_number(self, piper: Engine) -> None:
        many = [info.name for info in piper.voices() if info.name.startswith("en_US-many")]
        assert many == ["en_US-many-low", *(f"en_US-many-low#{s}" for s in ("0", "1", "2", "p0", "p1", "p2"))]

    def test_speakers_sound_apart_and_by_name_as_by_number(self, piper: Engine) -> None:
        zero, two, named = (tell(piper, voice=f"en_US-many-low#{s}").samples for s in ("0", "2", "p2"))
        np.testing.assert_array_equal(two, named)
        assert not np.array_equal(zero, two)

    def test_the_model_s_own_level_is_kept(self, piper: Engine) -> None:
        assert np.abs(tell(piper).samples).max() == pytest.approx(0.3, abs=0.01)

    def test_a_pronunciation_is_spoken_and_brackets_of_the_text_are_not_obeyed(self, piper: Engine) -> None:
        marked = tell(piper, f"Call {pronounced('Vale', 'vɑːleɪ')}.")
        typed = tell(piper, "Call [[vɑːleɪ]].")
        assert not np.array_equal(marked.samples, tell(piper, "Call Vale.").samples)
        assert not np.array_equal(marked.samples, typed.samples)

    def test_the_pause_between_sentences_can_be_set(self, piper: Engine) -> None:
        text = "The tide is out. The boats lie on their sides."
        short, long = (len(tell(piper, text, options=(("sentence_pause_s", s),)).samples) for s in (0.1, 1.1))
        assert long - short == 22_050

    def test_a_changed_model_changes_the_fingerprint(self, piper: Engine, tmp_path: Path) -> None:
        model = piper_voice(tmp_path)
        other = create("piper", {"folders": [str(tmp_path)]})
        assert other.fingerprint("en_US-tiny-low") == piper.fingerprint("en_US-tiny-low")
        model.write_bytes(model.read_bytes() + b"\0")
        assert other.fingerprint("en_US-tiny-low") != piper.fingerprint("en_US-tiny-low")

    def test_a_broken_model_is_an_error_that_names_it(self, tmp_path: Path) -> None:
        piper_voice(tmp_path).write_bytes(b"not a model")
        with pytest.raises(EngineError, match="no model that engine piper can load"):
            tell(create("piper", {"folders": [str(tmp_path)]}))

    def test_a_gpu_that_is_not_there_is_an_error(self, tmp_path: Path) -> None:
        piper_voice(tmp_path)
        with pytest.raises(EngineError, match="GPU"):
            tell(create("piper", {"folders": [str(tmp_path)], "gpu": True}))


@pytest.mark.slow
class TestKokoro:
    def test_accent_and_gender_are_in_the_voice_s_name(self, tmp_path: Path) -> None:
        pytest.importorskip("kokoro_onnx")
        model, voices = kokoro_voice(tmp_path)
        found = create("kokoro", {"model": str(model), "voices": str(voices)}).voices()
        assert [(v.name, v.language, v.gender) for v in found] == [
            ("af_tiny", "en-US", "female"),
            ("bm_tiny", "en-GB", "male"),
        ]

    def test_missing_files_are_an_error_that_names_the_first(self, tmp_path: Path) -> None:
        pytest.importorskip("kokoro_onnx")
        with pytest.raises(EngineError, match=r"no file .*nowhere.onnx"):
            create("kokoro", {"model": str(tmp_path / "nowhere.onnx"), "voices": str(tmp_path / "v.bin")})


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    made = System({})
    yield made
    made.close()


@pytest.mark.slow
class TestSystem:
    """pyttsx3's event loop, as macOS and Windows need it; here it drives espeak-ng."""

    def test_lists_the_voices_by_id(self, system: System) -> None:
        assert "gmw/en-us" in [info.name for info in system.voices()]

    def test_a_voice_of_another_system_is_refused_with_the_reason(self, system: System) -> None:
        with pytest.raises(InputError, match="on Linux only"):
            system.check(Utterance(text="Hello.", engine="pyttsx3", voice="en-us+f3"))

    def test_every_line_keeps_its_own_voice_and_rate(self, system: System) -> None:
        espeak = create("pyttsx3")
        wrong = []
        for n in range(24):
            voice, rate = ("en-us", "fr", "de")[n % 3], (0.8, 1.0, 1.4)[n // 3 % 3]
            text = f"{'The harbour is quiet tonight. ' * (n % 4 + 1)} Number {n}."
            said = system.speak(
                Utterance(text=text, engine="pyttsx3", voice=system._id(ID[voice]), rate=rate)
            )
            speed = rate * WORDS_A_MINUTE / pyttsx3.WORDS_A_MINUTE
            expected = espeak.speak(
                Utterance(
                    text=text, engine="pyttsx3", voice=voice, rate=speed, options=(("word_gap_ms", 0.0),)
                )
            )
            # The loop asks for the pause after a sentence: 0.53 s at 200 words a minute.
            difference_s = (len(said.samples) - len(expected.samples)) / 22_050
            if not 0.1 / rate < difference_s < 1.2 / rate:
                wrong.append((n, voice, rate, difference_s))
        espeak.close()
        assert wrong == []

    def test_a_loop_that_hangs_is_ended(self) -> None:
        command = [sys.executable, "-c", "import time; time.sleep(60)"]
        workers = Workers(lambda: Worker(command, {}), answers_each=1)
        with pytest.raises(EngineError, match="no answer in"):
            workers.ask({"list": True}, 0.3)
        workers.close()


ID = {"en-us": "gmw/en-us", "fr": "roa/fr", "de": "gmw/de"}


@pytest.mark.slow
def test_a_scene_is_spoken_by_three_engines_at_once(tmp_path: Path) -> None:
    pytest.importorskip("piper")
    pytest.importorskip("onnx")
    piper_voice(tmp_path)
    engines = Engines({"piper": {"folders": [str(tmp_path)]}})
    voices = {"pyttsx3": "en-us+f3", "piper": "en_US-tiny-low", "tone": "bass"}
    lines = [
        Utterance(text=f"This is line {word}.", engine=engine, voice=voice)
        for word in ("one", "two")
        for engine, voice in voices.items()
    ]
    takes = record(lines, store := Store(Folder(tmp_path / "takes")), engines, jobs=2)
    rates = [engines[line.engine].speak(line) for line in lines]
    engines.close()
    assert [take.frames for take in takes if take] == pytest.approx(
        [len(speech.samples) / speech.rate_hz * 44_100 for speech in rates], abs=2
    )
    assert len(list(store.backend.sizes())) == len(lines) + len(voices)


@pytest.mark.slow
@pytest.mark.parametrize("stream", ["", " >&2"])
def test_a_program_that_writes_without_end_is_ended(monkeypatch: pytest.MonkeyPatch, stream: str) -> None:
    monkeypatch.setattr("drama.speech.engines.command._MOST_BYTES", 1 << 20)
    engine = create("command", {"run": ["sh", "-c", f"yes{stream}"], "voices": ["a"], "timeout_s": 30.0})
    with pytest.raises(EngineError, match="more than 1 MB"):
        engine.speak(Utterance(text="Hello.", engine="command", voice="a"))
    engine.close()


class _Listing(BaseHTTPRequestHandler):
    """Answers as Kokoro-FastAPI and vLLM-Omni list their voices."""

    answers: ClassVar[dict[str, object]] = {
        "/plain/audio/voices": {"voices": ["bf_emma", "af_bella"]},
        "/objects/audio/voices": {"voices": [{"id": "vivian", "name": "Vivian"}, {"name": "ryan"}]},
        "/other/audio/voices": {"data": []},
    }

    def do_GET(self) -> None:
        answer = json.dumps(self.answers.get(self.path, {})).encode()
        self.send_response(200 if self.path in self.answers else 404)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize(
    ("path", "names"),
    [("plain", ["af_bella", "bf_emma"]), ("objects", ["ryan", "vivian"]), ("other", []), ("none", [])],
)
def test_a_server_on_this_machine_lists_its_voices(
    path: str, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openai, "_LIST_TIMEOUT_S", 120.0)
    with ThreadingHTTPServer(("127.0.0.1", 0), _Listing) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        engine = create("openai", {"base_url": f"http://127.0.0.1:{server.server_address[1]}/{path}"})
        assert [info.name for info in engine.voices()] == names
        server.shutdown()
        thread.join()


def test_a_server_elsewhere_is_not_asked_for_its_voices() -> None:
    assert create("openai", {"base_url": "https://speech.invalid/v1"}).voices() == ()
