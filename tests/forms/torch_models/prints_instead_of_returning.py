# expect: *=passed batch_loss=failed predict_classes=failed train=any evaluate=failed train.one_loss_per_epoch=failed train.history_values=failed train.sgd_steps=passed
# says: returned None
import torch
import torch.nn as nn
import torch.optim as optim


class LinearRegression(nn.Module):
    def __init__(self, n_features):
        super(LinearRegression, self).__init__()
        self.linear = nn.Linear(n_features, 1)

    def forward(self, x):
        return self.linear(x)


class LogisticRegression(nn.Module):
    def __init__(self, n_features):
        super(LogisticRegression, self).__init__()
        self.linear = nn.Linear(n_features, 1)

    def forward(self, x):
        y_pred = torch.sigmoid(self.linear(x))
        return y_pred


class SoftmaxRegression(nn.Module):
    def __init__(self, n_features, n_classes):
        super(SoftmaxRegression, self).__init__()
        self.linear = nn.Linear(n_features, n_classes)

    def forward(self, x):
        return self.linear(x)


class NeuralNetBinary(nn.Module):
    def __init__(self, input_size, hidden_size):
        super(NeuralNetBinary, self).__init__()
        self.linear1 = nn.Linear(input_size, hidden_size)
        self.relu = nn.ReLU()
        self.linear2 = nn.Linear(hidden_size, 1)

    def forward(self, x):
        out = self.linear1(x)
        out = self.relu(out)
        out = self.linear2(out)
        # sigmoid at the end
        y_pred = torch.sigmoid(out)
        return y_pred


class NeuralNetMulticlass(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super(NeuralNetMulticlass, self).__init__()
        self.linear1 = nn.Linear(input_size, hidden_size)
        self.relu = nn.ReLU()
        self.linear2 = nn.Linear(hidden_size, num_classes)

    def forward(self, x):
        out = self.linear1(x)
        out = self.relu(out)
        out = self.linear2(out)
        # no softmax at the end
        return out


def autograd_gradient(W, X, y):
    W = W.clone().detach().requires_grad_(True)
    loss = nn.CrossEntropyLoss()(X @ W, y)
    loss.backward()
    return W.grad


def batch_loss(logits, y):
    print(nn.CrossEntropyLoss()(logits, y).item())


def predict_classes(logits):
    print(logits.argmax(1))


def train(model, X, y, criterion, lr=0.1, epochs=100):
    optimizer = optim.SGD(model.parameters(), lr=lr)
    for epoch in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        print(loss.item())


def evaluate(model, X, y):
    model.eval()
    with torch.no_grad():
        print('Accuracy:', (model(X).argmax(1) == y).float().mean())
