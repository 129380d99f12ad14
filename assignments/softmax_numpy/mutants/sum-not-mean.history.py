"""The history holds the sum of an epoch's batch losses.

caught by:
SoftmaxRegression.history_mean
"""


class SoftmaxRegression(SoftmaxRegression):
    def fit(self, X, y, epochs=100, batch_size=None):
        for _ in range(epochs):
            batches = self._batches(len(X), batch_size)
            self.history.append(sum(self._step(X[batch], y[batch]) for batch in batches))
        return self
