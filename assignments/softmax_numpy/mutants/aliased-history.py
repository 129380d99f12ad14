"""The history holds the same array again and again.

caught by:
SoftmaxRegression.history_falls
"""


class SoftmaxRegression(SoftmaxRegression):
    def fit(self, X, y, epochs=100, batch_size=None):
        mean = np.zeros(1)
        for _ in range(epochs):
            batches = self._batches(len(X), batch_size)
            mean[:] = np.mean([self._step(X[batch], y[batch]) for batch in batches])
            self.history.append(mean)
        return self
