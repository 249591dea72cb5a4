from __future__ import annotations

from pathlib import Path

import pytest

from framing.batch import folder
from tests.batch.made import PLAIN, articles, write


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("news") / "news.jsonl", articles(10))


@pytest.fixture(scope="session")
def done(news: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished batch of ten articles in three partitions."""
    from framing.batch.run import Options, run

    out = tmp_path_factory.mktemp("done") / "out"
    record = run(news, out, Options(parameters=PLAIN, size=4))
    assert folder.numbers(record) == range(3)
    return out
