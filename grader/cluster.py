"""Many machines: a Dask scheduler behind ``concurrent.futures.Executor``.

What is sent travels as bytes. Each worker process is prepared once, those that start later as
well, and keeps what it was given until we hang up. Needs the extra ``cluster``; the workers have
the same version of this package, and one thread each::

    dask scheduler
    dask worker tcp://HOST:8786 --nworkers auto --nthreads 1
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager, suppress
from typing import Any, Final, ParamSpec, TypeVar

from grader.errors import SandboxError, UsageError

P = ParamSpec("P")
T = TypeVar("T")

SCHEME: Final = "dask://"
_SECONDS: Final = 15
"""For the scheduler to answer, and for its first worker to appear."""


def address_of(text: str) -> str:
    """The address of the scheduler in ``dask://HOST:PORT``, as Dask writes it.

    Raises:
        UsageError: it is not written so.
    """
    host, colon, port = text.removeprefix(SCHEME).rpartition(":")
    if not (text.startswith(SCHEME) and host and colon and port.isdigit()):
        raise UsageError(f"--executor {text}: expected {SCHEME}HOST:PORT")
    return f"tcp://{host}:{port}"


@contextmanager
def open_cluster(
    address: str, prepare: Callable[..., Callable[[], None]], *values: object
) -> Iterator[tuple[Executor, int]]:
    """The executor, and how many worker processes there are now.

    Each worker begins with ``prepare(*values)``, and ends with what that gave. One that dies
    breaks the futures of what it had in its hands, with ``BrokenExecutor``, and no others.

    Raises:
        UsageError: the library is missing, or nobody answers at *address*.
        SandboxError: a worker could not be prepared; the line says which, and why.
    """
    with _connected(address) as client:
        plugin = _plugin(prepare, values)
        try:
            client.register_plugin(plugin, name=plugin.name)
        except Exception as error:
            raise SandboxError(f"{address}: a worker cannot grade: {error}") from error
        try:
            workers = client.scheduler_info(n_workers=-1)["workers"]
            yield _DaskExecutor(client), len(workers)
        finally:
            with suppress(Exception):  # a scheduler that is gone has forgotten it
                client.unregister_worker_plugin(plugin.name)


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    try:
        import distributed
    except ImportError:
        raise UsageError(
            "a cluster needs Dask, which is not installed; run: pip install 'grader[cluster]'"
        ) from None
    connect: Any = distributed.Client  # which ships half of its types
    try:
        client = connect(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(f"{address}: no scheduler answers there: {error}") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_SECONDS)
        except TimeoutError:
            raise UsageError(
                f"{address}: has no workers; start: dask worker {address} --nthreads 1"
            ) from None
        # A death is told at once: who is to blame is found out here.
        client.run_on_scheduler(_tell_every_death)
        yield client


def _tell_every_death(dask_scheduler: Any) -> None:
    dask_scheduler.allowed_failures = 0


def _plugin(prepare: Callable[..., Callable[[], None]], values: tuple[object, ...]) -> Any:
    from distributed.diagnostics.plugin import WorkerPlugin

    class Prepared(WorkerPlugin):
        """Prepares a worker when it starts, and clears up when we hang up."""

        name = f"grader-{uuid.uuid4()}"

        def setup(self, worker: Any) -> None:  # noqa: ARG002
            self._finish = prepare(*values)

        def teardown(self, worker: Any) -> None:  # noqa: ARG002
            self._finish()

    return Prepared()


class _DaskExecutor(Executor):
    def __init__(self, client: Any) -> None:
        self._client = client

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        ours: Future[T] = Future()
        # Retried by us and not by Dask, which would blame whatever waited beside it.
        theirs = self._client.submit(fn, *args, **kwargs, pure=False, retries=0)

        def finish(done: Any) -> None:
            with suppress(Exception):  # nobody waits for it any more
                _pass_on(done, ours)

        theirs.add_done_callback(finish)
        return ours


def _pass_on(done: Any, ours: Future[T]) -> None:
    from distributed import KilledWorker

    try:
        ours.set_result(done.result())
    except KilledWorker as error:
        ours.set_exception(BrokenExecutor(str(error)))
    except BaseException as error:  # noqa: BLE001 - whatever it was belongs to who waits
        ours.set_exception(error)
    done.release()
