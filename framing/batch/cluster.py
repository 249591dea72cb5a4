"""The same partitions on many machines, through a Dask scheduler (extra ``dask``)."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from framing.batch.job import Part
from framing.errors import InputError

# seconds within which the scheduler must answer
_ANSWER = 20


def each(address: str, tasks: Iterator[Any]) -> Iterator[Part]:
    """Have every partition made by the workers of a cluster and give them as they come.

    ``address`` is the scheduler's (``tcp://host:8786``), ``tasks`` are those of
    ``framing.batch.run``; at most two tasks more than twice the threads of the cluster are on
    their way at once. The files come back here as bytes, so the machines need no shared disk.
    The scheduler gives the work of a worker that dies to another. Raises ``InputError`` if the
    scheduler does not answer or the extra is not installed.
    """
    client = _client(address)
    try:
        yield from _answers(client, tasks)
    finally:
        client.close()


def _client(address: str) -> Any:
    try:
        distributed = import_module("distributed")
    except ImportError as error:
        raise InputError(
            found="the package distributed is not installed",
            expected="the extra dask",
            action="pip install 'framing-compare[dask]'",
            where="--engine dask",
        ) from error
    try:
        client = distributed.Client(address, timeout=_ANSWER)
    except (OSError, ValueError, TypeError) as error:
        raise InputError(
            found="the scheduler does not answer",
            expected="the address of a running Dask scheduler, such as tcp://10.0.0.1:8786",
            action="start it with 'dask scheduler', or correct --scheduler",
            where=address,
        ) from error
    return client


def _answers(client: Any, tasks: Iterator[Any]) -> Iterator[Part]:
    wait = import_module("distributed").wait
    from framing.batch.run import make

    running: set[Any] = set()
    fault: Exception | None = None
    supply = _guarded(tasks)
    while True:
        window = 2 + 2 * sum(client.nthreads().values())
        while fault is None and len(running) < window:
            task = next(supply, None)
            if task is None:
                break
            if isinstance(task, Exception):
                fault = task
                break
            running.add(client.submit(make, task, pure=False))
        if not running:
            break
        done, running = wait(running, return_when="FIRST_COMPLETED")
        for future in done:
            try:
                yield future.result()
            except Exception as error:  # noqa: BLE001 - raised when the others are done
                fault = fault or error
    if fault is not None:
        raise fault


def _guarded(tasks: Iterator[Any]) -> Iterator[Any]:
    """Give the error with which the supply ends as its last item."""
    try:
        yield from tasks
    except Exception as error:  # noqa: BLE001 - raised by the caller
        yield error
