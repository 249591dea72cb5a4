"""The lesson attacked as somebody in the room would: many at once, slow, foreign, and in disguise.

The server is a real one, ``framing class start``; what is sent are bytes.
"""

from __future__ import annotations

import re
import socket
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest

from framing.classroom import answers, store
from framing.classroom.connections import IDLE, SECONDS
from framing.classroom.hub import MOST
from tests.classroom.conftest import BODY, SCALES, make_material
from tests.classroom.serving import Served, free_port

HOST = b"Host: 127.0.0.1\r\nConnection: close\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


class Room:
    """A served lesson and its store."""

    def __init__(self, place: Path) -> None:
        self.kept = store.Store(place / "class.sqlite")
        lesson = self.kept.add_lesson("Garden", make_material(), "en", 90)
        self.section = self.kept.add_section(lesson.id, "7b")
        self.other = self.kept.add_section(lesson.id, "8a")
        self.port = free_port()
        self.served = Served(place / "class.sqlite", self.port)
        self.opened = ExitStack()

    def browser(self, **headers: str) -> httpx.Client:
        made = httpx.Client(
            base_url=self.served.base, headers=headers, timeout=30, follow_redirects=True
        )
        return self.opened.enter_context(made)

    def pupil(self, code: str = "") -> httpx.Client:
        web = self.browser()
        got = web.post("/join", data={"token": token(web), "code": code or self.section.code})
        assert got.status_code == 200, got.text
        return web

    def raw(self, data: bytes, wait: float = 20) -> bytes:
        """Send bytes as they are; give what comes back until the end."""
        with socket.create_connection(("127.0.0.1", self.port), wait) as line:
            got = b""
            with suppress(ConnectionResetError):  # it need not read a megabyte that it refuses
                line.sendall(data)
                while piece := line.recv(65536):
                    got += piece
        return got

    def open(self, number: int, data: bytes) -> list[socket.socket]:
        """Open so many connections and say something on each."""
        lines = []
        for _ in range(number):
            line = socket.create_connection(("127.0.0.1", self.port), 20)
            lines.append(self.opened.enter_context(line))
            with suppress(ConnectionError):
                line.sendall(data)
        return lines

    def complaints(self) -> str:
        return self.served.errors.read_text()


def token(web: httpx.Client) -> str:
    found = re.search(r'name="token" value="(\w+)"', web.get("/back").text)
    assert found
    return found.group(1)


def closed(line: socket.socket) -> bool:
    """Tell whether the other side has closed."""
    line.setblocking(False)
    try:
        while line.recv(65536):
            pass
    except BlockingIOError:
        return False
    except ConnectionError:
        return True
    return True


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    made = Room(tmp_path_factory.mktemp("attack"))
    yield made
    assert made.served.stop() == 0
    assert "Traceback" not in made.complaints()
    made.kept.close()


@pytest.fixture(autouse=True)
def _closing(room: Room) -> Iterator[None]:
    yield
    room.opened.close()


pytestmark = pytest.mark.slow


# --- guessing ------------------------------------------------------------------------------------


def at_once(web: httpx.Client, number: int, path: str, fields: dict[str, str]) -> Counter[int]:
    """Send a form many times at the same moment."""

    def send(n: int) -> int:
        got = httpx.post(
            f"{str(web.base_url).rstrip('/')}{path}",
            data={k: v.format(n) for k, v in fields.items()},
            cookies=dict(web.cookies),
            timeout=60,
        )
        return got.status_code

    with ThreadPoolExecutor(number) as many:
        return Counter(many.map(send, range(number)))


def test_guesses_at_the_same_moment_are_counted_one_by_one(room: Room) -> None:
    """Was: all were looked up before the first was counted."""
    web = room.browser()
    got = at_once(web, 40, "/join", {"token": token(web), "code": "X{}"})
    assert got[422] in (8, 9), got  # a guess may have come back meanwhile
    assert got[422] + got[429] == 40


def test_two_words_cannot_be_tried_out_all_at_once(room: Room) -> None:
    """Was: forty at a time, so that another pupil was found in minutes."""
    room.pupil()
    name = room.kept.pupils(room.section.id)[-1].name
    web = room.browser()
    fields = {"token": token(web), "code": room.section.code, "name": name, "words": "red {}"}
    got = at_once(web, 40, "/back", fields)
    assert got[422] in (10, 11), got
    assert got[422] + got[429] == 40


def test_one_device_joins_for_a_few_pupils_only(room: Room) -> None:
    """Coming in begins a new visit, but a flooder may keep to the old one."""
    web = room.browser()
    before = len(room.kept.pupils(room.other.id))
    got = at_once(web, 20, "/join", {"token": token(web), "code": room.other.code})
    assert got[303] in (8, 9), got
    assert got[303] + got[429] == 20
    assert len(room.kept.pupils(room.other.id)) - before == got[303]


# --- slow and many -------------------------------------------------------------------------------


def test_half_requests_keep_nobody_out_and_are_closed(room: Room) -> None:
    """Was: 1,200 of them took every file that the system gives a program."""
    half = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
    lines = room.open(IDLE + 100, half)
    assert room.browser().get("/").status_code == 200
    assert sum(map(closed, lines)) >= 99, "the oldest go first"
    until = time.monotonic() + 3 * SECONDS
    while not all(map(closed, lines)) and time.monotonic() < until:
        for line in lines[-20:]:
            with suppress(OSError):
                line.setblocking(True)
                line.sendall(b"a")  # a sign now and then keeps nothing open
        time.sleep(1)
    assert all(map(closed, lines))


def test_a_silent_connection_is_closed(room: Room) -> None:
    (line,) = room.open(1, b"")
    line.settimeout(3 * SECONDS)
    assert line.recv(1) == b""


def test_one_pupil_has_a_few_streams_and_the_oldest_ends(room: Room) -> None:
    """Was: a pupil's 1,100 streams stopped the class."""
    web = room.pupil()
    cookie = "; ".join(f"{k}={v}" for k, v in web.cookies.items()).encode()
    asked = b"GET /c/events HTTP/1.1\r\n" + HOST + b"Cookie: " + cookie + b"\r\n\r\n"
    lines = []
    for _ in range(
        30
    ):  # the next is asked for when this one has begun, so that the oldest is known
        lines += room.open(1, asked)
        got = b""
        while b"event: state" not in got:
            piece = lines[-1].recv(65536)
            assert piece, got
            got += piece
    until = time.monotonic() + 20
    while not all(map(closed, lines[:-MOST])) and time.monotonic() < until:
        time.sleep(0.1)
    assert all(map(closed, lines[:-MOST]))
    assert not any(map(closed, lines[-MOST:]))


# --- bytes ---------------------------------------------------------------------------------------

BAD = {
    "a header without end": b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 1_000_000 + b"\r\n\r\n",
    "a length of 5000 digits": b"POST /join HTTP/1.1\r\n"
    + HOST
    + b"Content-Length: "
    + b"9" * 5000
    + b"\r\n\r\n",
    "a length of exabytes": b"POST /join HTTP/1.1\r\n"
    + HOST
    + b"Content-Length: "
    + b"9" * 19
    + b"\r\n\r\n",
    "two lengths": b"POST /join HTTP/1.1\r\n"
    + HOST
    + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    "length and pieces": b"POST /join HTTP/1.1\r\n"
    + HOST
    + FORM
    + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x",
    "two hosts": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "no host, old": b"GET / HTTP/1.0\r\n\r\n",
    "somebody at the host": b"GET / HTTP/1.1\r\nHost: evil.example@lesson.test\r\n"
    b"Connection: close\r\n\r\n",
    "a name that leads here": b"GET / HTTP/1.1\r\nHost: a.127.0.0.1.evil.example\r\n"
    b"Connection: close\r\n\r\n",
    "a number as host": b"GET / HTTP/1.1\r\nHost: 2130706433\r\nConnection: close\r\n\r\n",
    "another address in front": b"GET http://evil.example/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "TRACE": b"TRACE / HTTP/1.1\r\n" + HOST + b"Cookie: x=y\r\n\r\n",
    "asking for leave": b"OPTIONS /join HTTP/1.1\r\n" + HOST + b"Origin: http://evil.example\r\n"
    b"Access-Control-Request-Method: POST\r\n\r\n",
    "PUT": b"PUT /c HTTP/1.1\r\n" + HOST + b"\r\n",
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "NUL": b"GET /c%00 HTTP/1.1\r\n" + HOST + b"\r\n",
    "no Unicode": b"GET /t/%ff%fe HTTP/1.1\r\n" + HOST + b"\r\n",
    "parts without a border": b"POST /join HTTP/1.1\r\n"
    + HOST
    + b"Content-Type: multipart/form-data\r\nContent-Length: 5\r\n\r\nabcde",
    "a file in the form": b"POST /join HTTP/1.1\r\n"
    + HOST
    + b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 93\r\n\r\n--x\r\n"
    b'Content-Disposition: form-data; name="a"; filename="../../x"\r\n\r\nhello hello hello\r\n'
    b"--x--\r\n",
    "a socket of another kind": b"GET /c/events HTTP/1.1\r\nHost: evil.example\r\n"
    b"Upgrade: websocket\r\nConnection: Upgrade, close\r\nSec-WebSocket-Version: 13\r\n\r\n",
}


@pytest.mark.parametrize("name", BAD)
def test_bytes_that_no_browser_sends_are_refused(name: str, room: Room) -> None:
    got = room.raw(BAD[name])
    first = got.split(b"\r\n")[0]
    assert re.match(rb"HTTP/1.1 4\d\d ", first), first
    assert b"access-control-allow" not in got.lower()
    assert b"evil.example" not in got
    assert b"Traceback" not in got


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/..\\app.py",
     "/static/%2e%2e%2f%2e%2e%2fapp.py", "/static//etc/passwd", "/static/%5c..%5capp.py",
     "/static/%00", "/static/", "/static/" + "a" * 300, "/static/%252e%252e/app.py",
     "/../../../../etc/passwd", "/teacher/s/../../x/answers.csv"],
)  # fmt: skip
def test_paths_lead_to_no_file(path: str, room: Room) -> None:
    got = room.raw(b"GET " + path.encode() + b" HTTP/1.1\r\n" + HOST + b"\r\n")
    assert re.match(rb"HTTP/1.1 (404|403) ", got), got[:100]
    for word in (b"root:", b"import ", b"def "):
        assert word not in got


# --- sessions and answers ------------------------------------------------------------------------


def test_a_visit_that_somebody_else_planted_ends_when_one_comes_in(room: Room) -> None:
    """Session fixation: the attacker knows visit and token, and waits for the pupil to join."""
    attacker = room.browser()
    known = token(attacker)
    victim = room.browser()
    victim.cookies.update(attacker.cookies)
    planted = victim.cookies["visit"]
    victim.post("/join", data={"token": known, "code": room.section.code})
    assert "pupil" in victim.cookies
    assert victim.cookies["visit"] != planted
    assert victim.post("/leave", data={"token": known}).status_code == 403
    assert "pupil" not in attacker.cookies
    assert "Join the lesson" in attacker.get("/c").text


def test_the_teachers_visit_is_new_as_well(room: Room) -> None:
    attacker = room.browser()
    known = token(attacker)
    victim = room.browser()
    victim.cookies.update(attacker.cookies)
    assert victim.get(f"/t/{room.kept.teacher_key()}").status_code == 200
    path = f"/teacher/s/{room.other.id}/freeze"
    assert victim.post(path, data={"token": known, "frozen": "1"}).status_code == 403
    assert not room.kept.section(room.other.id).frozen  # type: ignore[union-attr]
    assert victim.post(path, data={"token": token(victim), "frozen": "0"}).status_code == 200


def test_a_form_from_another_site_does_nothing_even_with_the_cookies(room: Room) -> None:
    victim = room.pupil()
    for headers in (
        {"origin": "http://evil.example", "sec-fetch-site": "cross-site"},
        {"origin": "null"},
        {"origin": f"http://127.0.0.1:{room.port + 1}"},
        {"sec-fetch-site": "same-site"},
    ):
        got = victim.post("/leave", data={"token": token(victim)}, headers=headers)
        assert got.status_code == 403, headers
    assert "pupil" in victim.cookies


def sheet(web: httpx.Client, text: str, **more: str) -> dict[str, str]:
    made = {"token": token(web), "phase": "first", "text": text, "reason1": "mine"}
    made |= {f"scale-{scale.id}": "3" for scale in SCALES}
    return made | {"w": str(BODY.index("disgrace")), **more}


def test_nobody_answers_for_another_pupil_or_reads_theirs(room: Room) -> None:
    room.kept.set_phase(room.section.id, "first")
    victim, attacker, foreign = room.pupil(), room.pupil(), room.pupil(room.other.code)
    ids = {one.name: one.id for one in room.kept.pupils(room.section.id)}
    own = next(name for name in ids if name in victim.get("/c").text)
    assert victim.post("/c/answer", data=sheet(victim, "A", reason1="a secret")).status_code == 200
    before = room.kept.rows("SELECT * FROM mark WHERE pupil = ?", ids[own])
    # another's number in the form, in the query, in a cookie that is not signed
    named = {"pupil": str(ids[own]), "id": str(ids[own]), "name": own}
    attacker.post(f"/c/answer?pupil={ids[own]}", data=sheet(attacker, "A", **named))
    forged = room.browser()
    forged.cookies.set("pupil", f'{{"pupil":{ids[own]}}}')
    forged.post("/c/answer", data=sheet(forged, "B"))
    foreign.post("/c/answer", data=sheet(foreign, "A"))
    after = room.kept.rows("SELECT * FROM mark WHERE pupil = ?", ids[own])
    assert [tuple(row) for row in after] == [tuple(row) for row in before]
    assert len(answers.of_section(room.kept, room.other.id).ratings) == 0, "not their phase"
    for web in (attacker, forged, foreign):
        for path in (
            f"/c?pupil={ids[own]}",
            f"/c/state?pupil={ids[own]}",
            f"/teacher/s/{room.section.id}",
            f"/teacher/s/{room.section.id}/answers.csv",
            f"/teacher/s/{room.section.id}/report.pdf",
            f"/teacher/s/{room.section.id}/state",
        ):
            got = web.get(path)
            assert "a secret" not in got.text
            assert got.status_code in (200, 403)
            assert path.startswith("/c") or got.status_code == 403


def test_an_old_cookie_is_nobody_in_a_new_lesson(room: Room, tmp_path: Path) -> None:
    """A number is never given twice, even after everything was wiped."""
    kept = store.Store(tmp_path / "class.sqlite")
    lesson = kept.add_lesson("Garden", make_material(), "en", 45)
    first = kept.add_pupil(kept.add_section(lesson.id, "7b").id, ["Otter"], "red kite")
    kept.wipe()
    again = kept.add_lesson("Garden", make_material(), "en", 45)
    second = kept.add_pupil(kept.add_section(again.id, "7b").id, ["Otter"], "red kite")
    assert second.id > first.id
    kept.close()


def test_nothing_leaves_in_a_referrer(room: Room) -> None:
    web = room.pupil()
    for path in ("/", "/c", "/back", "/none"):
        got = web.get(path)
        assert got.headers["referrer-policy"] == "same-origin"
        assert not re.search(r'href="https?://', got.text)
    secret = web.get(f"/t/{room.kept.teacher_key()}", follow_redirects=False)
    assert secret.headers["referrer-policy"] == "no-referrer"
    assert secret.headers["cache-control"] == "no-store"


def test_a_form_that_never_ends_gets_its_answer(room: Room) -> None:
    """A body in drops: half a minute, then it is over."""
    started = (
        b"POST /join HTTP/1.1\r\nHost: 127.0.0.1\r\n" + FORM + b"Content-Length: 60000\r\n\r\n"
    )
    (line,) = room.open(1, started)
    line.settimeout(60)
    assert line.recv(100).startswith(b"HTTP/1.1 408 ")
