"""How quick the page is, measured in Chromium: key to voice, ten lines mended, first paint, bytes, scrolling.

    python benchmarks/page.py PROJECT KEY    a rendered story; a copy of the project is used

Times depend on the machine and what else it does: each is the median of several, in milliseconds.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
import threading
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import sync_playwright

from drama.project import Project, script_file
from drama.web import Options, Server, Workspace

MENDED = 10
LONG = "\n\n".join(f"“Line {n} of the night,” said {('Ada', 'Bo', 'Cy')[n % 3]}." for n in range(3000))
HEARD = """() => new Promise((resolve) => {
  const line = document.getElementById("line");
  line.addEventListener("playing", () => resolve(performance.now()), { once: true });
})"""


def main(root: str, key: str) -> dict[str, object]:
    """Return the figures."""
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / "project"
        shutil.copytree(root, copied, ignore=shutil.ignore_patterns("mixes"))
        project = Project(root=copied)
        (project.stories_folder / "9999 Long.txt").write_text(LONG, encoding="utf-8")
        workspace = Workspace(project)
        workspace.adapt("9999")
        workspace.close()
        server = Server(project, Options(stay=True))
        ready = threading.Event()
        serving = threading.Thread(target=server.serve, args=(ready.set,))
        serving.start()
        ready.wait()
        try:
            with sync_playwright() as play:
                program = shutil.which("chromium") or shutil.which("google-chrome")
                flags = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
                browser = play.chromium.launch(executable_path=program, args=flags)
                return measured(browser, server, project, key)
        finally:
            server.stop()
            serving.join()


def measured(browser, server: Server, project: Project, key: str) -> dict[str, object]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    received: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
    page.goto(server.entrance())
    page.wait_for_selector("html[data-ready]", state="attached")
    page.goto(f"{server.address}/s/{key}")
    page.wait_for_selector(".cue-row.line")
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0")
    shown = page.evaluate("performance.now()")
    figures: dict[str, object] = {"first_paint_ms": round(paint), "play_shown_ms": round(shown)}
    figures["kilobytes_for_two_views"] = round(sum(received) / 1000)
    page.wait_for_timeout(1500)
    waits, presses = mended(page, project, key)
    figures["key_to_voice_ms"] = round(statistics.median(waits))
    figures["key_to_voice_worst_ms"] = round(max(waits))
    figures["lines_mended"], figures["keys_pressed"] = len(waits), presses
    page.goto(f"{server.address}/s/9999")
    page.wait_for_selector(".cue-row.line")
    gaps = scrolled(page)
    figures["scroll_frame_ms"] = round(statistics.median(gaps), 1)
    figures["scroll_frame_95_percent_ms"] = round(sorted(gaps)[int(0.95 * len(gaps))], 1)
    figures["rows_in_document"] = page.evaluate("document.querySelectorAll('.cue-row').length")
    return figures


def mended(page, project: Project, key: str) -> tuple[list[float], int]:
    """Give lines to somebody else by keys; return the milliseconds to each new voice, and keys in all."""
    cues = script_file.read(project.script(key)).cues
    order = [cue.number for cue in cues]
    lines = [cue.number for cue in cues if cue.kind == "line"][2:]
    waits: list[float] = []
    presses = 0
    for number in lines[:: max(1, len(lines) // MENDED)][:MENDED]:
        steps = order.index(number) - order.index(
            int(page.locator(".cue-row.chosen").get_attribute("data-cue"))
        )
        for _ in range(abs(steps)):
            page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        page.wait_for_timeout(300)
        page.keyboard.press(" ")  # it was heard: stop
        choices = page.locator(".choices button[aria-pressed=false]", has=page.locator("kbd"))
        other = choices.first.locator("kbd").inner_text()
        began = page.evaluate(f"window.heard = ({HEARD})(); performance.now()")
        page.keyboard.press(other)
        presses += 2
        waits.append(page.evaluate("window.heard") - began)
    return waits, presses


def scrolled(page) -> list[float]:
    """Return the milliseconds between frames while 6,000 cues are scrolled through."""
    times = page.evaluate("""() => new Promise((resolve) => {
      const times = [];
      const step = (now) => {
        times.push(now);
        window.scrollBy(0, 120);
        if (times.length < 300) requestAnimationFrame(step); else resolve(times);
      };
      requestAnimationFrame(step);
    })""")
    return [after - before for before, after in pairwise(times)]


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:]), indent=1))
