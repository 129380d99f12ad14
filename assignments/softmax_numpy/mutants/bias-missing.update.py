"""The class never updates its bias.

caught by:
"""


class SoftmaxRegression(SoftmaxRegression):
    def _step(self, X, y):
        bias = self.b
        loss = super()._step(X, y)
        self.b = bias
        return loss
