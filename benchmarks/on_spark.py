"""The same scores on Spark: every batch of rows through ``mapInPandas``.

    python benchmarks/on_spark.py INPUT.parquet OUTPUT [--master local[2]]

Needs pyspark and Java, which framing-compare does not install. The input has doc_id, outlet, text
and, if known, event, title, published. OUTPUT is a folder of Parquet files with the table scores,
one row per article, dimension, voice and speaker: those of ``framing batch`` on the same input.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def score(batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Score batches of articles; this is what runs on the workers."""
    from framing import tables
    from framing.batch import job
    from framing.corpus import pieces

    for rows in batches:
        parts = [
            job.analyse(job.Job(), piece)["scores"] for piece in pieces.cut(rows, len(rows)).pieces
        ]
        # Spark knows plain objects only
        yield tables.concat("scores", parts).astype(dict.fromkeys(_texts(), object))


def _texts() -> list[str]:
    from framing import tables

    return [c.name for c in tables.TABLES["scores"].columns if c.type == "str"]


def schema() -> str:
    """Write the columns of scores as Spark wants them."""
    from framing import tables

    kinds = {"str": "string", "int": "long", "float": "double", "bool": "boolean"}
    return ", ".join(f"`{c.name}` {kinds[c.type]}" for c in tables.TABLES["scores"].columns)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source")
    parser.add_argument("out")
    parser.add_argument("--master", default="local[2]")
    given = parser.parse_args()
    # the workers are to be of this environment, not whatever python3 is
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    spark = (
        SparkSession.builder.master(given.master)
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "500")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    articles = spark.read.parquet(given.source)
    articles.mapInPandas(score, schema()).write.mode("overwrite").parquet(given.out)
    print(spark.read.parquet(given.out).count(), "rows of scores")
    spark.stop()


if __name__ == "__main__":
    main()
