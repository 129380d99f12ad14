"""PyTorch without its compiler: every optimizer steps as before, and who asks for it gets it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

pytest.importorskip("torch")

WORK = """
import json, sys
import torch
from grader.sandbox.eager import stay_eager

if sys.argv[1] == "eager":
    stay_eager()
found = {}
for name in ("SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "NAdam", "RAdam", "Rprop", "LBFGS"):
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Tanh(), torch.nn.Linear(4, 2))
    optimizer = getattr(torch.optim, name)(model.parameters(), lr=0.1)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 2, gamma=0.5)

    def closure():
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(torch.eye(3)), torch.tensor([0, 1, 1]))
        loss.backward()
        return loss

    for _ in range(4):
        optimizer.step(closure)
        scheduler.step()
    found[name] = [p.tolist() for p in model.parameters()]
weights = torch.ones(2, requires_grad=True)
trained = weights.clone()
optimizer = torch.optim.SGD([trained], lr=0.1, differentiable=True)
trained.grad = weights * 2
optimizer.step()
trained.sum().backward()
found["through a step"] = weights.grad.tolist()
torch.use_deterministic_algorithms(True)
found["deterministic"] = torch.are_deterministic_algorithms_enabled()
compiler = "torch._dynamo" in sys.modules
import torch._dynamo
found["asked for"] = torch._dynamo.is_compiling()
print(json.dumps([found, compiler]))
"""


def outcome(mode: str) -> tuple[dict[str, object], bool]:
    """What training gives, and whether the compiler was imported for it."""
    done = subprocess.run(
        [sys.executable, "-c", WORK, mode], check=True, capture_output=True, text=True
    )
    found, compiler = json.loads(done.stdout)
    return found, compiler


def test_optimizers_step_alike_with_and_without_the_compiler() -> None:
    (eager, with_us), (usual, without_us) = outcome("eager"), outcome("usual")

    assert eager == usual
    assert (with_us, without_us) == (False, True)
