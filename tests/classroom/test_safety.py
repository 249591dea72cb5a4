"""Foreign hosts, forged forms, guessed codes, hostile words, a database that cannot be written."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from framing.classroom import catalogue, forms, store
from framing.classroom.lesson import Text
from tests.classroom.conftest import BODY, Join, Person

STATIC = Path(catalogue.__file__).parent / "static"
SECRET = re.compile(r"/t/[0-9a-f]{32}")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("lesson.test", 200),
        ("LESSON.TEST:8765", 200),
        ("192.168.1.20:8765", 200),
        ("[::1]:8765", 200),
        ("localhost", 200),
        ("evil.example", 400),
        ("192.168.1.20.evil.example", 400),
        ("lesson.test.evil.example", 400),
        ("", 400),
        ("[", 400),
    ],
)
def test_only_known_hosts_are_served(site: object, host: str, status: int) -> None:
    assert Person(site).web.get("/", headers={"host": host}).status_code == status


def test_every_page_has_a_strict_policy(site: object, join: Join, teacher: Person) -> None:
    pupil = join()
    for person, path in ((pupil, "/"), (pupil, "/c"), (teacher, "/teacher"), (pupil, "/none")):
        got = person.web.get(path)
        policy = got.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert got.headers["x-content-type-options"] == "nosniff"
        assert got.headers["cache-control"] == "no-store"
        assert not re.search(r"<script>|<style|\sstyle=|\son\w+=|javascript:", got.text)
        assert not re.search(r'(src|href)="(https?:)?//', got.text)


def test_the_first_page_is_small(site: object) -> None:
    page = len(Person(site).get("/?c=ABCD").encode())
    assert page + sum(file.stat().st_size for file in STATIC.iterdir()) < 20_000


def test_a_page_to_mark_is_light_on_a_phone(
    teacher: Person, section: store.Section, join: Join, kept: store.Store
) -> None:
    pupil = join()
    kept.set_phase(section.id, "first")
    assert len(pupil.get("/c").encode()) < 20_000


def test_forms_need_the_token_of_this_browser(site: object, section: store.Section) -> None:
    one, other = Person(site), Person(site)
    stolen = one.token()
    for token in ("", "0" * 32, "ñ" * 32, stolen):
        got = other.web.post("/join", data={"token": token, "code": section.code})
        assert got.status_code == 403, token
    assert other.web.post("/join", data={"code": section.code}).status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site", "origin": "http://lesson.test"}, 403),
        ({"origin": "http://lesson.test"}, 200),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({}, 200),
    ],
)
def test_forms_of_other_sites_are_refused(
    site: object, section: store.Section, headers: dict[str, str], status: int
) -> None:
    person = Person(site)
    data = {"token": person.token(), "code": section.code}
    assert person.web.post("/join", data=data, headers=headers).status_code == status


def test_cookies_are_signed_and_keep_to_themselves(
    site: object, section: store.Section, join: Join
) -> None:
    person = Person(site)
    data = {"token": person.token(), "code": section.code}
    got = person.web.post("/join", data=data, follow_redirects=False)
    set_cookie = got.headers["set-cookie"]
    assert "HttpOnly" in set_cookie
    assert "SameSite=lax" in set_cookie
    value = person.web.cookies["pupil"]
    # not the last letter: two of its bits mean nothing
    changed = value[:-6] + ("A" if value[-6] != "A" else "B") + value[-5:]
    for forged in (changed, "x", value.split(".")[0]):
        person.web.cookies.delete("pupil")
        person.web.cookies.set("pupil", forged, domain="lesson.test")
        assert "Join the lesson" in person.get("/c")


def test_the_teachers_pages_need_the_secret_link(
    site: object, section: store.Section, kept: store.Store, join: Join
) -> None:
    pupil = join()
    base = f"/teacher/s/{section.id}"
    for path in ("/teacher", base, f"{base}/state", f"{base}/events", f"{base}/answers.csv"):
        assert pupil.web.get(path).status_code == 403, path
    for action in ("phase", "timer", "freeze", "hide", "paper"):
        data = {"token": pupil.token(), "phase": "end"}
        assert pupil.web.post(f"{base}/{action}", data=data).status_code == 403
    key = kept.teacher_key()
    for wrong in (key[:-1], key.upper() + "a", "é", "0" * 32):
        assert pupil.web.get(f"/t/{wrong}").status_code == 403
    opened = pupil.web.get(f"/t/{key}", follow_redirects=False)
    assert opened.headers["referrer-policy"] == "no-referrer"
    assert opened.headers["location"] == "/teacher"
    assert not SECRET.search(pupil.get("/teacher") + pupil.get(base))


def test_too_long_requests_are_refused(site: object, teacher: Person) -> None:
    person = Person(site)
    long = {"token": person.token(), "code": "x" * 70_000}
    assert person.web.post("/join", data=long).status_code == 413

    def pieces() -> object:
        for _ in range(80):
            yield b"code=" + b"x" * 1000 + b"&"

    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert person.web.post("/join", content=pieces(), headers=kind).status_code == 413  # type: ignore[arg-type]
    bad = {"content-length": "-1"}
    assert person.web.post("/join", headers=bad).status_code == 413


def test_wrong_codes_stop_one_browser_and_not_the_class(
    site: object, section: store.Section
) -> None:
    guesser = Person(site)
    token = guesser.token()
    wrong = [
        guesser.web.post("/join", data={"token": token, "code": f"X{n}"}).status_code
        for n in range(9)
    ]
    assert wrong == [422] * 8 + [429]
    right = {"token": token, "code": section.code}
    assert guesser.web.post("/join", data=right).status_code == 429
    for n in range(30):
        pupil = Person(site)
        token = pupil.token()
        if n % 3 == 0:
            assert pupil.web.post("/join", data={"token": token, "code": "1"}).status_code == 422
        assert (
            pupil.web.post("/join", data={"token": token, "code": section.code}).status_code == 200
        )


def test_a_guesser_who_throws_cookies_away_is_stopped(site: object) -> None:
    from framing.classroom.security import Guesses

    guesses = Guesses(most=300, per_second=0.0)
    assert sum(guesses.take("192.168.1.20") for _ in range(400)) == 300
    assert not guesses.take("192.168.1.20")
    assert guesses.take("192.168.1.21")


def fill(kept: store.Store) -> None:
    """Store sheets until the disk has no room for another."""
    kept._base.execute("PRAGMA synchronous = OFF")  # the test need not wait for the disk
    for count, n in ((3, 0), (1, 5000), (0, 9000)):  # large ones first, then what still fits
        marks = [store.Mark(at, at + 1, "word", "long " * 30) for at in range(count)]
        try:
            while True:
                kept.save_answers(1, f"{n}", "A", [store.Rating("s1", 1)], marks)
                n += 1
        except store.Unsaved:
            assert n < 9999


@pytest.mark.parametrize("kind", ["locked", "full"])
def test_an_answer_survives_a_database_that_cannot_be_written(
    teacher: Person, section: store.Section, join: Join, kept: store.Store, kind: str
) -> None:
    pupil = join()
    kept.set_phase(section.id, "first")
    sheet = pupil.sheet()
    sheet["reason1"] = "because it judges"
    kept._base.execute("PRAGMA busy_timeout = 10")
    other = sqlite3.connect(kept.path, isolation_level=None)
    if kind == "locked":
        other.execute("BEGIN IMMEDIATE")
    else:
        pages = kept._base.execute("PRAGMA page_count").fetchone()[0]
        kept._base.execute(f"PRAGMA max_page_count = {pages}")
        sheet["reason1"] = "long " * 30
        fill(kept)
    page = pupil.send("/c/answer", 503, **sheet)
    assert "Saved on this device. Try again." in page
    assert str(sheet["reason1"]).strip() in page
    assert page.count('value="2" checked') == 4
    assert f'value="{BODY.index("disgrace")}" checked' in page
    if kind == "locked":
        other.execute("ROLLBACK")
    else:
        kept._base.execute("PRAGMA max_page_count = 1000000")
    other.close()
    pupil.send("/c/answer", **sheet)
    assert len(kept.done(1)) >= 1


def test_nothing_that_names_a_person_is_stored(
    teacher: Person, section: store.Section, kept: store.Store, site: object
) -> None:
    person = Person(site)
    person.web.headers["user-agent"] = "Telltale/1.0"
    person.join(section.code)
    kept.set_phase(section.id, "first")
    person.answer()
    kept._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = b"".join(file.read_bytes() for file in kept.path.parent.iterdir())
    for telltale in (b"Telltale", b"testclient", b"lesson.test"):
        assert telltale not in data
    columns = {
        row[1]
        for table in ("pupil", "done", "rating", "mark", "note")
        for row in kept.rows(f"PRAGMA table_info({table})")
    }
    assert not columns & {"address", "ip", "agent", "email", "time", "created", "joined"}


def test_hostile_words_stay_words(
    teacher: Person, section: store.Section, join: Join, kept: store.Store
) -> None:
    pupil = join()
    kept.set_phase(section.id, "first")
    sheet = pupil.sheet()
    sheet["reason1"] = "<script>alert(1)</script> {{ 7 * 7 }} \u202eevil\x00"
    pupil.send("/c/answer", **sheet)
    kept.set_phase(section.id, "spread")
    page = teacher.get(f"/teacher/s/{section.id}")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }} evil" in page


def test_any_text_can_be_marked() -> None:
    text = Text("A", "d", "o", "", "Ü-Boote, «l’été» 3,5 – 語 words…\n\n[this outlet] it’s")
    spans = [text.text[a:b] for a, b in text.words()]
    assert spans == ["Ü-Boote", "l’été", "3", "5", "語", "words", "it’s"]
    assert forms.plain(["a list"], 5) == ""


def test_the_catalogue_is_whole() -> None:
    said = catalogue.load()["say"]
    folder = Path(catalogue.__file__).parent
    code = "".join(
        file.read_text(encoding="utf-8")
        for file in [*folder.glob("templates/*.html"), *folder.glob("*.py")]
    )
    unused = []
    for key, texts in said.items():
        assert set(texts) == set(catalogue.LANGUAGES), key
        names = [sorted(re.findall(r"\{(\w+)\}", texts[one])) for one in catalogue.LANGUAGES]
        assert names[0] == names[1], key
        assert all(text.strip() for text in texts.values()), key
        built = f'"{key.partition("_")[0]}_" ~' in code or f'~ "_{key.partition("_")[2]}"' in code
        unused += [] if f'"{key}"' in code or built else [key]
    assert unused == []
    for key in re.findall(r'\bt\("(\w+)"[,)]', code):
        assert key in said, key
    for language in catalogue.LANGUAGES:
        animals = catalogue.animals(language)
        assert len(set(animals)) == len(animals) >= 60
        words = [pair[catalogue.LANGUAGES.index(language)] for pair in catalogue.load()["words"]]
        assert len(set(words)) == len(words) >= 64
