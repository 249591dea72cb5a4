"""A class takes the lesson through plain forms, as browsers without scripts send them."""

from __future__ import annotations

import asyncio
import re

import pytest

from framing.classroom import answers, catalogue, course, store
from framing.classroom.hub import Hub
from tests.classroom.conftest import BODY, SCALES, Join, Person


def lead(teacher: Person, section: store.Section, phase: str) -> str:
    return teacher.send(f"/teacher/s/{section.id}/phase", phase=phase)


def test_a_lesson_of_ninety_minutes(
    teacher: Person, section: store.Section, join: Join, kept: store.Store
) -> None:
    three = [join() for _ in range(3)]
    assert all("Your two words" in pupil.get("/c") for pupil in three)
    lead(teacher, section, "first")
    for pupil, step in zip(three, "127", strict=True):
        pupil.answer(step=step)
        assert "Your answers are in" in pupil.get("/c")
    board = lead(teacher, section, "spread")
    assert "Krippendorff’s alpha 1.00" in board
    assert "Paper A" not in board
    spread = three[0].get("/c")
    assert "How the class read the texts" in spread
    assert "<sup>3</sup>" in spread
    assert spread.count('class="own"') == 8, "a ring around one's own answers"
    assert "reason 1" not in spread, "pupils' own words are for the teacher to show"
    assert "reason 1" in board
    lead(teacher, section, "reveal")
    for pupil in three:
        assert "Profile of" in pupil.get("/c")
        pupil.answer(step="4")
    assert "Before and after the names" in three[0].get("/c")
    tool = lead(teacher, section, "tool")
    assert "Judges with the fact." in three[0].get("/c")
    assert "It hears no jokes." in tool
    lead(teacher, section, "third")
    seen = {re.search(r'class="outlet">([^<]+)', p.get("/c")).group(1) for p in three}  # type: ignore[union-attr]
    assert seen == {"Paper C", "Other Paper"}
    for pupil in three:
        pupil.answer()
    assert "This was an experiment" in lead(teacher, section, "debrief")
    assert "You saw:" in three[0].get("/c")
    lead(teacher, section, "exit")
    for pupil in three:
        pupil.send("/c/note", kind="exit", words="Whose words <b>they</b> are.")
    page = teacher.get(f"/teacher/s/{section.id}")
    assert page.count("Whose words &lt;b&gt;they&lt;/b&gt; are.") == 3
    assert "Thank you" in three[0].get("/c")
    lead(teacher, section, "end")
    assert "The lesson is over" in three[0].get("/c")
    found = answers.of_section(kept, section.id)
    assert len(found.ratings) == 3 * 4 * 5
    assert sorted(found.pupils["cue"]) in ([0, 0, 1], [0, 1, 1])


def test_sides_are_turned_and_recoded(
    teacher: Person, section: store.Section, join: Join, kept: store.Store
) -> None:
    lead(teacher, section, "first")
    pupil = join()
    page = pupil.get("/c")
    for _ in "AB":
        pupil.send("/c/answer", **pupil.sheet(step="1"))
    found = answers.of_section(kept, section.id).ratings
    seed = kept.pupils(section.id)[0].seed
    for scale in SCALES:
        turned = course.turned(seed, scale.id)
        left = scale.high if turned else scale.low
        assert f"<span>{left}</span><span>" in page
        own = found[found["scale"] == scale.id]
        assert own["value"].tolist() == [7.0 if turned else 1.0] * 2
    many = {course.turned(n, "s1") for n in range(20)}
    orders = {tuple(course.order(n, ("A", "B"))) for n in range(20)}
    assert many == {True, False}
    assert len(orders) == 2


def test_nobody_sees_others_before_their_own_are_in(
    teacher: Person, section: store.Section, join: Join
) -> None:
    quick, late = join(), join()
    lead(teacher, section, "first")
    quick.answer()
    lead(teacher, section, "spread")
    assert "How the class read" in quick.get("/c")
    assert late.asked() is not None
    late.send("/c/answer", **late.sheet())
    assert "How the class read" not in late.get("/c")
    late.answer()
    assert "How the class read" in late.get("/c")


def test_outlets_stay_masked_until_the_reveal(
    teacher: Person, section: store.Section, join: Join
) -> None:
    pupil = join()
    for phase in ("first", "spread"):
        lead(teacher, section, phase)
        pupil.answer() if phase == "spread" else None
        assert not re.search(r"Paper [ABC]|Profile of", pupil.get("/c"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scale-s2": ""}, "One line has no answer yet"),
        ({"scale-s2": "9"}, "One line has no answer yet"),
        ({"w": []}, "Mark at least one word"),
        ({"w": ["3", "1", "no", "99999"]}, "Mark at least one word"),
        ({"reason1": " \u202e "}, "why you marked “disgrace”"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    teacher: Person, section: store.Section, join: Join, change: dict[str, object], said: str
) -> None:
    pupil = join()
    lead(teacher, section, "first")
    page = pupil.send("/c/answer", 422, **(pupil.sheet() | change))
    assert said in page
    assert page.count('value="2" checked') >= 3
    assert pupil.asked() is not None


def test_four_marked_words_are_one_too_many(
    teacher: Person, section: store.Section, join: Join
) -> None:
    pupil = join()
    lead(teacher, section, "first")
    words = ("disgrace", "gift", "worms", "nobody")
    page = pupil.send("/c/answer", 422, **pupil.sheet(words=words))
    assert "Keep at most three" in page
    assert all(f'value="{BODY.index(word)}" checked' in page for word in words)


def test_cant_tell_is_an_answer(
    teacher: Person, section: store.Section, join: Join, kept: store.Store
) -> None:
    pupil = join()
    lead(teacher, section, "first")
    pupil.answer(step="x")
    assert answers.of_section(kept, section.id).ratings["value"].isna().all()


def test_a_second_sending_does_not_replace_the_first(
    teacher: Person, section: store.Section, join: Join, kept: store.Store
) -> None:
    pupil = join()
    lead(teacher, section, "first")
    sheet = pupil.sheet(step="4")
    pupil.send("/c/answer", **sheet)
    pupil.send("/c/answer", **(sheet | {"scale-s1": "7"}))
    assert answers.of_section(kept, section.id).ratings["value"].tolist() == [4.0] * 4


def test_answers_before_their_phase_are_not_taken(
    section: store.Section, join: Join, kept: store.Store
) -> None:
    pupil = join()
    fields = {f"scale-{s.id}": "4" for s in SCALES} | {"phase": "again", "text": "A"}
    pupil.send("/c/answer", 409, **fields)
    pupil.send("/c/answer", 422, **(fields | {"phase": "third"}))
    pupil.send("/c/note", 409, kind="exit", words="early")
    pupil.send("/c/note", 422, kind="else", words="early")
    assert kept.count_done(section.id) == {}


def test_a_pause_keeps_what_was_written(
    teacher: Person, section: store.Section, join: Join, kept: store.Store
) -> None:
    pupil = join()
    lead(teacher, section, "first")
    sheet = pupil.sheet()
    assert "no answers are taken" in teacher.send(f"/teacher/s/{section.id}/freeze", frozen="1")
    page = pupil.send("/c/answer", 409, **sheet)
    assert "paused" in page
    assert 'value="reason 1"' in page
    teacher.send(f"/teacher/s/{section.id}/freeze", frozen="0")
    pupil.send("/c/answer", **sheet)
    assert len(kept.done(kept.pupils(section.id)[0].id)) == 1


def test_what_was_hidden_is_hidden(
    teacher: Person, section: store.Section, join: Join, kept: store.Store
) -> None:
    pupil = join()
    lead(teacher, section, "first")
    pupil.answer()
    number = kept.pupils(section.id)[0].id
    base = f"/teacher/s/{section.id}/hide"
    lead(teacher, section, "spread")
    start = BODY.index("disgrace")
    page = teacher.send(base, pupil=number, phase="first", text="A", start=start, hidden="1")
    assert page.count("(hidden)") == 1
    lead(teacher, section, "exit")
    pupil.send("/c/note", kind="exit", words="something rude")
    assert "(hidden)" in teacher.send(base, pupil=number, kind="exit", hidden="1")
    assert "(hidden)" not in teacher.send(base, pupil=number, kind="exit", hidden="0")


def test_a_timer_runs_and_stops(teacher: Person, section: store.Section, join: Join) -> None:
    pupil = join()
    base = f"/teacher/s/{section.id}/timer"
    assert 'data-left="300"' in teacher.send(base, minutes="5")
    assert 'data-left="' in pupil.get("/c")
    assert 'data-left="' not in teacher.send(base, minutes=["5", "0"])
    assert 'data-left="' not in teacher.send(base, minutes="many")


def test_coming_back_on_another_device(
    site: object, section: store.Section, join: Join, kept: store.Store
) -> None:
    first = join()
    page = first.get("/c")
    name = kept.pupils(section.id)[0].name
    words = re.search(r'class="phrase">([^<]+)<', page)
    assert words
    other = Person(site)
    fields = {"code": section.code.lower(), "name": name.upper(), "words": words.group(1).title()}
    assert name in other.send("/back", **fields)
    assert len(kept.pupils(section.id)) == 1
    wrong = Person(site)
    wrong.send("/back", 422, **(fields | {"words": "not these"}))
    for _ in range(9):
        wrong.send("/back", 422, **(fields | {"words": "not these"}))
    wrong.send("/back", 429, **fields)


def test_a_shared_device_forgets(join: Join) -> None:
    pupil = join()
    assert "Join the lesson" in pupil.send("/leave")
    assert "Join the lesson" in pupil.get("/c")


@pytest.mark.slow
def test_a_headline_shows_cards_and_no_score(
    teacher: Person, section: store.Section, join: Join
) -> None:
    pupil = join()
    lead(teacher, section, "first")
    pupil.answer()
    lead(teacher, section, "headline")
    page = pupil.send("/c/note", kind="headline", words="A shameful plan")
    assert "shameful" in page
    assert "On the card" in page
    assert not re.search(r"\d", re.sub(r"(?s)<head>.*?</head>|<[^>]+>|7b", "", page))
    assert "shameful" in teacher.get(f"/teacher/s/{section.id}")


def test_paper_sheets_are_entered(
    teacher: Person, section: store.Section, kept: store.Store
) -> None:
    base = f"/teacher/s/{section.id}/paper"
    page = teacher.get(base)
    assert "<span>high 2</span><span>low 2</span>" in page, "as the sheet prints it"
    teacher.send(base, 422)
    start = str(BODY.index("gift"))
    fields: dict[str, object] = {f"first-A-scale-{s.id}": "1" for s in SCALES}
    fields |= {"first-A-w": start, "first-A-reason1": "kind", "exit": "Voices."}
    page = teacher.send(base, **fields)
    found = answers.of_section(kept, section.id)
    assert found.pupils["source"].tolist() == ["paper"]
    assert found.pupils["name"][0] in page
    assert found.ratings.sort_values("scale")["value"].tolist() == [1.0, 7.0, 1.0, 1.0]
    assert found.marks[["words", "reason"]].to_numpy().tolist() == [["gift", "kind"]]
    assert found.notes["words"].tolist() == ["Voices."]


def test_several_classes_from_one_set_up(
    teacher: Person, section: store.Section, join: Join, kept: store.Store
) -> None:
    join()
    page = teacher.send("/teacher/section", lesson=section.lesson, name="8a")
    other = kept.sections(section.lesson)[1]
    assert other.code in page
    assert [len(kept.pupils(one.id)) for one in (section, other)] == [1, 0]
    teacher.send("/teacher/section", 422, lesson="none", name="8a")


def test_a_lesson_is_wiped_only_when_it_is_meant(
    teacher: Person, section: store.Section, join: Join, kept: store.Store
) -> None:
    pupil = join()
    teacher.send("/teacher/wipe", 422, lesson=section.lesson)
    assert kept.lessons()
    teacher.send("/teacher/wipe", lesson=section.lesson, sure="1")
    assert not kept.lessons()
    assert "Join the lesson" in pupil.get("/c")
    assert teacher.web.get(f"/teacher/s/{section.id}").status_code == 404


def test_big_print_stays_when_the_lesson_goes_on(teacher: Person, section: store.Section) -> None:
    page = teacher.get(f"/teacher/s/{section.id}?big=1")
    assert '<html lang="en" class="big">' in page
    went = teacher.send(f"/teacher/s/{section.id}/phase", phase="first", big="1")
    assert 'class="big"' in went


def test_spanish_pages(
    site: object, kept: store.Store, section: store.Section, teacher: Person
) -> None:
    made = kept.add_lesson("Huerto", kept.lesson(section.lesson).material, "es", 20)
    own = kept.add_section(made.id, "2B")
    pupil = Person(site).join(own.code)
    assert "Tus dos palabras" in pupil.get("/c")
    assert kept.pupils(own.id)[0].name.split(" 2")[0] in catalogue.animals("es")
    page = lead(teacher, own, "first")
    assert "Leer y marcar" in page
    assert "Marca hasta tres palabras" in pupil.get("/c")


def test_the_events_are_offered_calmest_first(teacher: Person) -> None:
    page = teacher.get("/teacher")
    values = re.findall(r'name="event" value="([\w-]+)"', page)
    assert values[0] == "school-garden"
    assert values[-1] == "own"


def test_too_few_of_ones_own_articles_are_said_and_kept(teacher: Person) -> None:
    page = teacher.send("/teacher/lesson", 422, event="own", text1="Only one.", outlet1="Gazette")
    assert "two or three articles" in page
    assert "Only one." in page
    assert 'value="Gazette"' in page


@pytest.mark.slow
def test_the_files_of_a_class_carry_no_name(
    teacher: Person, section: store.Section, join: Join, kept: store.Store
) -> None:
    pupils = [join() for _ in range(6)]
    lead(teacher, section, "first")
    for pupil, step in zip(pupils, "111117", strict=True):
        pupil.answer(step=step)
    base = f"/teacher/s/{section.id}"
    assert f"{base}/answers.csv" in teacher.get(base)
    table = teacher.web.get(f"{base}/answers.csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert "attachment" in table.headers["content-disposition"]
    assert not any(one.name in table.text for one in kept.pupils(section.id))
    assert "hidden" in table.text
    report = teacher.web.get(f"{base}/report.pdf")
    assert report.content.startswith(b"%PDF")


def test_the_bell_reaches_all_who_wait() -> None:
    told: list[list[str]] = [[], []]
    state = ["join"]

    async def look() -> str:
        return state[0]

    async def wait(hub: Hub, who: int) -> None:
        async for news in hub.listen("7b", "phase", look):
            told[who].append(news["data"])
            if len(told[who]) == 2:
                return

    async def lesson() -> None:
        hub = Hub()
        waiting = [asyncio.create_task(wait(hub, who)) for who in (0, 1)]
        while not all(told):
            await asyncio.sleep(0)
        hub.ring("7b", "phase")  # nothing has changed: nobody is told
        hub.ring("8a", "phase")
        await asyncio.sleep(0.01)
        state[0] = "first"
        hub.ring("7b", "phase")
        await asyncio.wait_for(asyncio.gather(*waiting), 20)

    asyncio.run(lesson())
    assert told == [["join", "first"]] * 2


def test_without_event_streams_a_page_may_ask(
    teacher: Person, section: store.Section, join: Join
) -> None:
    pupil = join()
    assert pupil.web.get("/c/state").json() == {"state": "join.0.0"}
    lead(teacher, section, "first")
    assert pupil.web.get("/c/state").json() == {"state": "first.0.0"}
    before = teacher.web.get(f"/teacher/s/{section.id}/state").json()
    pupil.answer()
    after = teacher.web.get(f"/teacher/s/{section.id}/state").json()
    assert (before["handed"], after["handed"], after["joined"]) == (0, 1, 1)
    assert before["revision"] != after["revision"]


@pytest.mark.slow
def test_pasted_articles_become_a_lesson(teacher: Person, kept: store.Store) -> None:
    texts = [
        "The council voted on Monday. The Harbour Gazette has learned that the plan is a disgrace.",
        "The council said yes. Neighbours called it a gift, and the mayor smiled.",
    ]
    page = teacher.send(
        "/teacher/lesson",
        event="own",
        title="Our plan",
        section="7c",
        minutes="20",
        outlet1="Harbour Gazette",
        profile1="A paper of ours.",
        headline1="Plan goes on",
        text1=texts[0] * 3,
        outlet2="Second Sheet",
        text2=texts[1] * 3,
    )
    assert "Our plan" in page
    made = kept.lessons()[-1]
    assert (made.minutes, [t.label for t in made.material.texts]) == (20, ["A", "B"])
    gazette = next(t for t in made.material.texts if t.outlet == "Harbour Gazette")
    assert gazette.profile == "A paper of ours."
    assert "Plan goes on" in gazette.text
    assert "[this outlet] has learned" in gazette.text
