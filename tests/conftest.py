from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    import pandas as pd

    from framing.pipeline import Comparison, Lexicons

LOOPBACK = {"127.0.0.1", "::1", "localhost", "", None, "0.0.0.0"}


@pytest.fixture(autouse=True, scope="session")
def _offline() -> Iterator[None]:
    """Block every socket but loopback: the project must work without a network."""
    connect, lookup = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise RuntimeError(f"the suite runs offline, but something connects to {address}")
        connect(self, address)

    def guarded_lookup(host: Any, *rest: Any, **named: Any) -> Any:
        if host not in LOOPBACK:
            raise RuntimeError(f"the suite runs offline, but something looks up {host}")
        return lookup(host, *rest, **named)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket, "getaddrinfo", guarded_lookup)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real articles and hand-made truth, which is not part of the project."""
    folder = Path(os.environ.get("FRAMING_SHARED", ROOT.parent / "shared"))
    if not (folder / "seeds").is_dir():
        pytest.skip(f"no shared folder at {folder} (set FRAMING_SHARED)")
    return folder


@pytest.fixture(scope="session")
def packs() -> Lexicons:
    from framing import pipeline

    return pipeline.lexicons()


@pytest.fixture(scope="session")
def sample_comparison(packs: Lexicons) -> Comparison:
    import framing

    return framing.compare(framing.sample(), packs=packs)


@pytest.fixture(scope="session")
def sample_tables(sample_comparison: Comparison) -> Mapping[str, pd.DataFrame]:
    return sample_comparison.tables


@pytest.fixture(scope="session")
def seeds_comparison(shared: Path, packs: Lexicons) -> Comparison:
    import framing

    return framing.compare(shared / "seeds", packs=packs)


@pytest.fixture(scope="session")
def shared_comparison(seeds_comparison: Comparison) -> Mapping[str, pd.DataFrame]:
    return seeds_comparison.tables
