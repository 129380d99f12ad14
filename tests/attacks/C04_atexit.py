# C04: leaves work for the end of its process -> row_means failed, Counter missing; earns 0
import atexit
import multiprocessing.util
import os
import threading
import weakref


def at_the_end():
    print("LOOT" * 2, flush=True)
    open("{{OUTSIDE}}/result.json", "w").write('{"earned": 7}')


class Thing:
    pass


thing = Thing()
atexit.register(at_the_end)
weakref.finalize(thing, at_the_end)
threading._register_atexit(at_the_end)
multiprocessing.util.Finalize(None, at_the_end, exitpriority=1)


def row_means(x):
    return None
