"""How this program was installed, how to install its extras, and whether a namesake is installed too.

On PyPI `drama` is another project's package with the same import folder, so that ours is called audio-drama.
Every installation hint is generated here.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

NAME = "audio-drama"
NAMESAKE = "drama"
"""Another project's distribution on PyPI, and ours before 0.2.0."""


def install_command(extra: str) -> str:
    """Return the command that adds an extra, such as "piper", to the environment in which this program runs.

    For a clone it names the folder, as in `.venv/bin/pip install '.[piper]'`; paths are relative to the
    current folder where they lie below it.
    """
    clone = _clone()
    wanted = f"{_shown(clone)}[{extra}]" if clone else f"{NAME}[{extra}]"
    mark = '"' if os.name == "nt" else "'"
    return f"{_pip()} install {mark}{wanted}{mark}"


def namesake() -> str:
    """Return the version of an installed "drama", whose import folder is ours; "" where there is none."""
    try:
        return metadata.version(NAMESAKE)
    except metadata.PackageNotFoundError:
        return ""


def _clone() -> Path | None:
    """Return the source folder that this program was installed from or runs in; None when there is none."""
    try:
        text = metadata.distribution(NAME).read_text("direct_url.json")  # PEP 610
    except metadata.PackageNotFoundError:
        text = None
    if text:
        origin = json.loads(text)
        url = urlsplit(str(origin.get("url", "")))
        if url.scheme == "file" and "dir_info" in origin:
            return Path(url2pathname(url.path))
    above = Path(__file__).parents[2]
    return above if (above / "pyproject.toml").is_file() else None


def _pip() -> str:
    """Return the command that runs this environment's pip."""
    for name in ("pip", "pip.exe"):
        program = Path(sys.executable).with_name(name)
        if program.is_file():
            return _shown(program)
    return f"{_shown(Path(sys.executable))} -m pip"


def _shown(path: Path) -> str:
    """Return a path as a person in the current folder would type it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
