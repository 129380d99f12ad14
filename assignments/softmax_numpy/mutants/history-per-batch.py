"""The history gets an entry for each mini-batch.

caught by:
SoftmaxRegression.history_length SoftmaxRegression.history_mean
"""


class SoftmaxRegression(SoftmaxRegression):
    def fit(self, X, y, epochs=100, batch_size=None):
        for _ in range(epochs):
            for batch in self._batches(len(X), batch_size):
                self.history.append(self._step(X[batch], y[batch]))
        return self
