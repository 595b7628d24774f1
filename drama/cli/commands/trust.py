"""`drama trust`: agree, once, to what a collection's voices.yaml runs and sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.cli.commands.choosing import choose_project
from drama.produce import engine_settings, read_voices
from drama.project import trust

if TYPE_CHECKING:
    from pathlib import Path

    from drama.cli.console import Console


def run(console: Console, *, project: Path | None, forget: bool) -> None:
    """Remember for this user that the collection's engines may do what they do, and print what that is."""
    if forget:
        trust.forget()
        console.result("nothing is agreed to any more")
        return
    collection = choose_project(project)
    file = read_voices(collection.voices)
    asked: dict[str, dict[str, object]] = {}
    if file.settings.attributor:
        asked[trust.ATTRIBUTOR] = dict(file.settings.attributor)
    agreed = trust.agree(engine_settings(file) | asked)
    for name, what in agreed.items():
        console.result(f"agreed: {trust.subject(name)} {what}")
    if not agreed:
        console.result(f"{collection.voices} runs no program and sends nothing anywhere")
    console.data({"agreed": agreed})
