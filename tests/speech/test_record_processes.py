"""Recording when processes hang, crash, are killed or interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from processes import children

from drama.errors import EngineError
from drama.model import Utterance
from drama.speech.engines import Engines, create, names
from drama.speech.engines.pyttsx3 import Pyttsx3
from drama.speech.record import missing, record
from drama.speech.take_store import Folder, Store

pytestmark = pytest.mark.slow

PLUGIN = '''
"""An engine of another package, which breaks in the way that a line's text says, once or always."""
import os, time
from pathlib import Path
from drama.speech.engine import Capabilities
from drama.speech.engines.tone import Tone
from drama.errors import EngineError

class Broken(Tone):
    name = "broken"
    capabilities = Capabilities(parallel="process", limit_s=10.0)

    def __init__(self, settings):
        super().__init__({})
        self.folder = Path(settings["folder"])

    def check(self, utterance):
        pass

    def fingerprint(self, voice):
        return "broken 1"

    def speak(self, utterance):
        how, _, _ = utterance.text.partition(" ")
        mark = self.folder / how
        if how in ("Hang", "Crash", "Fail") and not mark.exists():
            if not utterance.text.endswith("always."):
                mark.touch()
            if how == "Hang":
                time.sleep(60)
            elif how == "Crash":
                os._exit(7)
            raise EngineError("out of breath")
        print("engines may print what they like")
        return super().speak(utterance)
'''


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engines:
    package = tmp_path / "site"
    info = package / "broken_engine-1.0.dist-info"
    info.mkdir(parents=True)
    (package / "broken_engine.py").write_text(PLUGIN, encoding="utf-8")
    about = "Metadata-Version: 2.1\nName: broken-engine\nVersion: 1.0\n"
    (info / "METADATA").write_text(about, encoding="utf-8")
    entry = "[drama.engines]\nbroken = broken_engine:Broken\n"
    (info / "entry_points.txt").write_text(entry, encoding="utf-8")
    monkeypatch.syspath_prepend(str(package))
    return Engines({"broken": {"folder": str(tmp_path)}})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(Folder(tmp_path / "takes"))


def say(text: str) -> Utterance:
    return Utterance(text=text, engine="broken", voice="alto")


def test_an_engine_of_another_package_is_listed_and_made(broken: Engines) -> None:
    assert "broken" in names()
    assert broken["broken"].capabilities.parallel == "process"


@pytest.mark.parametrize("fault", ["Hang", "Crash", "Fail"])
def test_a_worker_that_breaks_is_replaced_and_the_line_spoken(
    broken: Engines, store: Store, fault: str
) -> None:
    lines = [say("All is well."), say(f"{fault} on."), say("Good night.")]
    assert all(record(lines, store, broken, jobs=2))


@pytest.mark.parametrize(
    ("fault", "why"), [("Hang", "no answer in"), ("Crash", "code 7"), ("Fail", "out of breath")]
)
def test_a_line_that_always_breaks_its_worker_is_named_and_the_others_kept(
    broken: Engines, store: Store, fault: str, why: str
) -> None:
    lines = [say("All is well."), say(f"{fault} always."), say("Good night.")]
    with pytest.raises(EngineError, match=why) as caught:
        record(lines, store, broken, jobs=2)
    assert [f"{fault} always." in str(problem) for problem in caught.value.problems] == [True]
    assert missing(lines, store, broken) == (1,)


def memory_mb(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")
def test_espeak_grows_little_and_rests_after_a_recording(store: Store) -> None:
    before, engine = set(children(os.getpid())), Pyttsx3({})  # of other tests' engines, which may end
    texts = [f"Mind the step, number {i}; the lamp is out again." for i in range(120)]
    lines = [Utterance(text=text, engine="pyttsx3", voice="en-us") for text in texts]
    engine.speak(lines[0])
    (process,) = set(children(os.getpid())) - before
    began_mb = memory_mb(process)
    for line in lines[1:]:
        engine.speak(line)
    assert memory_mb(process) < began_mb + 15
    engine.rest()
    assert process not in children(os.getpid())
    assert len(engine.speak(lines[0]).samples)
    engine.close()


def test_a_killed_worker_of_espeak_costs_one_attempt(store: Store) -> None:
    engine = create("pyttsx3")
    assert isinstance(engine, Pyttsx3)
    engines = Engines()
    engines.add(engine)
    lines = [Utterance(text=f"Lamp {n} is lit.", engine="pyttsx3", voice="en-us") for n in range(4)]
    first = record(lines[:2], store, engines)
    for worker in list(engine._own.workers._all):
        os.kill(worker._process.pid, signal.SIGKILL)
    assert record(lines, store, engines)[:2] == first
    engines.close()


SCRIPT = """
import sys
from pathlib import Path
from drama.speech.engines import Engines
from drama.model import Utterance
from drama.speech.record import record
from drama.speech.take_store import Folder, Store

class Telling:
    def start(self, stage, total): pass
    def step(self, count=1): print("step", flush=True)
    def note(self, message): pass

texts = (f"This is line {n} of a very long evening." for n in range(5000))
lines = [Utterance(text=text, engine="pyttsx3", voice="en-us") for text in texts]
with Engines() as engines:
    record(lines, Store(Folder(Path(sys.argv[1]))), engines, jobs=2, progress=Telling())
"""


def processes_with(word: str) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes()
        except OSError:
            continue
        if word.encode() in command and b"espeak.py" in command:
            found.append(int(path.parent.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM], ids=lambda s: s.name)
def test_an_interrupted_run_leaves_no_process_and_no_half_take(tmp_path: Path, how: signal.Signals) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    takes = tmp_path / "takes"
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SCRIPT), str(takes)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(temporary)},
    ) as process:
        assert process.stdout
        for _ in range(20):
            assert process.stdout.readline() == b"step\n"
        assert processes_with(str(temporary))
        process.send_signal(how)
        process.wait(300)
    deadline = time.monotonic() + 120
    while processes_with(str(temporary)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert processes_with(str(temporary)) == []
    store = Store(Folder(takes))
    keys = [key for key, _size, _used_at in store.backend.sizes()]
    assert len(keys) >= 20
    assert all(store.entry(key).frames for key in keys)
