"""torch.compile as decorator and as function, torch.jit.script and a ScriptModule."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class LinearRegression(nn.Module):
    def __init__(self, n_features):
        super().__init__()
        self.fc = nn.Linear(n_features, 1)
    @torch.compile
    def forward(self, x): return self.fc(x)
@torch.jit.script
def _sig(x: torch.Tensor) -> torch.Tensor:
    return torch.sigmoid(x)
class LogisticRegression(nn.Module):
    def __init__(self, n_features):
        super().__init__()
        self.fc = nn.Linear(n_features, 1)
    def forward(self, x): return _sig(self.fc(x))
class SoftmaxRegression(nn.Module):
    def __init__(self, n_features, n_classes):
        super().__init__()
        self.fc = torch.compile(nn.Linear(n_features, n_classes))
    def forward(self, x): return self.fc(x)
class NeuralNetBinary(torch.jit.ScriptModule):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.a = nn.Linear(input_size, hidden_size)
        self.b = nn.Linear(hidden_size, 1)
    @torch.jit.script_method
    def forward(self, x):
        return torch.sigmoid(self.b(torch.relu(self.a(x))))
class _NNM(nn.Module):
    def __init__(self, input_size: int, hidden_size: int, num_classes: int):
        super().__init__()
        self.a = nn.Linear(input_size, hidden_size)
        self.b = nn.Linear(hidden_size, num_classes)
    def forward(self, x):
        return self.b(torch.relu(self.a(x)))
def NeuralNetMulticlass(input_size, hidden_size, num_classes):
    return torch.jit.script(_NNM(input_size, hidden_size, num_classes))

from torch.func import grad
def _ce_of_w(W, X, y):
    return F.cross_entropy(X @ W, y)
@torch.compile(mode="reduce-overhead")
def autograd_gradient(W, X, y):
    return grad(_ce_of_w)(W, X, y)

def batch_loss(logits, y):
    d = torch.distributions.Categorical(logits=logits)
    if y.dim() == 2:
        y = y.argmax(-1)
    return -d.log_prob(y).mean().item()

def predict_classes(logits):
    return torch.argsort(logits, dim=1, descending=True)[:, 0]

def train(model, X, y, criterion, lr=0.1, epochs=100):
    params = {k: v.detach() for k, v in model.named_parameters()}
    def objective(ps):
        return criterion(torch.func.functional_call(model, ps, (X,)), y)
    losses = []
    for _ in range(epochs):
        g, v = torch.func.grad_and_value(objective)(params)
        params = {k: params[k] - lr * g[k] for k in params}
        losses.append(v.item())
    with torch.no_grad():
        for k, p in model.named_parameters():
            p.copy_(params[k])
    return losses

def evaluate(model, X, y):
    prev = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    try:
        model.eval()
        a = (model(X).argmax(1) == y).float().mean().item()
    finally:
        torch.set_grad_enabled(prev)
        model.train()
    return a
