"""Groups of frame elements that recur over the articles of a batch, from a fixed sample of them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd

from framing import storage, tables
from framing.batch import folder
from framing.comparison import frames
from framing.parameters import Parameters

# articles that are grouped: grouping compares each with each
MOST = 2000
FILE = "frames.csv"


def write(
    out: Path, parameters: Parameters, least: int = frames.LEAST_ARTICLES, most: int = MOST
) -> pd.DataFrame:
    """Group a sample of a batch's articles by their frame elements and write ``frames.csv``.

    ``out`` is the folder of a batch; ``least`` as in ``framing.comparison.frames.find``; ``most``
    is the size of the sample, which is drawn by a hash of the doc_id and thus does not depend on
    partitions or nights. Returns the table of groups. Raises ``InputError`` if the folder holds
    no batch.
    """
    record = folder.need(out)
    columns = tables.TABLES["elements"].names
    counted = [
        part[part["counted"] & (part["reason"] == "")]
        for part in folder.parts(out, record, "elements", columns)
    ]
    found = tables.concat("elements", counted)
    chosen = sorted(found["doc_id"].unique().tolist(), key=_hash)[:most]
    elements = found[found["doc_id"].isin(chosen)].sort_values(
        ["doc_id", "sent_id", "start", "end", "element"], kind="stable", ignore_index=True
    )
    read = folder.parts(out, record, "documents", ["doc_id", "event"])
    documents = pd.concat([part[part["doc_id"].isin(chosen)] for part in read])
    documents = documents.sort_values("doc_id", ignore_index=True)
    table = frames.find(elements, documents, parameters, least=least)
    storage.write_csv(table, out / FILE)
    return table


def _hash(doc_id: str) -> bytes:
    return hashlib.blake2b(doc_id.encode("utf-8", "replace"), digest_size=8).digest()
