"""The history gets the loss of an epoch's last mini-batch.

caught by:
SoftmaxRegression.history_mean
"""


class SoftmaxRegression(SoftmaxRegression):
    def fit(self, X, y, epochs=100, batch_size=None):
        for _ in range(epochs):
            for batch in self._batches(len(X), batch_size):
                loss = self._step(X[batch], y[batch])
            self.history.append(loss)
        return self
