# expect: *=missing SoftmaxRegression=crashed points=0
# says: positional argument
import numpy as np


class SoftmaxRegression:
    def __init__(self):
        self.W = None
        self.b = None
        self.history = []

    def forward(self, X):
        return X @ self.W + self.b
