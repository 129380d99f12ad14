# expect: *=missing SoftmaxRegression=passed points=10
# says: NeuralNetMulticlass is not defined
import torch
import torch.nn as nn
import torch.optim as optim


class SoftmaxRegression(nn.Module):
    def __init__(self, n_features, n_classes):
        super(SoftmaxRegression, self).__init__()
        self.linear = nn.Linear(n_features, n_classes)

    def forward(self, x):
        return self.linear(x)
