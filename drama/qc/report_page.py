"""The report as a page: one file with nothing from outside, and the episode to listen to at each check."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from drama.system import files
from drama.timecode import clock

if TYPE_CHECKING:
    from pathlib import Path

    from drama.qc.file_checks import Check
    from drama.qc.report import Report

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
       color: #222; background: #fff }
h1 { font-size: 1.5rem; margin-bottom: 0 } h2 { font-size: 1.2rem }
table { border-collapse: collapse; width: 100% }
td, th { padding: .35rem .6rem; text-align: left; border-bottom: 1px solid #ddd; vertical-align: top }
small { color: #666; display: block }
audio { width: 100%; margin: 1rem 0 }
svg { width: 100%; height: auto }
button { font: inherit; border: 0; background: #eef; border-radius: 3px; margin: 0 .2rem .2rem 0 }
.pass { color: #176b34 } .fail { color: #b00020; font-weight: 600 } .warn { color: #8a5a00 }
@media (prefers-color-scheme: dark) {
  body { color: #ddd; background: #181818 } td, th { border-color: #444 } small { color: #aaa }
  .pass { color: #7ad08f } .fail { color: #ff8a8a } .warn { color: #e5b567 }
  button { background: #335; color: #ddd }
}
"""
_SCRIPT = """
const player = document.querySelector("audio");
for (const button of document.querySelectorAll("button")) {
  button.onclick = () => { player.currentTime = Math.max(0, button.dataset.s - 1); player.play(); };
}
"""
_WIDTH, _HEIGHT = 1000, 220
_TOP_LUFS, _BOTTOM_LUFS = -5.0, -45.0


def write(report: Report, folder: Path, episode: str, name: str = "report") -> None:
    """Write NAME.json and NAME.html into a folder; the page plays the episode at this address."""
    content = json.dumps(report.as_json(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    files.write_text(folder / f"{name}.json", content, durable=False)
    files.write_text(folder / f"{name}.html", page(report, episode), durable=False)


def page(report: Report, episode: str) -> str:
    """Return the report as one HTML page; a time plays the episode from a second before it."""
    failed = sum(not check.passes for check in report.checks)
    verdict = f"{failed} of {len(report.checks)} checks fail" if failed else "every check passes"
    rows = "\n".join(_row(check) for check in report.checks)
    title = html.escape(report.title)
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}: report</title><style>{_STYLE}</style></head><body>
<h1>{title}</h1>
<p>{clock(report.duration_s)}, preset {html.escape(report.preset)}:
<span class="{"fail" if failed else "pass"}">{verdict}</span></p>
<audio controls preload="none" src="{html.escape(quote(episode), quote=True)}"></audio>
{_loudness(report)}
<table><thead><tr><th></th><th>check</th><th>found</th><th>asked for</th><th>listen at</th></tr></thead>
<tbody>
{rows}
</tbody></table>
{_voices(report)}
<script>{_SCRIPT}</script></body></html>
"""


def _row(check: Check) -> str:
    word = "fail" if not check.passes else "warn" if check.warns else "pass"
    times = "".join(f'<button data-s="{place:.2f}">{clock(place)}</button>' for place in check.places_s)
    cells = [
        f'<td class="{word}">{word}</td>',
        f"<td>{html.escape(check.name)}<small>{html.escape(check.about)}</small></td>",
        *(f"<td>{html.escape(text)}</td>" for text in (check.value, check.limit)),
        f"<td>{times}</td>",
    ]
    return f"<tr>{''.join(cells)}</tr>"


def _voices(report: Report) -> str:
    """Return what was heard of each voice as a table."""
    if not report.voices:
        return ""
    rows = "\n".join(
        f"<tr><td>{html.escape(one.name)}</td><td>{one.lines}</td><td>{one.level_lufs:.1f} LUFS</td>"
        f"<td>{one.spread_lu:.1f} LU</td><td>{f'{one.f0_hz:.0f} Hz' if one.f0_hz else ''}</td></tr>"
        for one in report.voices
    )
    return f"""<h2>Voices</h2>
<table><thead><tr><th></th><th>lines</th><th>level</th><th>spread</th><th>pitch</th></tr></thead>
<tbody>
{rows}
</tbody></table>"""


def _loudness(report: Report) -> str:
    """Return the short-term loudness over time as a drawing."""
    levels = report.loudness_lufs
    if not levels:
        return ""
    span = _TOP_LUFS - _BOTTOM_LUFS

    def height(lufs: float) -> float:
        return _HEIGHT * (_TOP_LUFS - min(_TOP_LUFS, max(_BOTTOM_LUFS, lufs))) / span

    step = _WIDTH / max(1, len(levels) - 1)
    points = " ".join(f"{i * step:.1f},{height(lufs):.1f}" for i, lufs in enumerate(levels))
    grid = "".join(
        f'<line x1="0" x2="{_WIDTH}" y1="{height(lufs):.1f}" y2="{height(lufs):.1f}" stroke="#8886"/>'
        f'<text x="2" y="{height(lufs) - 3:.1f}" font-size="11" fill="#888">{lufs:.0f} LUFS</text>'
        for lufs in (-10.0, -20.0, -30.0, -40.0)
    )
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="loudness over time">{grid}'
        f'<polyline points="{points}" fill="none" stroke="#3a6ea5" stroke-width="1.5"/></svg>'
    )
