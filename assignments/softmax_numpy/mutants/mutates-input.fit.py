"""fit shuffles the caller's data.

caught by:
SoftmaxRegression.fit_keeps_input
"""


class SoftmaxRegression(SoftmaxRegression):
    def fit(self, X, y, epochs=100, batch_size=None):
        order = self._rng.permutation(len(X))
        X[:], y[:] = X[order], y[order]
        return super().fit(X, y, epochs, batch_size)
