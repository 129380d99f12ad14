"""The class never updates its bias.

caught by:
SoftmaxRegression.full_batch_steps
"""


class SoftmaxRegression(SoftmaxRegression):
    def _step(self, X, y):
        bias = self.b
        loss = super()._step(X, y)
        self.b = bias
        return loss
