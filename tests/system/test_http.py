"""What servers do wrong is told in words, in bounded time and memory; no key goes where it isn't meant to."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from drama.errors import InputError
from drama.system import http
from drama.system.http import NoAnswerError, check_address, download, key_in, post, shown
from drama.system.json_values import parsed
from tests.raw_server import raw_server

if TYPE_CHECKING:
    import socket

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "_FIRST_PAUSE_S", 0.01)


def ask(url: str, *, key: str = "", timeout_s: float = 60.0, attempts: int = 2) -> bytes:
    return post(url, {"a": 1}, key=key, accept="application/json", timeout_s=timeout_s, attempts=attempts)


@pytest.mark.parametrize(
    "answer",
    [
        OK + b"Content-Length: 1000\r\n\r\nfour",
        OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nno chunk",
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"no status line at all\r\n\r\n",
        b"HTTP/1.1 two hundred\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: x\r\n" * 200 + b"\r\n",
        b"",
        b"HTTP/1.1 500 No\r\nContent-Length: 50\r\n\r\nbroken",
    ],
    ids=[
        "cut",
        "bad-chunk",
        "cut-chunk",
        "no-http",
        "no-status",
        "long-header",
        "many-headers",
        "nothing",
        "cut-500",
    ],
)
def test_an_answer_that_breaks_off_or_is_none_is_asked_for_again_and_told(answer: bytes) -> None:
    with raw_server(answer) as server:
        with pytest.raises(NoAnswerError):
            ask(server.url)
        assert len(server.asked) == 2


def test_a_server_that_drips_is_left_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "_TIMES_THE_TIMEOUT", 0.01)
    stop = threading.Event()

    def drip(connection: socket.socket) -> None:
        connection.sendall(OK + b"\r\n")
        while not stop.wait(0.05):
            connection.sendall(b".")

    with raw_server(drip) as server:
        with pytest.raises(NoAnswerError, match="too long"):
            ask(server.url, attempts=1)
        stop.set()


def test_a_server_that_drips_its_headers_is_left_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "_TIMES_THE_TIMEOUT", 0.01)
    stop = threading.Event()

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
        while not stop.wait(0.05):
            connection.sendall(b"x")

    with raw_server(drip) as server:
        with pytest.raises(NoAnswerError, match="too long"):
            ask(server.url, attempts=1)
        stop.set()


def test_a_flood_is_cut_off() -> None:
    def flood(connection: socket.socket) -> None:
        connection.sendall(OK + b"\r\n")
        while True:
            connection.sendall(b"x" * 65_536)

    with raw_server(flood) as server, pytest.raises(NoAnswerError, match="more than 1 MB"):
        http.get(server.url, timeout_s=60.0, most_bytes=1 << 20)


def test_json_that_is_nested_without_end_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="nested"):
        parsed(b"[" * 100_000)


@pytest.mark.parametrize("said", ["sk-secret\n", "  sk-secret\r\n", "sk-secret "])
def test_white_space_around_a_key_is_none_of_it(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", said)
    assert key_in("OPENAI_API_KEY") == "sk-secret"


@pytest.mark.parametrize("said", ["sk-se\ncret", "sk-se cret", "sk-☃", "sk-\u00e9", "sk-\x07"])
def test_a_key_that_is_none_is_refused_without_being_shown(
    monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", said)
    with pytest.raises(InputError) as refusal:
        key_in("OPENAI_API_KEY")
    assert "sk-" not in str(refusal.value)


def test_an_error_that_echoes_the_key_is_shown_without_it() -> None:
    body = b'{"error": {"message": "Bearer sk-secret is no key"}}'
    answer = b"HTTP/1.1 401 No\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    with raw_server(answer) as server, pytest.raises(NoAnswerError) as refusal:
        ask(server.url, key="sk-secret")
    assert "sk-secret" not in str(refusal.value)


def test_an_error_that_echoes_the_password_is_shown_without_it() -> None:
    answer = b"HTTP/1.1 401 No\r\nContent-Length: 16\r\n\r\nada:pa ss is who"
    with raw_server(answer) as server, pytest.raises(NoAnswerError) as refusal:
        ask(server.url.replace("127.0.0.1", "ada:pa%20ss@127.0.0.1"))
    assert "pa ss" not in str(refusal.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"<html>", "no JSON"), (b"\xff", "no JSON"), (b"9" * 6_000, "no JSON"), (b"[" * 100_000, "too deep")],
    ids=["a page", "no UTF-8", "digits", "brackets"],
)
def test_an_answer_that_is_no_json_is_told_in_words(content: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parsed(content)


def test_a_download_follows_a_redirection_and_its_password_does_not() -> None:
    with raw_server(OK + b"Content-Length: 4\r\n\r\nfile") as other:
        there = b"HTTP/1.1 302 Found\r\nLocation: %b/x\r\nContent-Length: 0\r\n\r\n" % other.url.encode()
        with raw_server(there) as server:
            url = server.url.replace("127.0.0.1", "ada:pass@127.0.0.1")
            assert b"".join(block for _, block in download(url, timeout_s=5, most_bytes=9)) == b"file"
        assert b"Authorization: Basic" in server.asked[0]
    assert b"Authorization" not in other.asked[0]


@pytest.mark.parametrize(
    "answer",
    [b"", b"SSH-2.0\r\n", OK + b"\r\n" + b"x" * 100_000, OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab"],
    ids=["nothing", "no-http", "flood", "cut-chunk"],
)
def test_a_download_that_breaks_off_or_has_no_end_is_told_without_the_password(answer: bytes) -> None:
    with raw_server(answer) as server:
        blocks = download(
            server.url.replace("127.0.0.1", "ada:pass@127.0.0.1"), timeout_s=5, most_bytes=1_000
        )
        with pytest.raises(NoAnswerError) as refusal:
            list(blocks)
    assert "pass" not in str(refusal.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://a b/v1",
        "http://[::1/v1",
        "ftp://a/v1",
        "a.org/v1",
        "http://",
        "http://a:port/",
        "http://a\n.org/",
    ],
)
def test_an_address_that_nothing_can_be_sent_to_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="no web address"):
        check_address(url)


def test_a_password_in_an_address_is_sent_and_not_shown() -> None:
    with raw_server(OK + b"Content-Length: 2\r\n\r\n{}") as server:
        url = server.url.replace("127.0.0.1", "ada:pa%20ss@127.0.0.1")
        check_address(url)
        assert ask(url) == b"{}"
        assert b"Authorization: Basic YWRhOnBhIHNz" in server.asked[0]
        assert shown(url) == server.url


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("http://example.org/v1", False),
        ("http://192.168.0.4:8880/v1", False),
        ("http://localhost.example.org/v1", False),
        ("https://example.org/v1", True),
        ("http://localhost:8880/v1", True),
        ("http://127.0.0.1:8880/v1", True),
        ("http://[::1]:8880/v1", True),
    ],
)
def test_a_key_goes_over_https_or_stays_on_the_machine(url: str, fine: bool) -> None:
    if fine:
        check_address(url, key="k")
    else:
        with pytest.raises(InputError, match="in the clear"):
            check_address(url, key="k")
