"""The class's forward returns the logits.

caught by:
"""


class SoftmaxRegression(SoftmaxRegression):
    def forward(self, X):
        return X @ self.W + self.b
