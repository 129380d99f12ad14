"""Progress bars, a tracker and a summary writer around the training; models of one general class."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class MLP(nn.Module):
    def __init__(self, sizes, activation="relu", output_activation=nn.Identity, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:]))
        self.act = getattr(F, activation)
        self.out = output_activation()
        self.dropout = nn.Dropout(dropout)
    def forward(self, x):
        for i, layer in enumerate(self.layers):
            x = layer(x)
            if i < len(self.layers) - 1:
                x = self.dropout(self.act(x))
        return self.out(x)
class LinearRegression(MLP):
    def __init__(self, n_features): super().__init__([n_features, 1])
class LogisticRegression(MLP):
    def __init__(self, n_features): super().__init__([n_features, 1], output_activation=nn.Sigmoid)
class SoftmaxRegression(MLP):
    def __init__(self, n_features, n_classes): super().__init__([n_features, n_classes])
class NeuralNetBinary(MLP):
    def __init__(self, input_size, hidden_size, dropout=0.0):
        super().__init__([input_size, hidden_size, 1], output_activation=nn.Sigmoid, dropout=dropout)
class NeuralNetMulticlass(MLP):
    def __init__(self, input_size, hidden_size, num_classes, dropout=0.0):
        super().__init__([input_size, hidden_size, num_classes], dropout=dropout)

def autograd_gradient(W, X, y):
    W = W.clone().detach().requires_grad_(True)
    loss = F.cross_entropy(torch.matmul(X, W), y)
    return torch.autograd.grad(outputs=loss, inputs=W)[0]

def batch_loss(logits, y):
    criterion = nn.CrossEntropyLoss()
    loss = criterion(logits, y)
    return loss.item()

def predict_classes(logits):
    return logits.argmax(dim=-1)

from tqdm import tqdm
import wandb
from torch.utils.tensorboard import SummaryWriter

writer = SummaryWriter("runs/a")


def train(model, X, y, criterion, lr=0.1, epochs=100):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    pbar = tqdm(range(epochs), desc="training")
    for _ in pbar:
        loss = criterion(model(X), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        pbar.set_postfix(loss=f"{losses[-1]:.3f}")
        wandb.log({"loss": losses[-1]})
        writer.add_scalar("loss", losses[-1], len(losses))
    pbar.close()
    return losses

from torch.utils.data import DataLoader, TensorDataset
def evaluate(model, X, y):
    loader = tqdm(DataLoader(TensorDataset(X, y), batch_size=16, shuffle=False), leave=False)
    model.eval()
    hits = 0
    with torch.no_grad():
        for xb, yb in loader:
            loader.set_description("test")
            hits += (model(xb).argmax(1) == yb).type(torch.float).sum().item()
    return hits / len(y)
