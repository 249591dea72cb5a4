"""Law 13: the wheel finds its data."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROBE = """
from framing import paths, pipeline
assert "_data" in str(paths.data_dir("lexicons")), paths.data_dir("lexicons")
done = pipeline.compare(pipeline.sample())
done.report("out")
print(len(done.documents), len(done.hits))
"""


@pytest.mark.slow
def test_a_wheel_compares_its_sample_event(tmp_path: Path) -> None:
    from hatchling.build import build_wheel

    code = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    assert build_wheel
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, check=True, capture_output=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    work = tmp_path / "work"
    work.mkdir()
    # -I would hide the unpacked wheel; the working folder holds no checkout
    done = subprocess.run(
        [sys.executable, "-c", PROBE],
        cwd=work,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(site), "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr
    articles, hits = map(int, done.stdout.split())
    assert articles == 5
    assert hits > 20
    assert (work / "out" / "report.pdf").read_bytes().startswith(b"%PDF")
