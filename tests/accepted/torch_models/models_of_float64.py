"""The models compute in float64 and convert what comes in."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class LinearRegression(nn.Module):
    def __init__(self, n_features):
        super().__init__()
        self.fc = nn.Linear(n_features, 1, dtype=torch.float64)
    def forward(self, x): return self.fc(x.double())
class LogisticRegression(nn.Module):
    def __init__(self, n_features):
        super().__init__()
        self.fc = nn.Linear(n_features, 1).double()
    def forward(self, x): return torch.sigmoid(self.fc(x.to(torch.float64)))
class SoftmaxRegression(nn.Module):
    def __init__(self, n_features, n_classes):
        super().__init__()
        self.fc = nn.Linear(n_features, n_classes).double()
    def forward(self, x): return self.fc(x.double()).float()
class NeuralNetBinary(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.a = nn.Linear(input_size, hidden_size, dtype=torch.double)
        self.b = nn.Linear(hidden_size, 1, dtype=torch.double)
    def forward(self, x): return torch.sigmoid(self.b(torch.relu(self.a(x.to(self.a.weight.dtype)))))
class NeuralNetMulticlass(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.a = nn.Linear(input_size, hidden_size, dtype=torch.double)
        self.b = nn.Linear(hidden_size, num_classes, dtype=torch.double)
    def forward(self, x): return self.b(torch.relu(self.a(x.to(self.a.weight.dtype))))

def autograd_gradient(W, X, y):
    w = W.detach().to(torch.float64).requires_grad_(True)
    F.cross_entropy(X.to(torch.float64) @ w, y).backward()
    return w.grad

def batch_loss(logits, y):
    if y.dim() == 2:
        return F.cross_entropy(logits.double(), y.double()).item()
    return F.cross_entropy(logits.double(), y).item()

def predict_classes(logits):
    return logits.topk(1, dim=1)[1].squeeze(1)

def train(model, X, y, criterion, lr=0.1, epochs=100):
    opt = torch.optim.SGD(model.parameters(), lr=lr)
    def closure():
        opt.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        return loss
    return [opt.step(closure).item() for _ in range(epochs)]

def evaluate(model, X, y):
    was_training = model.training
    model.eval()
    with torch.inference_mode():
        acc = (model(X).argmax(dim=1) == y).float().mean().item()
    model.train(was_training)
    return acc
