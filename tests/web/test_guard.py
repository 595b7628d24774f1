"""The attacks that a page on a shared machine must stand: each is refused, and the page itself is not."""

from __future__ import annotations

import http.client

import httpx
import pytest
from plays import manifest

from drama.project import script_file

PATIENT_S = 300.0
"""So long is waited for an answer: cores may be busy."""
pytestmark = pytest.mark.slow


@pytest.fixture
def server(serve):
    return serve()


@pytest.fixture
def own(server):
    """A client with a session, that asks as the page does."""
    with httpx.Client(
        base_url=server.address, headers={"origin": server.address}, timeout=PATIENT_S
    ) as client:
        client.get(server.entrance(), follow_redirects=True)
        visitor = server.doors.visitor(next(iter(client.cookies.values())))
        client.headers["x-drama-token"] = visitor.token
        yield client


def test_the_pages_own_requests_are_answered(own):
    assert own.get("/api/stories").json()["stories"][0]["key"] == "001"
    assert own.post("/api/jobs", json={"keys": []}).json() == {"jobs": []}


def test_without_a_session_nothing_is_answered(server):
    assert httpx.get(f"{server.address}/api/stories", timeout=PATIENT_S).status_code == 401
    assert httpx.get(f"{server.address}/", timeout=PATIENT_S).headers["location"] == "/login"


def test_a_ticket_opens_one_session(server):
    entrance = server.entrance()
    first, second = (httpx.get(entrance, timeout=PATIENT_S) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 403)
    cookie = first.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_a_ticket_leads_to_no_other_server(server):
    for to in ("//evil.example/", "https://evil.example/", "/\\evil.example"):
        answer = httpx.get(server.entrance(), params={"to": to}, timeout=PATIENT_S)
        assert answer.headers["location"] == "/"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:1", "127.0.0.1.evil.example:{port}", ""])
def test_a_foreign_host_is_refused(own, server, host):
    answer = own.get("/api/stories", headers={"host": host.format(port=server.port)})
    assert answer.status_code in (400, 403)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
def test_a_foreign_origin_is_refused(own, origin):
    assert own.get("/api/stories", headers={"origin": origin}).status_code == 403
    assert own.post("/api/jobs", json={"keys": ["001"]}, headers={"origin": origin}).status_code == 403


def test_another_sites_page_can_embed_nothing(own):
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert own.get("/api/stories/001/episode", headers=headers).status_code == 403


@pytest.mark.parametrize("token", ["", "wrong"])
def test_a_change_without_the_token_is_refused(own, token):
    assert own.post("/api/stories/001/undo", headers={"x-drama-token": token}).status_code == 403


def test_a_change_without_an_origin_is_refused(own):
    del own.headers["origin"]
    assert own.post("/api/jobs", json={"keys": []}).status_code == 403


@pytest.mark.parametrize(
    "key", ["..%2f..%2fetc%2fpasswd", "%2e%2e", "..%5c..", "001%00", "/etc/passwd", "%2fetc%2fpasswd"]
)
def test_a_path_in_an_id_leads_nowhere(own, key):
    for rest in ("", "/episode", "/files/0", "/waveform", "/takes/1/1"):
        assert own.get(f"/api/stories/{key}{rest}").status_code in (303, 400, 404)


def test_a_sound_and_a_story_are_named_without_paths(own, project):
    assert own.get("/api/sounds/..%2fvoices.wav").status_code in (400, 404)
    added = own.post("/api/stories", content=b"Once.\n", headers={"x-name": "..%2F..%2Fevil%202.txt"})
    assert added.status_code == 200
    assert [path.parent for path in project.root.parent.rglob("*evil*")] == [project.stories_folder]


def test_a_body_of_a_gigabyte_is_refused_before_it_is_sent(own, server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENT_S)
    headers = {"Host": f"127.0.0.1:{server.port}", "Content-Length": str(2**30), "Cookie": cookie_of(own)}
    headers |= {"Origin": server.address, "X-Drama-Token": own.headers["x-drama-token"]}
    connection.request("POST", "/api/stories/001/edits", headers=headers)
    assert connection.getresponse().status == 413
    connection.close()


def test_a_body_that_goes_on_and_on_is_cut_off(own):
    def endless():
        for _ in range(64):
            yield b" " * 65_536

    assert own.post("/api/stories/001/edits", content=endless()).status_code == 413


def cookie_of(client: httpx.Client) -> str:
    return "; ".join(f"{name}={value}" for name, value in client.cookies.items())


def test_what_is_shown_can_hold_no_script(own):
    policy = own.get("/").headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert own.get("/api/stories").headers["content-type"] == "application/json"
    assert own.get("/api/stories").headers["x-content-type-options"] == "nosniff"


def test_an_actors_link_opens_one_part_alone(own, server, project):
    own.get("/api/stories/001")
    play = script_file.read(project.script("001"))
    line = {name: next(cue.number for cue in play.cues if cue.speaker == name) for name in ("Joss", "Mara")}
    address = own.post("/api/stories/001/actor", json={"name": "Mara"}).json()["address"]
    with httpx.Client(
        base_url=server.address, headers={"origin": server.address}, timeout=PATIENT_S
    ) as actor:
        assert actor.get(address).headers["location"] == "/actor"
        assert actor.get("/api/actor/sides").json()["name"] == "Mara"
        assert actor.get("/api/actor/sides", params={"name": "Joss"}).json()["name"] == "Mara"
        for path in ("/", "/api/stories", "/api/stories/001", "/api/voices", "/s/001"):
            assert actor.get(path).status_code == 403, path
        actor.headers["x-drama-token"] = server.doors.visitor(next(iter(actor.cookies.values()))).token
        headers = {"content-type": "audio/wav"}
        refused = actor.post(f"/api/actor/takes/{line['Joss']}", content=b"RIFF", headers=headers)
        assert "isn't in this part" in refused.json()["error"]
        garbled = actor.post(f"/api/actor/takes/{line['Mara']}", content=b"RIFF", headers=headers)
        assert garbled.status_code == 400
        assert list(project.recordings("001").rglob("*.wav")) == []


def test_others_reach_the_page_only_with_a_password(project, serve):
    from drama.errors import UsageError
    from drama.web import Options, Server

    with pytest.raises(UsageError, match="others can reach"):
        Server(project, Options(host="0.0.0.0"))
    server = serve(host="0.0.0.0", password="sea horse")
    local = f"http://127.0.0.1:{server.port}"
    with httpx.Client(base_url=local, headers={"origin": local}, timeout=PATIENT_S) as client:
        assert client.post("/login", data={"password": "sea cow"}).status_code == 403
        assert client.post("/login", data={"password": "sea horse"}).headers["location"] == "/"
        assert client.get("/api/stories").status_code == 200
        named = client.get("/api/stories", headers={"host": f"rebound.example:{server.port}"})
        assert named.status_code == 403


def test_a_stretch_of_the_episode_can_be_asked_for(own, project):
    (project.root / "output" / "001").mkdir(parents=True)
    project.episode("001").write_bytes(bytes(range(256)) * 8)
    (project.output("001") / "manifest.json").write_text(manifest(1.0, {}, 2048), encoding="utf-8")
    answer = own.get(
        "/api/stories/001/episode", headers={"range": "bytes=256-259", "accept-encoding": "identity"}
    )
    assert (answer.status_code, answer.content) == (206, bytes(range(4)))
    assert answer.headers["content-range"] == "bytes 256-259/2048"
