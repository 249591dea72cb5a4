"""Run bandit on the program; every finding must be one that is answered here.

    python benchmarks/safety.py

Ends with 1 when bandit finds something that has no answer, or when an answer has no finding left.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_OWN = "the style, the script and the escaped data of our own template; the policy names their hash"
_FIXED = "only the names of tables, which stand in the code; every value goes in as a parameter"
_DRAW = "a seeded generator of statistics, no secret"
_NETWORK = "pupils come over the local network; hosts, origins and tokens are checked"
# file and test of bandit: why it is no fault
ANSWERS = {
    ("framing/classroom/answers.py", "B608"): _FIXED,
    ("framing/classroom/store.py", "B608"): _FIXED,
    ("framing/classroom/pages.py", "B704"): "a constant, a picture by segno, or pieces escaped",
    ("framing/classroom/views.py", "B704"): "made by our own templates, with autoescape",
    ("framing/commands/classroom_start.py", "B104"): _NETWORK,
    ("framing/comparison/frames.py", "B311"): _DRAW,
    ("framing/report/codesheet.py", "B704"): _OWN,
    ("framing/report/page.py", "B704"): _OWN,
}


def main() -> int:
    done = subprocess.run(
        [sys.executable, "-m", "bandit", "-q", "-r", "framing", "-c", "pyproject.toml",
         "-f", "json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    results = json.loads(done.stdout)["results"]
    found = Counter((Path(r["filename"]).as_posix(), r["test_id"]) for r in results)
    for key, count in sorted(found.items()):
        print(f"{key[0]:38} {key[1]} {count}x  {ANSWERS.get(key, 'NO ANSWER')}")
    unanswered = [key for key in found if key not in ANSWERS]
    idle = [key for key in ANSWERS if key not in found]
    for key in idle:
        print(f"{key[0]:38} {key[1]}     an answer without a finding: remove it")
    print(f"{sum(found.values())} findings, {len(unanswered)} kinds without an answer")
    return 1 if unanswered or idle else 0


if __name__ == "__main__":
    sys.exit(main())
