# B12: raises exceptions whose classes, names and bases lie about what went wrong -> row_means crashed or out of memory or missing, Counter missing; earns 0
class NameError(MemoryError):
    name = "softmax" * 300

    def __str__(self):
        raise SystemExit(0)


class Unmet(NotImplementedError):
    notes = ()


class Passed(Exception):
    __name__ = "None"


Passed.__name__ = "\u202eNone\x1b[2J"


def row_means(x):
    raise {2: NameError, 7: Unmet}.get(len(x), Passed)
