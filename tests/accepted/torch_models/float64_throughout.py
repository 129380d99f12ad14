"""float64 in the whole file: the default dtype is set at its top."""
import math

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim

torch.set_default_dtype(torch.float64)


class LinearRegression(nn.Module):
    def __init__(self, n_features, bias=True, device=None, dtype=None):
        super().__init__()
        kw = {"device": device, "dtype": dtype}
        self.in_features = n_features
        self.weight = nn.Parameter(torch.empty((1, n_features), **kw))
        if bias:
            self.bias = nn.Parameter(torch.empty(1, **kw))
        else:
            self.register_parameter("bias", None)
        self.reset_parameters()
    def reset_parameters(self):
        nn.init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        if self.bias is not None:
            fan_in, _ = nn.init._calculate_fan_in_and_fan_out(self.weight)
            bound = 1 / math.sqrt(fan_in) if fan_in > 0 else 0
            nn.init.uniform_(self.bias, -bound, bound)
    def forward(self, input):
        return F.linear(input, self.weight, self.bias)
    def extra_repr(self):
        return f"in_features={self.in_features}"
class LogisticRegression(LinearRegression):
    def forward(self, x):
        return torch.sigmoid(super().forward(x))
class SoftmaxRegression(nn.Module):
    def __init__(self, n_features, n_classes):
        super().__init__()
        self.W = nn.Parameter(torch.empty(n_features, n_classes))
        self.b = nn.Parameter(torch.empty(n_classes))
        self.reset_parameters()
    def reset_parameters(self):
        nn.init.xavier_normal_(self.W)
        nn.init.zeros_(self.b)
    def forward(self, x):
        return torch.addmm(self.b, x, self.W)
class NeuralNetBinary(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.W1 = nn.Parameter(torch.randn(input_size, hidden_size) * 0.1)
        self.b1 = nn.Parameter(torch.zeros(hidden_size))
        self.W2 = nn.Parameter(torch.randn(hidden_size, 1) * 0.1)
        self.b2 = nn.Parameter(torch.zeros(1))
    def forward(self, x):
        h = torch.clamp(x @ self.W1 + self.b1, min=0)
        return 1 / (1 + torch.exp(-(h @ self.W2 + self.b2)))
class NeuralNetMulticlass(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.W1 = nn.Parameter(torch.randn(input_size, hidden_size) / math.sqrt(input_size))
        self.b1 = nn.Parameter(torch.zeros(1, hidden_size))
        self.W2 = nn.Parameter(torch.randn(hidden_size, num_classes) / math.sqrt(hidden_size))
        self.b2 = nn.Parameter(torch.zeros(1, num_classes))
    def forward(self, x):
        h = x.mm(self.W1).add(self.b1).clamp(min=0)
        return h.mm(self.W2).add(self.b2)

def autograd_gradient(W, X, y):
    W.requires_grad_(True)
    if W.grad is not None:
        W.grad.zero_()
    loss = F.cross_entropy(X @ W, y)
    loss.backward()
    return W.grad.clone()

def batch_loss(logits, y):
    log_probs = logits - torch.logsumexp(logits, dim=1, keepdim=True)
    if y.dim() > 1:
        losses = -(y * log_probs).sum(dim=1)
    else:
        losses = -log_probs[torch.arange(y.shape[0]), y]
    return losses.mean().detach().item()

def predict_classes(logits):
    _, predicted = torch.max(logits, 1)
    return predicted

def train(model, X, y, criterion, lr=0.1, epochs=100):
    optimizer = optim.SGD(model.parameters(), lr=lr)
    history = []
    for epoch in range(epochs):
        model.train()
        optimizer.zero_grad(set_to_none=True)
        outputs = model(X)
        loss = criterion(outputs, y)
        loss.backward()
        optimizer.step()
        history.append(loss.item())
        if (epoch + 1) % 10 == 0:
            print(f"Epoch [{epoch+1}/{epochs}], Loss: {loss.item():.4f}")
    return history

def evaluate(model, X, y):
    model.eval()
    with torch.no_grad():
        p = model(X).numpy().argmax(axis=1)
    return np.mean(p == y.numpy())
