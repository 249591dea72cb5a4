"""Worker processes on this machine: bounded memory, and a worker that dies costs nothing."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, get_context, parent_process
from typing import Any, TypeVar

from framing.errors import FramingError

Task = TypeVar("Task")
Answer = TypeVar("Answer")

# deaths of a worker over one task after which the task is given up
TRIES = 3


def each(
    work: Callable[[Task], Answer],
    tasks: Iterator[Task],
    workers: int,
    begin: Callable[..., None] | None = None,
    given: tuple[Any, ...] = (),
) -> Iterator[Answer]:
    """Do every task and give the answers as they come, with at most two tasks more than workers.

    ``work`` and ``begin`` are functions of a module; ``begin`` is called once in every process
    with ``given``. With one worker all is done in this process. A task whose worker dies is
    done again, up to three times. If a task or the supply of tasks fails, the tasks at work are
    finished and given first, then the error is raised.

    >>> list(each(abs, iter([-1, 2]), 1))
    [1, 2]
    """
    if workers <= 1:
        if begin is not None:
            begin(*given)
        for task in tasks:
            yield work(task)
        return
    pool = _Pool(work, tasks, workers, begin, given)
    try:
        yield from pool.answers()
    except (KeyboardInterrupt, GeneratorExit):
        # nobody takes the answers any more: what is at work need not be finished
        pool.kill()
        raise
    finally:
        pool.close()


class _Pool:
    """A process pool that is made again when one of its workers dies."""

    def __init__(
        self,
        work: Callable[[Any], Any],
        tasks: Iterator[Any],
        workers: int,
        begin: Callable[..., None] | None,
        given: tuple[Any, ...],
    ) -> None:
        self.work, self.tasks, self.workers = work, tasks, workers
        self.begin, self.given = begin, given
        self.running: dict[Future[Any], tuple[Any, int]] = {}
        self.again: list[tuple[Any, int]] = []
        self.fault: BaseException | None = None
        self.executor = self._start()

    def _start(self) -> ProcessPoolExecutor:
        # spawn: a fork of a process with threads (pyarrow has some) can stand still for ever
        return ProcessPoolExecutor(
            self.workers,
            mp_context=get_context("spawn"),
            initializer=_begin,
            initargs=(self.begin, self.given),
        )

    def answers(self) -> Iterator[Any]:
        self._fill()
        while self.running:
            done, _ = wait(self.running, return_when=FIRST_COMPLETED)
            for future in done:
                task, tries = self.running.pop(future)
                try:
                    answer = future.result()
                except BrokenProcessPool:
                    self.again.append((task, tries + 1))
                    continue
                except Exception as error:  # noqa: BLE001 - raised below, when the others are done
                    self.fault = self.fault or error
                    continue
                yield answer
            if self.again and not self.running:
                self._renew()
            self._fill()
        if self.fault is not None:
            raise self.fault

    def _fill(self) -> None:
        while self.fault is None and len(self.running) < self.workers + 2:
            if self.again:
                task, tries = self.again.pop(0)
                if tries >= TRIES:
                    self.fault = _gave_up()
                    return
            else:
                try:
                    task, tries = next(self.tasks), 0
                except StopIteration:
                    return
                except Exception as error:  # noqa: BLE001 - raised when the others are done
                    self.fault = error
                    return
            try:
                self.running[self.executor.submit(self.work, task)] = (task, tries)
            except BrokenProcessPool:
                self.again.append((task, tries))
                if self.running:
                    return
                self._renew()

    def _renew(self) -> None:
        self.executor.shutdown(wait=False, cancel_futures=True)
        self.executor = self._start()
        # one at a time from here on would be slower; a task that kills its worker is found by
        # the count of its tries

    def kill(self) -> None:
        workers = getattr(self.executor, "_processes", None) or {}
        for process in list(workers.values()):
            process.kill()

    def close(self) -> None:
        self.executor.shutdown(wait=True, cancel_futures=True)


def _gave_up() -> FramingError:
    return FramingError(
        found=f"a worker process ended {TRIES} times while it worked on the same articles",
        expected="workers that are left alone and have memory enough",
        action="run the command again with fewer --workers; finished partitions stay",
        where="the process pool",
    )


def _begin(begin: Callable[..., None] | None, given: tuple[Any, ...]) -> None:
    # ctrl-C is the main process's business; and without it a worker has nothing to live for
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch, daemon=True).start()
    if begin is not None:
        begin(*given)


def _watch() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
