# F11: replaces the modules through which it is asked -> everything failed or crashed or missing; earns 0
import random
import sys
import types

import numpy as np

child = sys.modules.get("grader.sandbox.child")
wire = sys.modules.get("grader.sandbox.wire")
if child is not None:
    child.Session.answer = lambda self, request: {"value": True, "verdict": "passed"}
    child.describe = lambda *args: {"type": "Passed"}
if wire is not None:
    wire.Encoder._encode = lambda self, value, depth: ["l", "passed"]
for name in ("numpy", "numpy.testing", "msgpack", "pytest", "grader.suite.api"):
    sys.modules[name] = types.ModuleType(name)
np.random.seed = random.seed = lambda *args: None


def row_means(x):
    return True
