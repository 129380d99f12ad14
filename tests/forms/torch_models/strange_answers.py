# expect: *=passed autograd_gradient=failed batch_loss=failed|crashed predict_classes=crashed train=any evaluate=failed train.history_values=failed train.one_loss_per_epoch=failed|crashed|passed
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
    return 'gradient', W + 0.5j


def batch_loss(logits, y):
    return {'loss': nn.CrossEntropyLoss()(logits, y)}


def predict_classes(logits):
    return nn.Parameter(torch.ones(2, 3).to_sparse())


def train(model, X, y, criterion, lr=0.1, epochs=100):
    return [model, [1.0, 2.0], None, 'loss', torch.ones(3, requires_grad=True)]


def evaluate(model, X, y):
    return model
