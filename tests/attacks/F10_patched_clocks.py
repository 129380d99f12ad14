# F10: stops every clock, so that no time seems to pass -> row_means timed out, Counter missing; earns 0
import select
import time

still = lambda *args, **kwargs: 0.0
for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
    setattr(time, name, still)
time.monotonic_ns = time.time_ns = lambda: 0


def row_means(x):
    while time.time() < 1:
        pass
