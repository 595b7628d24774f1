"""The server of the page: opens it on this machine, tells what changes on the disk, stops when it is left."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import os
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drama.errors import Problem, UsageError
from drama.project import watching
from drama.web.app import Page
from drama.web.doors import Doors
from drama.web.events import Events
from drama.web.jobs import Jobs
from drama.web.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    import uvicorn

    from drama.project import Project

LOCAL = "127.0.0.1"
IDLE_S = 120.0
"""After so long without an open page the server stops, unless it is to stay."""
FIRST_S = 600.0
"""So long it waits for the first one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How the page is served."""

    host: str = LOCAL
    port: int = 0
    """0 for any that is free."""
    password: str = ""
    stay: bool = False
    jobs: int | None = None
    idle_s: float = IDLE_S


class Server:
    """The page of one project, from its start to its end."""

    def __init__(self, project: Project, options: Options) -> None:
        """Take the port; UsageError when it can't be had, or when others may reach it without a password."""
        if not _is_local(options.host) and not options.password:
            message = f"on {options.host} others can reach the page"
            raise UsageError(Problem(message=message, hint="set a password as well: --password"))
        self.options = options
        self._socket = _bound(options.host, options.port)
        self.port: int = self._socket.getsockname()[1]
        self.doors = Doors(options.password)
        self.events = Events()
        self.workspace = Workspace(project, jobs=options.jobs)
        self.jobs = Jobs(project.root, self.events)
        shown = _own_address() if options.host in ("0.0.0.0", "::") else options.host  # noqa: S104 - asked for
        self.address = f"http://{f'[{shown}]' if ':' in shown else shown}:{self.port}"
        hosts = {LOCAL, "localhost"} if _is_local(options.host) else {options.host, "localhost", "*"}
        self._app = Page(self.workspace, self.doors, self.jobs, self.events, self.address).app(
            hosts, self.port
        )
        self._uvicorn: uvicorn.Server | None = None
        self._stopping = threading.Event()

    def entrance(self, path: str = "/") -> str:
        """Return an address that opens the page once, at a path."""
        return f"{self.address}/enter/{self.doors.ticket()}" + (f"?to={path}" if path != "/" else "")

    def serve(self, ready: Callable[[], None] = lambda: None) -> None:
        """Serve until the page is left, or stop() is called; `ready` is called when it can be asked."""
        import uvicorn  # noqa: PLC0415 - it takes 100 ms to import, and other commands don't need it

        config = uvicorn.Config(
            self._app, log_config=None, access_log=False, server_header=False, lifespan="off",
            timeout_graceful_shutdown=3, ws="none",
        )  # fmt: skip
        logging.getLogger("uvicorn.error").disabled = False
        self._uvicorn = uvicorn.Server(config)
        watcher = threading.Thread(target=self._watch, name="watch", daemon=True)
        watcher.start()

        async def serving() -> None:
            assert self._uvicorn is not None  # noqa: S101 - set above
            task = asyncio.create_task(self._uvicorn.serve(sockets=[self._socket]))
            while not self._uvicorn.started and not task.done():
                await asyncio.sleep(0.01)
            if not task.done():
                ready()
            await task

        try:
            asyncio.run(serving())
        finally:
            self.stop()
            watcher.join()
            self.jobs.close()
            self.workspace.close()
            self._socket.close()

    def stop(self) -> None:
        """End serving, from any thread."""
        self._stopping.set()
        logging.getLogger("uvicorn.error").disabled = True  # what is cut off now is no error
        self.events.close()
        if self._uvicorn is not None:
            self._uvicorn.should_exit = True

    def _watch(self) -> None:
        """Tell the pages what changes on the disk, and stop when they are gone for long."""
        watch = watching.Watch(self.workspace.project, episodes=True)
        began = time.monotonic()
        while not self._stopping.wait(watching.EVERY_S):
            with suppress(OSError):
                changed = watch.changed()
                if changed is not None:
                    hashes = {key: self.workspace.hash(key) for key in changed.keys if key}
                    about = {"keys": sorted(changed.keys), "stories": changed.stories, "hashes": hashes}
                    self.events.tell("files", about)
            if self._is_left(began):
                self.stop()

    def _is_left(self, began: float) -> bool:
        if self.options.stay or self.events.listeners or self.jobs.busy:
            return False
        now = time.monotonic()
        ever = self.events.silent_since > began
        return now - self.events.silent_since > self.options.idle_s if ever else now - began > FIRST_S


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        message = f"{host}:{port} can't be had: {error.strerror or error}"
        hint = "choose another with --port, or leave it out"
        raise UsageError(Problem(message=message, hint=hint)) from error
    return bound


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _own_address() -> str:
    """Return the address under which others reach this machine; nothing is sent for it."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # of the documentation's network (RFC 5737): nobody is there
        return str(probe.getsockname()[0])
    return LOCAL
