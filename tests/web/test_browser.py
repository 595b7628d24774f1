"""The page as a person uses it: in Chromium, by mouse and keys, on a project with the default engine."""

from __future__ import annotations

import base64
import time

import pytest

from drama.model import Character, Cue, Scene, Script
from drama.project import Project, story_file, voices_file
from drama.project import script_file as script
from drama.publish.transcript import Spoken, webvtt

pytestmark = pytest.mark.slow
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="


def cue_of(project: Project, words: str):
    return next(cue for cue in script.read(project.script("001")).cues if words in cue.text)


def row(page, number: int):
    return page.locator(f'.cue-row[data-cue="{number}"]')


def person_key(page, name: str) -> str:
    """Return the key that the page shows beside somebody."""
    return page.locator(".choices button", has_text=name).first.locator("kbd").inner_text()


def test_a_story_is_added_and_read_as_a_play(serve, look, tmp_path):
    file = tmp_path / "002 The Bell.txt"
    file.write_text("“Listen,” said Ada.\n\n“I hear nothing,” said Bo.\n", encoding="utf-8")
    page = look(serve())
    page.set_input_files("input[type=file]", str(file))
    page.get_by_role("link", name="The Bell", exact=False).first.click()
    page.wait_for_selector(".cue-row.line")
    assert page.locator(".cue-row.line .speaker").all_inner_texts() == ["Ada", "Bo"]


def test_a_wrong_line_is_mended_by_keys_and_heard_at_once_and_undone(rendered, serve, look):
    number = cue_of(rendered, "It isn’t far").number
    before = cue_of(rendered, "It isn’t far").speaker
    other = "Mara" if before == "Joss" else "Joss"
    page = look(serve(), "/s/001")
    row(page, number).click()
    page.keyboard.press(person_key(page, other))
    wait_until(page, "!document.getElementById('line').paused")
    assert f"/lines/{number}.wav" in page.evaluate("document.getElementById('line').src")
    mended = cue_of(rendered, "It isn’t far")
    assert (mended.speaker, mended.by_hand) == (other, True)
    page.keyboard.press("u")
    told(page, "Undone:")
    assert cue_of(rendered, "It isn’t far").speaker == before


def test_those_who_take_turns_are_told_at_once(rendered, serve, look):
    number, last = (cue_of(rendered, words).number for words in ("It isn’t far", "They will be"))
    page = look(serve(), "/s/001")
    row(page, number).click()
    page.keyboard.press("t")
    page.get_by_label("Names, in order").fill("Mara, Joss")
    page.get_by_label("From line").fill(str(last))
    page.get_by_role("button", name="Give the lines").click()
    told(page, "lines to Joss, Mara")
    assert (cue_of(rendered, "It isn’t far").speaker, cue_of(rendered, "It isn’t far").by_hand) == (
        "Mara",
        True,
    )
    page.keyboard.press("u")
    told(page, "Undone:")


def told(page, text: str) -> None:
    """Wait until the page says so."""
    page.locator("#toasts").get_by_text(text).first.wait_for()


def wait_until(page, condition: str, limit_s: float = 90.0) -> None:
    """Wait for a condition; wait_for_function would need eval, which the page's policy forbids."""
    until = time.monotonic() + limit_s
    while not page.evaluate(condition):
        assert time.monotonic() < until, condition
        page.wait_for_timeout(20)


def test_the_episode_plays_seeks_and_the_text_follows(rendered, serve, look):
    page = look(serve(), "/s/001")
    last = cue_of(rendered, "They will be").number
    page.evaluate("""
      const episode = document.getElementById('episode');
      episode.playbackRate = episode.defaultPlaybackRate = 0.1;  // else it is over before it is looked for
    """)
    row(page, last).click()
    wait_until(page, "document.getElementById('episode').currentTime > 1")
    page.wait_for_selector(f'.cue-row.sounding[data-cue="{last}"]')
    page.keyboard.press(" ")
    assert page.evaluate("document.getElementById('episode').paused")
    page.get_by_label("Place in the episode").fill("2")
    assert page.evaluate("document.getElementById('episode').currentTime") == pytest.approx(2, abs=0.1)


def test_a_mended_line_is_heard_in_its_place_while_the_episode_is_made_again_behind_it(rendered, serve, look):
    page = look(serve(), "/s/001")
    cue = cue_of(rendered, "Nobody is here")
    row(page, cue.number).click()
    wait_until(page, "document.getElementById('episode').src !== ''")
    before = page.evaluate("document.getElementById('episode').src")
    page.keyboard.press(person_key(page, "Joss"))
    told(page, "gave “Nobody is here,” to Joss")
    start = page.evaluate("document.getElementById('episode').currentTime")
    page.evaluate("document.getElementById('line').pause()")
    page.get_by_label("Place in the episode").fill(str(max(0, start - 0.5)))
    page.evaluate("""
      const line = document.getElementById('line');
      line.addEventListener('ended', () => { window.heard = line.src; });
    """)
    page.get_by_role("button", name="Play", exact=True).click()
    wait_until(page, "window.heard !== undefined")
    assert f"/lines/{cue.number}.wav" in page.evaluate("window.heard")
    wait_until(page, "!document.getElementById('episode').paused")
    wait_until(page, f"document.getElementById('episode').src !== {before!r}")
    page.get_by_role("button", name="Fresh").wait_for()


def test_two_people_are_joined_and_a_voice_is_changed(rendered, serve, look):
    page = look(serve(), "/s/001/cast")
    card = page.locator('.person[data-name="the captain"]')
    card.get_by_role("button", name="Is somebody else").click()
    page.get_by_label("The same person as").select_option("Joss")
    page.get_by_role("button", name="They are one").click()
    card.wait_for(state="detached")
    assert cue_of(rendered, "Cast off").speaker == "Joss"
    joss = page.locator('.person[data-name="Joss"]')
    voice = joss.locator(".voice").nth(1).locator("span").first.inner_text()
    joss.get_by_role("button", name="Take it").or_(
        joss.get_by_role("button", name=f"Take {voice} for Joss")
    ).first.click()
    told(page, f"Joss: voice {voice}")
    assert voice in rendered.voices.read_text(encoding="utf-8")


def test_a_take_is_recorded_chosen_and_heard(rendered, serve, look):
    page = look(serve(), "/s/001/record", permissions=["microphone"])
    page.get_by_label("Part").select_option("Mara")
    card = page.locator(".line-card").first
    card.get_by_role("button", name="● Record").click()
    stop = card.get_by_role("button", name="■ Stop")
    stop.wait_for()
    page.wait_for_timeout(1200)
    stop.click()
    page.get_by_role("button", name="Choose it").click()
    card.get_by_text("chosen").wait_for()
    number = card.get_attribute("data-cue")
    assert (rendered.recordings("001") / f"{number}.wav").stat().st_size > 10_000


def test_an_edit_on_the_disk_is_a_conflict_and_not_overwritten(rendered, serve, look):
    page = look(serve(), "/s/001")
    number = cue_of(rendered, "I have it").number
    row(page, number).click()
    key = person_key(page, "Joss" if cue_of(rendered, "I have it").speaker == "Mara" else "Mara")
    page.route("**/api/events", lambda route: route.abort())
    path = rendered.script("001")
    path.write_text(
        path.read_text(encoding="utf-8").replace("title: The Ferry", "title: The Last Ferry"),
        encoding="utf-8",
    )
    page.keyboard.press(key)
    page.get_by_role("heading", name="The file was changed meanwhile").wait_for()
    page.get_by_role("button", name="Make my change").click()
    page.get_by_text("by hand").first.wait_for()
    assert script.read(path).title == "The Last Ferry"
    assert cue_of(rendered, "I have it").by_hand


def test_loading_again_keeps_the_place(rendered, serve, look):
    page = look(serve(), "/s/001")
    number = cue_of(rendered, "Aye").number
    row(page, number).click()
    page.keyboard.press(" ")
    page.reload()
    page.wait_for_selector(f'.cue-row.chosen[data-cue="{number}"]')


def test_a_render_is_made_with_progress_from_the_page(project, serve, look):
    page = look(serve(), "/s/001")
    page.get_by_role("button", name="Render", exact=True).click()
    page.get_by_role("button", name="Fresh").wait_for()
    assert project.episode("001").stat().st_size > 100_000
    assert page.get_by_label("Place in the episode").is_visible()


VIEWS = ("/", "/s/001", "/s/001/cast", "/s/001/record", "/s/001/report", "/s/001/deliver", "/voices")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_view_has_a_serious_fault_of_accessibility(rendered, serve, look, scheme):
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="needs axe: pip install '.[dev]'"
    )
    server = serve()
    page = look(server, color_scheme=scheme, bypass_csp=True)
    for path in VIEWS:
        page.goto(server.address + path)
        page.wait_for_selector("html[data-ready]", state="attached")
        page.wait_for_timeout(300)
        assert serious_faults(axe, page) == [], path
    for path, button in (("/", "The show"), ("/s/001/deliver", "Fill in")):
        page.goto(server.address + path)
        page.get_by_role("button", name=button).click()
        page.locator("dialog[open] [name=title]").wait_for()
        assert serious_faults(axe, page) == [], button


def serious_faults(axe, page) -> list[tuple[str, str]]:
    """Return the rules that a page as it stands breaks, and where."""
    return [
        (one["id"], one["nodes"][0]["html"])
        for one in axe.Axe().run(page).response["violations"]
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("width", [320, 3840])
def test_no_view_is_wider_than_the_window(rendered, serve, look, width):
    server = serve()
    page = look(server, width=width)
    for path in VIEWS:
        page.goto(server.address + path)
        page.wait_for_selector("html[data-ready]", state="attached")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_on_a_phone_the_chosen_line_stays_above_the_sheet(rendered, serve, look):
    page = look(serve(), "/s/001", width=390, height=844)
    for words in ("It isn’t far", "They will be"):
        number = cue_of(rendered, words).number
        page.evaluate("document.querySelector('.stage > aside').classList.remove('open')")
        page.evaluate("window.scrollTo(0, 0)")
        row(page, number).click()
        page.get_by_role("button", name="Who speaks, why, how").click()
        lowest, sheet = (
            page.evaluate(f"document.querySelector({one!r}).getBoundingClientRect().{edge}")
            for one, edge in ((f'.cue-row[data-cue="{number}"]', "bottom"), (".stage > aside", "top"))
        )
        assert lowest <= sheet, words


def test_a_link_of_the_page_gives_the_focus_to_what_it_opens(rendered, serve, look):
    page = look(serve())
    page.get_by_role("link", name="Open The Ferry").press("Enter")
    page.wait_for_selector(".cue-row.line")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_file_that_cant_be_read_offers_neither_to_open_nor_to_render_it(project, serve, look):
    (project.stories_folder / "002 Torn.epub").write_bytes(b"PK\x03\x04 torn")
    card = look(serve()).locator(".story-card", has_text="Torn")
    card.get_by_text("can't be read").wait_for()
    assert not card.get_by_role("button", name="Render").is_visible()


def test_a_slider_moved_by_keys_keeps_the_focus_and_is_heard_where_it_rests(rendered, serve, look):
    page = look(serve(), "/s/001/cast")
    speed = page.locator("[data-name=Mara]").get_by_label("Speed")
    speed.focus()
    page.evaluate("""
      window.heard = 0;
      new PerformanceObserver((list) => { window.heard += list.getEntries()
        .filter((one) => one.name.includes('/api/cast')).length; }).observe({ type: 'resource' });
    """)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    told(page, "Mara: rate 1.1")
    wait_until(page, "document.activeElement.type === 'range'")
    assert page.evaluate("document.activeElement.value") == "1.1"
    assert page.evaluate("window.heard") == 1


def test_a_page_whose_drama_has_ended_says_what_to_do(rendered, serve, look):
    page = look(serve(), "/s/001")
    row(page, cue_of(rendered, "It isn’t far").number).click()
    page.route("**/edits", lambda route: route.abort("connectionrefused"))
    page.keyboard.press("1")
    told(page, "Type “drama open” in the terminal again")
    look.complaints.clear()


def test_on_a_phone_the_keys_stand_beside_what_they_do(rendered, serve, look):
    page = look(serve(), "/s/001", width=390)
    page.wait_for_selector(".cue-row.line")
    page.keyboard.press("?")
    assert page.locator(".keys kbd").first.is_visible()


def long_story(project: Project) -> None:
    """Write a story of 6,000 cues with its script, as adapting it would have."""
    names = ("Ada", "Bo", "Cy")
    said = [(f"Line number {n} of the long night,", f"said {names[n % 3]}.") for n in range(3000)]
    path = project.stories_folder / "009 Long.txt"
    path.write_text("\n\n".join(f"“{line}” {tag}" for line, tag in said), encoding="utf-8")
    cues = []
    for n, (line, tag) in enumerate(said):
        cues.append(Cue(number=2 * n + 1, kind="line", speaker=names[n % 3], text=line))
        cues.append(Cue(number=2 * n + 2, kind="narrator", text=tag, joined=True))
    made = Script(
        key="009",
        title="Long",
        author="",
        sha256=story_file.read(path).sha256,
        characters=tuple(Character(name=name) for name in names),
        scenes=(Scene(cues=tuple(cues)),),
        numbered=6000,
    )
    for file in (project.script("009"), project.made("009")):
        script.write(made, file)


def test_of_six_thousand_cues_those_near_the_window_are_in_the_document(project, serve, look):
    long_story(project)
    page = look(serve())
    page.route("**/decisions", lambda route: route.fulfill(json={"hash": "", "decisions": []}))
    page.goto(page.url.rstrip("/") + "/s/009")
    page.wait_for_selector(".cue-row.line")
    for part in (0.3, 0.6, 1.0):
        page.evaluate(f"window.scrollTo(0, {part} * document.documentElement.scrollHeight)")
        page.wait_for_timeout(300)
        assert 0 < page.evaluate("document.querySelectorAll('.cue-row').length") < 800
    assert row(page, 6000).inner_text().startswith("said")


def test_the_show_gets_its_facts_and_its_cover_in_the_page(project, serve, look, tmp_path):
    picture = tmp_path / "sea.png"
    picture.write_bytes(base64.b64decode(PNG))
    page = look(serve())
    page.get_by_role("button", name="The show").click()
    page.locator("dialog [name=title]").fill("Stories of the Coast")
    page.locator("dialog input[type=file]").set_input_files(picture)
    page.get_by_role("button", name="Save").click()
    told(page, "Kept")  # the heading changes before the cover is sent
    page.get_by_role("heading", name="Stories of the Coast").wait_for()
    show = voices_file.read(project.voices).show
    assert (show.title, show.cover) == ("Stories of the Coast", "cover.png")
    assert (project.root / "cover.png").read_bytes() == picture.read_bytes()


def test_a_browsers_own_parser_reads_every_caption_with_its_speaker_and_the_times_of_its_words(look, serve):
    said = [
        "*Who* goes <there> & why?",
        "Nobody at all, I should think; or " + "nearly nobody, " * 12 + "then.",
    ]
    spoken = [
        Spoken(speaker=who, text=text, start_s=10.0 * i, end_s=10.0 * i + 9, cue=i)
        for i, (who, text) in enumerate(zip(('Bo "B" <Lee>', "Ada"), said, strict=True))
    ]
    page = look(serve())
    page.route("**/t.vtt", lambda route: route.fulfill(body=webvtt(spoken), content_type="text/vtt"))
    page.evaluate("""
      const track = Object.assign(document.createElement("track"), { src: "/t.vtt", id: "t", default: true });
      document.body.append(document.createElement("video"));
      document.querySelector("video:last-of-type").append(track);
      track.track.mode = "hidden";
    """)
    wait_until(page, "document.getElementById('t').readyState === 2")
    read = page.evaluate("""[...document.getElementById("t").track.cues].map((cue) => {
      const shown = cue.getCueAsHTML(), voice = shown.querySelector("span");
      const marks = [...voice.childNodes].filter((node) => node.target === "timestamp").length;
      return [cue.id, cue.startTime, cue.endTime, voice.title, shown.textContent, marks];
    })""")
    for one, text in zip(spoken, said, strict=True):
        captions = [row for row in read if row[0].partition(".")[0] == str(one.cue)]
        assert " ".join(row[4].replace("\n", " ") for row in captions) == text
        assert {row[3] for row in captions} == {one.speaker}
        assert (captions[0][1], captions[-1][2]) == (one.start_s, one.end_s)
        assert sum(row[5] for row in captions) == len(text.split()) - len(captions)
