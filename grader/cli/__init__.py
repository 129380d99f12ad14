"""The commands ``grade`` (students) and ``grader`` (instructors)."""

import os

# What is computed on this side are tables of a few numbers. A second thread would only wait for
# work, which it does by spinning: 50 ms of a processor whenever NumPy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
