#!/bin/sh
# Everything of docs/reliability.md by one command: reliability.sh [SECONDS OF FUZZING] [MOMENTS]
# MOMENTS is how often each command is killed and interrupted in each state (2).
# PYTHON names the interpreter. Prints one line for each part and ends with 1 if any failed.
cd "$(dirname "$0")/.." || exit 2
python="${PYTHON:-python}" failed=0
export PYTHONPATH="$PWD"

part() {
    name="$1"
    shift
    printf '== %s\n' "$name"
    if "$@"; then result=held; else result=FAILED failed=1; fi
    summary="$summary$(printf '%-28s %s' "$name" "$result")
"
}

part "hostile input, and laws" "$python" -m pytest -q -p no:cacheprovider tests/hostile \
    tests/laws/test_08_offline.py tests/laws/test_15_safe.py tests/classroom/test_safety.py \
    tests/classroom/test_attack.py
part "broken in the middle" "$python" benchmarks/faults.py --moments "${2:-2}"
part "batch killed" "$python" benchmarks/kills.py
part "made-up input" "$python" -W ignore benchmarks/fuzz.py "${1:-600}"
part "same bytes" "$python" benchmarks/determinism.py
part "bandit" "$python" benchmarks/safety.py
part "licences" "$python" benchmarks/licences.py --all
printf '\n%s' "$summary"
exit $failed
