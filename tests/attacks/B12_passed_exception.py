# B12: raises exceptions named as the grader's own outcomes -> row_means crashed, Counter missing; earns 0
class NameMissing(Exception):
    pass


class Unmet(Exception):
    notes = ()
    evidence = None
    verdict = "passed"


class Passed(BaseException):
    def __str__(self):
        raise SystemExit(0)


def row_means(x):
    raise (Unmet if len(x) == 2 else Passed)("passed")
