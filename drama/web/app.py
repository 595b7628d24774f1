"""The page's addresses: each route reads what it is asked, calls the workspace, and answers JSON or sound."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import anyio
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from drama.errors import DramaError, Problem, UsageError
from drama.mix import SoundBank, library
from drama.model import Pronunciation
from drama.produce import page, publishing
from drama.publish import pictures
from drama.system import files, json_values, user_cache
from drama.timecode import HOUSE_RATE_HZ
from drama.web import episode_view, replies, show_view, tries, view
from drama.web.guard import Guard, TooLarge

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from starlette.requests import Request

    from drama.web.doors import Doors
    from drama.web.events import Events
    from drama.web.jobs import Jobs
    from drama.web.workspace import Workspace

_SOUNDS = {
    ".aac": "audio/aac", ".flac": "audio/flac", ".m4a": "audio/mp4", ".m4b": "audio/mp4",
    ".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".wav": "audio/wav", ".webm": "audio/webm",
}  # fmt: skip


class Page:
    """The routes of one project's page."""

    def __init__(self, workspace: Workspace, doors: Doors, jobs: Jobs, events: Events, address: str) -> None:
        """Take what the routes work with, and the address that links are made of."""
        self.workspace = workspace
        self.doors = doors
        self.jobs = jobs
        self.events = events
        self.address = address

    def app(self, hosts: Collection[str], port: int) -> Guard:
        """Return the ASGI application, guarded."""
        story = "/api/stories/{key}"
        routes = [
            Route("/enter/{secret}", self.enter),
            Route("/login", self.login, methods=["GET", "POST"]),
            Route("/static/{name}", self.static),
            *(Route(path, self.shell) for path in ("/", "/voices", "/actor", "/s/{key}", "/s/{key}/{view}")),
            Route("/api/events", self.stream),
            replies.get("/api/stories", self.stories),
            Route("/api/stories", replies.answering(self.add_story), methods=["POST"]),
            replies.get("/api/voices", lambda _: view.voices(self.workspace)),
            replies.get("/api/show", lambda _: show_view.show(self.workspace)),
            replies.post("/api/show", self.change_show),
            Route("/api/show/cover", replies.threaded(self.show_cover), methods=["GET"]),
            Route("/api/show/cover", replies.answering(self.add_show_cover), methods=["POST"]),
            replies.get("/api/sounds", self.sounds),
            Route("/api/sounds/{name}.wav", replies.threaded(self.sound)),
            replies.post("/api/cast", self.change_part),
            replies.post("/api/jobs", self.add_jobs),
            Route("/api/jobs/{id:int}", replies.answering(self.cancel), methods=["DELETE"]),
            replies.get(story, self.story),
            replies.get(f"{story}/state", lambda r: view.state(self.workspace, replies.key(r))),
            replies.get(f"{story}/cast", lambda r: view.cast(self.workspace, self._ready(r))),
            replies.get(f"{story}/cast/{{name}}/lines", self.lines_of),
            replies.get(f"{story}/decisions", self.decisions),
            replies.get(f"{story}/report", lambda r: episode_view.report(self.workspace, self._ready(r))),
            replies.get(f"{story}/deliver", lambda r: episode_view.deliver(self.workspace, self._ready(r))),
            replies.get(f"{story}/waveform", self.waveform),
            replies.get(f"{story}/lines/{{cue:int}}", self.explain),
            replies.get(
                f"{story}/lines/{{cue:int}}/words",
                lambda r: {"words": view.words(self.workspace, self._ready(r), replies.cue(r))},
            ),
            Route(f"{story}/lines/{{cue:int}}.wav", replies.threaded(self.line)),
            Route(f"{story}/scenes/{{scene:int}}.wav", replies.threaded(self.scene)),
            Route(f"{story}/cover", replies.threaded(self.cover), methods=["GET"]),
            Route(f"{story}/cover", replies.answering(self.add_cover), methods=["POST"]),
            Route(f"{story}/episode", replies.threaded(self.episode)),
            Route(f"{story}/files/{{id:int}}", replies.threaded(self.file)),
            replies.post(f"{story}/edits", self.edit),
            replies.post(f"{story}/undo", self.undo),
            replies.post(f"{story}/actor", self.actor_link),
            *self._recording(story, replies.key),
            *self._recording("/api/actor", lambda r: replies.visitor(r).story),
            Route("/api/actor/lines/{cue:int}.wav", replies.threaded(self.actor_line)),
        ]
        app = Starlette(
            routes=routes,
            exception_handlers={
                DramaError: replies.refused,
                HTTPException: replies.missing,
                TooLarge: replies.too_large,
            },
        )
        return Guard(GZipMiddleware(app, minimum_size=2048), doors=self.doors, hosts=hosts, port=port)

    def _recording(self, prefix: str, key: Callable[[Request], str]) -> list[Route]:
        """Return the routes by which lines are recorded: of a story's page, and of an actor's."""
        cue = f"{prefix}/takes/{{cue:int}}"
        return [
            replies.get(f"{prefix}/sides", partial(self.sides, key)),
            Route(cue, replies.answering(partial(self.add_try, key)), methods=["POST"]),
            replies.post(f"{cue}/choose", partial(self.choose, key)),
            Route(f"{cue}/{{id:int}}", replies.threaded(partial(self.hear_try, key))),
        ]

    def _ready(self, request: Request) -> Any:
        return self.workspace.ready(replies.key(request))

    # ---- the way in

    async def enter(self, request: Request) -> Response:
        """Open a session for a secret, and send the visitor to their page without it."""
        session = self.doors.enter(request.path_params["secret"])
        if session is None:
            return HTMLResponse(page("closed.html"), status_code=403)
        visitor = self.doors.visitor(session)
        to = request.query_params.get("to", "/")
        own = to if to.startswith("/") and not to.startswith(("//", "/\\")) else "/"
        return self._admitted(session, own if visitor and visitor.is_owner else "/actor")

    def _admitted(self, session: str, path: str) -> Response:
        answer = RedirectResponse(path, status_code=303)
        port = self.address.rpartition(":")[2]
        answer.set_cookie(f"drama-{port}", session, httponly=True, samesite="strict", path="/")
        return answer

    async def login(self, request: Request) -> Response:
        """Show the form for the password, or open a session for the right one."""
        if not self.doors.takes_password:
            return HTMLResponse(page("closed.html"), status_code=403)
        if request.method == "GET":
            return HTMLResponse(page("login.html", wrong=False))
        fields = dict(
            part.partition("=")[::2] for part in (await request.body()).decode("utf-8", "replace").split("&")
        )
        await anyio.sleep(0.5)  # a guess a moment, no more
        session = self.doors.log_in(unquote(fields.get("password", "").replace("+", " ")))
        return (
            self._admitted(session, "/")
            if session
            else HTMLResponse(page("login.html", wrong=True), status_code=403)
        )

    async def static(self, request: Request) -> Response:
        """Answer a file of the page itself, by name."""
        name = request.path_params["name"]
        content = replies.static().get(name)
        if content is None:
            raise HTTPException(404)
        return Response(content, media_type=replies.KINDS["." + name.rpartition(".")[2]])

    async def shell(self, request: Request) -> Response:
        """Answer the page; what is on it is asked for by its scripts."""
        return HTMLResponse(page("page.html", token=replies.visitor(request).token))

    async def stream(self, request: Request) -> Response:
        """Answer the stream of events."""
        del request
        return StreamingResponse(self.events.stream(), media_type="text/event-stream")

    # ---- the collection

    def stories(self, request: Request) -> dict[str, Any]:
        """Return the collection."""
        del request
        project = self.workspace.project
        return {
            "name": project.root.name,
            "title": show_view.title(self.workspace),
            "stories": view.collection(project),
            "unread": view.unread(project),
            "kinds": list(project.suffixes),
            "jobs": [job.as_json() for job in self.jobs.all()],
        }

    async def add_story(self, request: Request) -> dict[str, Any]:
        """Add a file to the collection."""
        name, content = unquote(request.headers.get("x-name", "")), await request.body()
        entry = await anyio.to_thread.run_sync(self.workspace.project.add, name, content)
        return {"key": entry.key, "title": entry.name}

    def change_show(self, request: Request, content: dict[str, Any]) -> dict[str, Any]:
        """Change what the files say of the show."""
        del request
        return show_view.change(self.workspace, str(content["voices_hash"]), dict(content["facts"]))

    async def add_show_cover(self, request: Request) -> dict[str, Any]:
        """Keep a picture for the show."""
        picture = await request.body()
        return await anyio.to_thread.run_sync(show_view.set_cover, self.workspace, picture)

    def show_cover(self, request: Request) -> Response:
        """Answer the show's picture."""
        del request
        return _picture(show_view.cover_path(self.workspace))

    def sounds(self, request: Request) -> dict[str, Any]:
        """Return the sounds that may be called for: the project's own and the built-in ones."""
        del request
        folder = self.workspace.project.root / "sounds"
        own = (
            sorted(path.stem for path in folder.iterdir() if path.suffix.lower() in library.SUFFIXES)
            if folder.is_dir()
            else []
        )
        built_in = [{"name": name, "kind": library.get(name).kind} for name in library.names()]
        return {"sounds": [*({"name": name, "kind": "effect"} for name in own), *built_in]}

    def sound(self, request: Request) -> Response:
        """Answer a sound by itself, at most half a minute of it."""
        project = self.workspace.project
        bank = SoundBank(project.root / "sounds", user_cache.user_cache() / "sounds")
        heard = bank.samples(bank.facts(request.path_params["name"]).source)
        return replies.wav(heard[: 30 * HOUSE_RATE_HZ])

    def add_jobs(self, request: Request, content: dict[str, Any]) -> dict[str, Any]:
        """Queue renders."""
        del request
        preset, form = (str(content.get(name, "")) for name in ("preset", "format"))
        if form:
            publishing.check([form])
        titles = {entry.key: entry.name for entry in self.workspace.project.stories()}
        keys = [str(key) for key in content["keys"]]
        if unknown := [key for key in keys if key not in titles]:
            raise UsageError(Problem(message=f"there is no story {unknown[0]!r} here"))
        return {"jobs": [self.jobs.add(key, titles[key], preset, form).as_json() for key in keys]}

    async def cancel(self, request: Request) -> dict[str, Any]:
        """Cancel a render."""
        job = await anyio.to_thread.run_sync(self.jobs.cancel, request.path_params["id"])
        if job is None:
            raise HTTPException(404)
        return job.as_json()

    # ---- one story

    def story(self, request: Request) -> dict[str, Any]:
        """Return a story as a play; one that isn't adapted yet is adapted, and its files are kept."""
        return view.story(self.workspace, self.workspace.adapt(replies.key(request)))

    def decisions(self, request: Request) -> dict[str, Any]:
        """Return what wants a look in a story, and in which state of its script."""
        ready = self._ready(request)
        return {"hash": ready.hash, "decisions": view.decisions(ready, self.workspace.checked(ready))}

    def explain(self, request: Request) -> dict[str, Any]:
        """Return why a line is whose it is, and what its engine is given."""
        ready, number = self._ready(request), replies.cue(request)
        found = self.workspace.explain(ready, number)
        at = next(i for i, cue in enumerate(ready.script.cues) if cue.number == number)
        asked = ready.prepared.utterances[at]
        return {
            "before": found.before,
            "text": found.text,
            "after": found.after,
            "others": [list(other) for other in found.others],
            "asked": self.workspace.told(asked) if asked else None,
        }

    def lines_of(self, request: Request) -> dict[str, Any]:
        """Return everything that somebody says."""
        name = request.path_params["name"]
        said = [cue for cue in self._ready(request).script.cues if cue.kind == "line" and cue.speaker == name]
        return {"lines": [{"cue": cue.number, "text": cue.text} for cue in said]}

    def line(self, request: Request) -> Response:
        """Answer a line as it is heard, or as it would be."""
        query = request.query_params
        say = (
            Pronunciation(term=query["term"], say=(("default", query["say"]),))
            if query.get("term") and query.get("say")
            else None
        )
        ready = self._ready(request)
        return replies.wav(
            self.workspace.hear(
                ready, [replies.cue(request)], to=query.get("to"), voice=query.get("voice", ""), say=say
            )
        )

    def scene(self, request: Request) -> Response:
        """Answer a scene with its sounds."""
        ready, number = self._ready(request), request.path_params["scene"]
        if number >= len(ready.script.scenes):
            raise HTTPException(404)
        return replies.wav(
            self.workspace.hear(ready, [cue.number for cue in ready.script.scenes[number].cues], beds=True)
        )

    def cover(self, request: Request) -> Response:
        """Answer the picture that lies beside a story."""
        entry = self.workspace.entry(replies.key(request))
        return _picture(self.workspace.project.cover(entry.path, entry.key))

    async def add_cover(self, request: Request) -> dict[str, Any]:
        """Keep a picture beside a story."""
        entry, picture = self.workspace.entry(replies.key(request)), await request.body()
        suffix = show_view.suffix_of(picture)
        await anyio.to_thread.run_sync(
            self.workspace.project.set_cover, entry.path, entry.key, suffix, picture
        )
        return {"fault": pictures.cover_fault(picture)}

    def episode(self, request: Request) -> Response:
        """Answer the episode, or the stretch of it that is asked for."""
        path = view.episode_path(self.workspace.project, replies.key(request))
        if path is None:
            raise HTTPException(404)
        return FileResponse(path, media_type=_SOUNDS.get(path.suffix, "application/octet-stream"))

    def file(self, request: Request) -> Response:
        """Answer a finished file, to be kept."""
        every, number = (
            episode_view.delivered(self.workspace.project, self.workspace.entry(replies.key(request)).key),
            request.path_params["id"],
        )
        if number >= len(every):
            raise HTTPException(404)
        name, path = every[number]
        return FileResponse(path, media_type="application/octet-stream", filename=name.rpartition("/")[2])

    def waveform(self, request: Request) -> dict[str, Any]:
        """Return how loud the episode is over its length, in steps from 0 to 1."""
        project, key = self.workspace.project, replies.key(request)
        path, about = view.episode_path(project, key), view.episode(project, key)
        if path is None or about is None:
            raise HTTPException(404)
        kept = project.cache / "waveforms" / f"{project.output(key).name}-{about['version']}.json"
        if not kept.exists():
            files.write_text(kept, json.dumps(replies.levels(path)), durable=False)
        return {"levels": json_values.parsed(files.read_text(kept))}

    def edit(self, request: Request, content: dict[str, Any]) -> dict[str, Any]:
        """Make an edit; answer the story as it is then."""
        key = replies.key(request)
        done = self.workspace.edit(key, str(content.get("hash", "")), content["edit"])
        ready = self.workspace.ready(key)
        texts = {cue.number: cue.text for cue in ready.script.cues}
        follows = [
            {
                "cue": one.cue,
                "speaker": one.speaker,
                "to": one.to,
                "why": one.why,
                "text": texts.get(one.cue, ""),
            }
            for one in done.follows
        ]
        return {
            "said": done.said,
            "changed": done.changed,
            "follows": follows,
            "story": view.story(self.workspace, ready),
        }

    def undo(self, request: Request, content: dict[str, Any]) -> dict[str, Any]:
        """Undo the last edit."""
        del content
        key = replies.key(request)
        done = self.workspace.undo(key)
        return {
            "said": done.said,
            "changed": done.changed,
            "story": view.story(self.workspace, self.workspace.ready(key)),
        }

    def change_part(self, request: Request, content: dict[str, Any]) -> dict[str, Any]:
        """Change how somebody sounds."""
        del request
        changes: dict[str, Any] = {
            name: content[name] for name in ("voice", "rate", "pitch", "volume", "seat") if name in content
        }
        said = self.workspace.change_part(
            str(content["story"]), str(content["name"]), str(content["voices_hash"]), changes
        )
        return {"said": said}

    # ---- recording

    def actor_link(self, request: Request, content: dict[str, Any]) -> dict[str, Any]:
        """Return an address that opens one part alone."""
        part = view.side(self.workspace, self._ready(request), str(content["name"]))
        return {"address": f"{self.address}/enter/{self.doors.link(replies.key(request), part['name'])}"}

    def sides(self, key: Callable[[Request], str], request: Request) -> dict[str, Any]:
        """Return the lines of a part."""
        visitor = replies.visitor(request)
        name = visitor.name or request.query_params.get("name", "")
        return view.side(self.workspace, self.workspace.ready(key(request)), name)

    async def add_try(self, key: Callable[[Request], str], request: Request) -> dict[str, Any]:
        """Keep a recording."""
        content, story, cue = await request.body(), key(request), self._own(key, request)
        folder = self.workspace.project.recordings(story)
        kind = request.headers.get("content-type", "")
        added = await anyio.to_thread.run_sync(tries.add, folder, cue, kind, content)
        return {"id": added.id, "seconds": added.seconds}

    def choose(
        self, key: Callable[[Request], str], request: Request, content: dict[str, Any]
    ) -> dict[str, Any]:
        """Make a recording the line's take, or give the line back to its engine."""
        folder, cue = self.workspace.project.recordings(key(request)), self._own(key, request)
        if number := int(content["id"]):
            tries.choose(
                folder, cue, number, float(content.get("start_s", 0)), float(content.get("end_s", 0))
            )
        else:
            tries.drop(folder, cue)
        return {"chosen": tries.chosen(folder, cue)}

    def hear_try(self, key: Callable[[Request], str], request: Request) -> Response:
        """Answer a recording as it came."""
        folder, cue = self.workspace.project.recordings(key(request)), self._own(key, request)
        found = next((one for one in tries.tries(folder, cue) if one.id == request.path_params["id"]), None)
        if found is None:
            raise HTTPException(404)
        return FileResponse(found.path, media_type=_SOUNDS.get(found.path.suffix))

    def actor_line(self, request: Request) -> Response:
        """Answer a line of the actor's own part as it will be heard."""
        cue = self._own(lambda r: replies.visitor(r).story, request)
        return replies.wav(self.workspace.hear(self.workspace.ready(replies.visitor(request).story), [cue]))

    def _own(self, key: Callable[[Request], str], request: Request) -> int:
        """Return the cue that a request is about; UsageError when it isn't a line of the visitor's."""
        visitor, number = replies.visitor(request), replies.cue(request)
        for cue in self.workspace.ready(key(request)).script.cues:
            if cue.number == number and cue.kind in ("line", "narrator"):
                speaker = cue.speaker if cue.kind == "line" else "narrator"
                if visitor.is_owner or speaker == visitor.name:
                    return number
        raise UsageError(Problem(message=f"line {number} isn't in this part"))


def _picture(path: Path | None) -> Response:
    if path is None:
        raise HTTPException(404)
    return FileResponse(path, media_type="image/png" if path.suffix.lower() == ".png" else "image/jpeg")
