"""`drama open`: the page in the browser, served from this machine for as long as it is looked at."""

from __future__ import annotations

import webbrowser
from typing import TYPE_CHECKING
from urllib.parse import quote

from drama.cli.commands.choosing import choose, choose_project

if TYPE_CHECKING:
    from pathlib import Path

    from drama.cli.console import Console
    from drama.project import Project


def run(
    console: Console,
    *,
    story: str | None,
    project: Path | None,
    host: str,
    port: int,
    password: str | None,
    stay: bool,
    browser: bool,
    jobs: int | None,
) -> None:
    """Serve the page until it is left or interrupted, and open a browser on it."""
    path = "/"
    if story:
        collection, entries = choose([story], project)
        path = f"/s/{quote(entries[0].key)}"
    else:
        collection = choose_project(project)
    serve(
        console,
        collection,
        path,
        host=host,
        port=port,
        password=password,
        stay=stay,
        browser=browser,
        jobs=jobs,
    )


def serve(
    console: Console,
    collection: Project,
    path: str,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    password: str | None = None,
    stay: bool = False,
    browser: bool = True,
    jobs: int | None = None,
    actor: tuple[str, str] | None = None,
) -> None:
    """Serve a project's page; `actor` is a story's key and a part, to which a link is printed as well."""
    # starlette and uvicorn take 0.4 s to import: only a page pays for them.
    from drama.web import Options, Server  # noqa: PLC0415

    options = Options(host=host, port=port, password=password or "", stay=stay, jobs=jobs)
    server = Server(collection, options)
    entrance = server.entrance(path)

    def ready() -> None:
        if actor:
            console.result(f"{server.address}/enter/{server.doors.link(*actor)}")
            console.say("the link above opens this part alone, as long as this runs; Ctrl-C ends it")
            return
        console.result(entrance)
        how = "Ctrl-C ends it" if stay else "it ends when the page is closed, or with Ctrl-C"
        console.say(f"the page is open at {server.address}; the address above works once; {how}")
        if browser:
            webbrowser.open(entrance)

    try:
        server.serve(ready)
    except KeyboardInterrupt:  # the way to end it
        console.say("the page is closed")
