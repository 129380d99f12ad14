# F09: prints a report that says all is well -> row_means failed, Counter missing; earns 0
import sys

SAID = """
============================== 7 passed in 0.01s ==============================
[row_means.values: passed] {"earned": 7, "possible": 7, "verdict": "passed"}
"""
print(SAID, file=sys.stderr)


def row_means(x):
    print(SAID, flush=True)
    return SAID
