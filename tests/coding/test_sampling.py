"""Drawing what people shall code: strata, probabilities, blindness, order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import framing
from framing import codebook, tables
from framing.__main__ import main
from framing.comparison import sampling
from framing.report import study

Capture = pytest.CaptureFixture[str]
POLES = ["order", "dignity"]
TINY = Path(__file__).resolve().parents[1] / "tiny"


def units(**sizes: int) -> pd.DataFrame:
    strata = [name.replace("_", "-") for name, size in sizes.items() for _ in range(size)]
    number = np.arange(len(strata))
    return pd.DataFrame(
        {
            "doc_id": "a",
            "sent_id": number,
            "start": number,
            "end": number + 1,
            "entry": "",
            "stratum": strata,
        }
    )


@pytest.fixture(scope="module")
def annotated(sample_tables: Mapping[str, pd.DataFrame]) -> Mapping[str, pd.DataFrame]:
    return sample_tables


def test_every_sentence_is_in_one_stratum(annotated: Mapping[str, pd.DataFrame]) -> None:
    every = sampling.population(annotated, "order-dignity", POLES)
    sentences = annotated["sentences"]
    assert len(every) == (sentences["part"] != "debris").sum()
    assert not every.duplicated(["doc_id", "sent_id"]).any()
    hits = annotated["hits"]
    mine = hits[(hits["dimension"] == "order-dignity") & hits["counted"]]
    with_hit = set(zip(mine["doc_id"], mine["sent_id"], strict=True))
    for row in every.itertuples():
        assert row.stratum.startswith("hit-") == ((row.doc_id, row.sent_id) in with_hit)
    other = set(zip(hits["doc_id"], hits["sent_id"], strict=True))
    near = every[every["stratum"] == "near"]
    assert set(zip(near["doc_id"], near["sent_id"], strict=True)) <= other
    assert {"near", "far", "hit-order", "hit-dignity"} <= set(every["stratum"])


def test_a_tie_is_mixed_and_most_hits_decide() -> None:
    found = pd.DataFrame(
        {
            "doc_id": "a",
            "sent_id": [0, 0, 1, 1, 1],
            "start": range(5),
            "pole": ["order", "dignity", "order", "dignity", "dignity"],
            "entry": list("vwxyz"),
        }
    )
    lean = sampling._leaning(found, ["doc_id", "sent_id"], POLES)
    assert lean["pole"].tolist() == ["", "dignity"]
    assert lean["stratum"].tolist() == ["hit-mixed", "hit-dignity"]


def test_mentions_and_articles(annotated: Mapping[str, pd.DataFrame]) -> None:
    hits = annotated["hits"]
    mine = hits[(hits["dimension"] == "order-dignity") & hits["counted"]]
    mentions = sampling.population(annotated, "order-dignity", POLES, "mention")
    marked = mentions[mentions["stratum"].str.startswith("hit-")]
    assert sorted(zip(marked["doc_id"], marked["start"], strict=True)) == sorted(
        zip(mine["doc_id"], mine["start"], strict=True)
    )
    shown = sampling.show(
        sampling.draw(mentions, 40, 1).query("sampled"),
        annotated["documents"],
        annotated["sentences"],
    )
    brackets = shown["text"].str.contains("[[", regex=False).sum()
    assert brackets == min(len(marked), 20)
    articles = sampling.population(annotated, "order-dignity", POLES, "article")
    assert sorted(articles["doc_id"]) == sorted(annotated["documents"]["doc_id"])
    assert set(articles["voice"]) == {"all"}


def test_elements(annotated: Mapping[str, pd.DataFrame]) -> None:
    sentence = annotated["sentences"].query("part == 'body'").iloc[3]
    element = {name: [""] for name in tables.TABLES["elements"].names} | {
        "doc_id": [sentence["doc_id"]],
        "sent_id": [int(sentence["sent_id"])],
        "element": ["cause"],
        "start": [int(sentence["start"])],
        "end": [int(sentence["start"]) + 5],
        "voice": ["narrator"],
        "cue": ["because of"],
        "counted": [True],
    }
    made = {**annotated, "elements": tables.frame("elements", element)}
    every = sampling.population(made, "elements", ["problem", "cause"], "element")
    hit = every[every["stratum"] == "hit-cause"]
    assert len(hit) == 1
    assert hit["entry"].tolist() == ["because of"]
    assert len(every) == (annotated["sentences"]["part"] != "debris").sum()


def test_probabilities_are_those_of_the_draw() -> None:
    drawn = sampling.draw(units(hit_x=40, hit_y=6, near=300, far=1000), 100, 7)
    taken = drawn.groupby("stratum")["sampled"].sum()
    assert taken.to_dict() == {"far": 25, "hit-x": 40, "hit-y": 6, "near": 29} or (
        taken.sum() == 100 and taken["hit-y"] == 6 and taken["hit-x"] == 40
    )
    # the weights of the drawn give back the size of each stratum
    weights = (1 / drawn[drawn["sampled"]]["probability"]).groupby(
        drawn[drawn["sampled"]]["stratum"]
    )
    assert weights.sum().round(6).to_dict() == {"far": 1000, "hit-x": 40, "hit-y": 6, "near": 300}


def test_each_unit_is_as_likely_as_the_others_of_its_stratum() -> None:
    world = units(hit_x=20, far=20)
    counts = sum(
        (
            sampling.draw(world, 10, seed).set_index("sent_id")["sampled"].astype(int)
            for seed in range(40)
        ),
        start=pd.Series(0, index=world["sent_id"]),
    )
    # 5 of 20, 40 times: 10 each, standard deviation 2.7
    assert counts.between(1, 21).all()


def test_order_does_not_matter_and_more_holds_less() -> None:
    world = units(hit_x=50, hit_y=60, near=80, far=200)
    first = sampling.draw(world, 60, 3)
    turned = sampling.draw(world.iloc[::-1], 60, 3)
    pd.testing.assert_frame_equal(first, turned)
    small, large = (set(sampling.draw(world, n, 3).query("sampled")["unit"]) for n in (20, 60))
    assert small < large
    assert large != set(sampling.draw(world, 60, 4).query("sampled")["unit"])


def test_names_and_order_tell_nothing_of_the_stratum() -> None:
    drawn = sampling.draw(units(hit_x=5000, far=50_000), 400, 11).query("sampled")
    is_hit = (drawn["stratum"] == "hit-x").to_numpy()
    assert is_hit.sum() == 200
    first_half = is_hit[:200].sum()
    # hypergeometric: 100, standard deviation 5
    assert 75 <= first_half <= 125


@pytest.mark.parametrize("n", [1, 7, 39, 100, 10_000])
def test_allocation_fills_up(n: int) -> None:
    sizes = {"hit-a": 30, "hit-b": 3, "hit-mixed": 1, "near": 5, "far": 60}
    given = sampling.allocate(sizes, n)
    assert sum(given.values()) == min(n, sum(sizes.values()))
    assert all(0 <= given[name] <= sizes[name] for name in sizes)


# the command


def draw(tmp: Path, *more: str, path: Path | None = None) -> Path:
    words = ["code", "sample", str(path or framing.sample()), "--out", str(tmp)]
    if "--unit" not in more or "element" not in more:
        words += ["--dimension", "order-dignity"]
    assert main([*words, "--quiet", *more]) == 0
    return tmp


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw(tmp_path_factory.mktemp("study") / "one", "--n", "60", "--seed", "5")


def test_coders_see_neither_outlet_nor_score(drawn: Path) -> None:
    shown = pd.read_csv(drawn / "sample.csv", keep_default_na=False)
    assert shown.columns.tolist() == ["unit", "before", "text", "after"]
    read = study.read(drawn)
    words = (drawn / "sample.csv").read_text(encoding="utf-8")
    for outlet in set(read.frame["outlet"]):
        assert outlet not in words
    for doc_id in set(read.frame["doc_id"]):
        assert doc_id not in words
    assert shown["unit"].tolist() == read.key["unit"].tolist()
    assert len(shown) == 60


def test_names_of_outlets_are_masked() -> None:
    texts = ["The Harbour Post says so. Rain fell on Post Street.", "As Harbour Post wrote, rain."]
    table = pd.DataFrame({"outlet": ["The Harbour Post", "Wire"], "text": texts})
    made = framing.annotate(framing.load(table))
    every = sampling.population(made, "order-dignity", POLES)
    shown = sampling.show(
        every.assign(unit=every.index.astype(str)), made["documents"], made["sentences"], 0
    )
    assert shown["text"].tolist() == [
        "[outlet] says so.",
        "Rain fell on Post Street.",
        "As [outlet] wrote, rain.",
    ] or "Harbour Post" not in " ".join(shown["text"])


def test_the_key_says_where_each_unit_stands(drawn: Path) -> None:
    read = study.read(drawn)
    corpus = framing.load(framing.sample())
    texts = corpus.documents.set_index("doc_id")["text"]
    for row in read.key.astype({"start": int, "end": int}).itertuples():
        assert study.sha(texts[row.doc_id][row.start : row.end]) == row.sha256
    weights = 1 / pd.to_numeric(read.key["probability"])
    assert weights.sum() == pytest.approx(len(read.frame))
    assert read.settings["n"] == 60
    assert [code.code for code in read.book.variables[0].codes] == ["order", "neither", "dignity"]
    assert codebook.toml(read.book) == (drawn / "codebook.toml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_an_annotated_folder_gives_the_same_sample(drawn: Path, tmp_path: Path) -> None:
    assert main(["annotate", str(framing.sample()), "--out", str(tmp_path / "a"), "--quiet"]) == 0
    again = draw(tmp_path / "two", "--n", "60", "--seed", "5", path=tmp_path / "a")
    for name in ("sample.csv", "key.csv", "codebook.toml", "frame.parquet"):
        assert (again / name).read_bytes() == (drawn / name).read_bytes()
    assert json.loads((again / "sample.json").read_text())["entries"] == ""


def test_rows_in_another_order_give_the_same_sample(tmp_path: Path) -> None:
    texts = [
        "The police restored law and order. Rain fell on the harbour.",
        "They asked to be treated with dignity. The mayor spoke for an hour.",
        "The families spoke of human rights. The ferry was late again.",
    ]
    table = pd.DataFrame({"outlet": ["One", "Two", "Three"], "text": texts})
    made = []
    for name, rows in (("a", table), ("b", table.iloc[::-1])):
        rows.to_csv(tmp_path / f"{name}.csv", index=False)
        (tmp_path / name).mkdir()
        (tmp_path / f"{name}.csv").rename(tmp_path / name / "news.csv")
        made.append(draw(tmp_path / f"out-{name}", "--n", "4", path=tmp_path / name / "news.csv"))
    for file in ("sample.csv", "key.csv", "frame.parquet", "sample.json"):
        assert (made[0] / file).read_bytes() == (made[1] / file).read_bytes()


def test_a_folder_with_something_in_it_stays(drawn: Path, capsys: Capture) -> None:
    before = {path.name: path.read_bytes() for path in drawn.iterdir()}
    words = ["code", "sample", str(TINY), "--dimension", "order-dignity", "--out", str(drawn)]
    assert main(words) == 2
    said = capsys.readouterr().err
    assert "no coding is lost" in said or "no hit of" in said
    assert {path.name: path.read_bytes() for path in drawn.iterdir()} == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--dimension", "no-such"], "the dimension 'no-such'"),
        ([], "no dimension"),
        (["--unit", "element", "--dimension", "order-dignity"], "leave --dimension out"),
    ],
)
def test_wrong_use_is_said(more: list[str], said: str, tmp_path: Path, capsys: Capture) -> None:
    code = main(["code", "sample", str(TINY), "--out", str(tmp_path / "out"), *more])
    assert code == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_json(tmp_path: Path, capsys: Capture) -> None:
    words = ["code", "sample", str(framing.sample()), "--dimension", "order-dignity", "--n", "12"]
    assert main([*words, "--out", str(tmp_path / "s"), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["drawn"] == 12
    assert sum(counts["drawn"] for counts in said["strata"].values()) == 12
    assert said["files"] == sorted(path.name for path in (tmp_path / "s").iterdir())
