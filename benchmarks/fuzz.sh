#!/bin/sh
# Feed made-up input to the program: fuzz.sh [SECONDS] [SEED]; ends with 1 if anything broke.
cd "$(dirname "$0")/.." && exec "${PYTHON:-python}" -W ignore benchmarks/fuzz.py "${1:-600}" ${2:+"$2"}
