from __future__ import annotations

from pathlib import Path

import pytest

from framing.report import folder, pictures
from framing.report.view import Report
from tests.report import sample


@pytest.fixture(scope="session")
def report() -> Report:
    return sample.report()


@pytest.fixture(scope="session")
def charts(report: Report, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return pictures.save(report, tmp_path_factory.mktemp("charts"))


@pytest.fixture(scope="session")
def written(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder.write(report, tmp_path_factory.mktemp("reports") / "green", xlsx=True)
