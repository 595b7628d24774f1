"""Who may come in: secrets that open a session once, sessions, and what an actor's link is good for."""

from __future__ import annotations

import hmac
import secrets
import threading
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody with a session, and what they may see: everything, or one part of one story."""

    story: str = ""
    """The key of the only story that an actor sees; empty for the owner of the page."""
    name: str = ""
    """The only part that an actor reads."""
    token: str = ""
    """Must come with every change; a foreign page can't read it, so it can't forge one."""

    @property
    def is_owner(self) -> bool:
        """Whether everything is open to them."""
        return not self.story


class Doors:
    """The secrets of one running server; they live in memory and end with it."""

    def __init__(self, password: str = "") -> None:
        """Take the password that opens a session as well; none when only a ticket does."""
        self._password = password
        self._tickets: set[str] = set()
        self._links: dict[str, Visitor] = {}
        self._sessions: dict[str, Visitor] = {}
        self._lock = threading.Lock()

    @property
    def takes_password(self) -> bool:
        """Whether somebody without a ticket may log in."""
        return bool(self._password)

    def ticket(self) -> str:
        """Return a secret that opens one session for the owner, once."""
        secret = secrets.token_urlsafe(24)
        with self._lock:
            self._tickets.add(secret)
        return secret

    def link(self, story: str, name: str) -> str:
        """Return a secret that opens sessions for one part, as often as the actor comes back."""
        secret = secrets.token_urlsafe(24)
        with self._lock:
            self._links[secret] = Visitor(story=story, name=name)
        return secret

    def enter(self, secret: str) -> str | None:
        """Return a new session for a ticket, which is then used up, or for a link; None for anything else."""
        with self._lock:
            if secret in self._tickets:
                self._tickets.discard(secret)
                return self._open("", "")
            link = self._links.get(secret)
            return self._open(link.story, link.name) if link else None

    def log_in(self, password: str) -> str | None:
        """Return a new session for the right password; None for a wrong one or when none is set."""
        if not self._password or not hmac.compare_digest(password.encode(), self._password.encode()):
            return None
        with self._lock:
            return self._open("", "")

    def visitor(self, session: str) -> Visitor | None:
        """Return whose session this is; None for one that isn't open."""
        return self._sessions.get(session)

    def _open(self, story: str, name: str) -> str:
        session = secrets.token_urlsafe(32)
        self._sessions[session] = Visitor(story=story, name=name, token=secrets.token_urlsafe(32))
        return session
