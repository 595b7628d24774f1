"""A small project with its page open, and a browser to look at it with; without one its tests are skipped."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from drama.produce import open_session, prepare, render
from drama.project import Project
from drama.web import Options, Server

STORY = """The Ferry

by A. Writer

The ferry lay at the quay with its lamps lit. Mara came down the steps in the rain, and Joss held the rope.

“You came back,” said Joss.

“I said I would,” whispered Mara.

“It isn’t far.”

“It never was.”

“Then hold on to the rail.”

“I have it.”

Thunder rolled over the bay. The captain looked out of the wheelhouse.

“Cast off,” said the captain.

“Aye,” said Joss. He let the rope go.

* * *

On the other side the lamps were out.

“Nobody is here,” said Mara.

“They will be,” said Joss.
"""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def _project(root: Path) -> Project:
    (root / "stories").mkdir(parents=True)
    (root / "stories" / "001 The Ferry.txt").write_text(STORY, encoding="utf-8")
    (root / "voices.yaml").write_text("drama: voices/1\n", encoding="utf-8")
    return Project(root=root)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with one story that nobody has looked at yet."""
    return _project(tmp_path / "quay")


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of such a project with its episode, made with the default engine."""
    project = _project(tmp_path_factory.mktemp("made") / "quay")
    with open_session(project, jobs=2) as session:
        adapted = prepare.adapt_story(session, project.stories()[0])
        prepared = prepare.cast_story(session, adapted)
        prepare.keep_script(session, adapted)
        prepare.keep_cast(session, {"001": prepared.casting})
        render.make(session, prepared)
    return project.root


@pytest.fixture
def rendered(made_once: Path, project: Project) -> Project:
    """The project with its episode made."""
    shutil.copytree(made_once, project.root, dirs_exist_ok=True)
    return project


@pytest.fixture
def serve(project: Project):
    """Open the page of the project, as `drama open` does; return its server."""
    opened: list[tuple[Server, threading.Thread]] = []

    def start(**options: object) -> Server:
        server = Server(project, Options(stay=True, jobs=2, **options))
        ready = threading.Event()
        thread = threading.Thread(target=server.serve, args=(ready.set,), daemon=True)
        thread.start()
        assert ready.wait(300)
        opened.append((server, thread))
        return server

    yield start
    for server, thread in opened:
        server.stop()
        thread.join(90)
        assert not thread.is_alive()


@pytest.fixture(scope="session")
def browser():
    """The system's Chromium, with a microphone that hums and leave to play."""
    api = pytest.importorskip(
        "playwright.sync_api", reason="the browser tests need playwright: pip install '.[dev]'"
    )
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("the browser tests need Chromium: apt-get install chromium")
    with api.sync_playwright() as play:
        started = play.chromium.launch(
            executable_path=program,
            args=[
                "--no-sandbox", "--autoplay-policy=no-user-gesture-required",
                "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
            ],
        )  # fmt: skip
        yield started
        started.close()


@pytest.fixture
def look(browser):
    """Open a server's page in a window of its own; what its console complains of fails the test."""
    contexts = []
    complaints: list[str] = []

    def opened(
        server: Server, path: str = "/", *, width: int = 1280, height: int = 860, **options: object
    ) -> SimpleNamespace:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(90_000)  # only ends what hangs: cores may be busy
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(server.entrance(path))
        page.wait_for_selector("html[data-ready]", state="attached")
        return page

    opened.complaints = complaints
    yield opened
    for context in contexts:
        context.close()
    assert [one for one in complaints if "409" not in one] == []
