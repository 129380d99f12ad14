# expect: *=missing train=passed train.one_loss_per_epoch=failed train.history_values=failed train.history_plain_numbers=skipped train.keeps_data=skipped SoftmaxRegression=failed SoftmaxRegression.all_parameters_one_half=failed points=12
# says: train returns a dict, not a list of numbers
# says: the model's parameters have the shapes (1, 5), (1,), (3, 1), (3,)
# A history with more in it, and a model that squeezes all features through one number.
import torch
from torch import nn


class SoftmaxRegression(nn.Module):
    def __init__(self, n_features, n_classes):
        super().__init__()
        self.narrow = nn.Linear(n_features, 1)
        self.wide = nn.Linear(1, n_classes)

    def forward(self, x):
        return self.wide(self.narrow(x))


def train(model, X, y, criterion, lr=0.1, epochs=100):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = {"train_loss": [], "epochs": epochs}
    for _ in range(epochs):
        loss = criterion(model(X), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        history["train_loss"].append(float(loss))
    return history
