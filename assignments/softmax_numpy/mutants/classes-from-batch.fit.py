"""fit makes parameters for as many classes as there are among its labels.

caught by:
SoftmaxRegression.uses_every_sample SoftmaxRegression.absent_class SoftmaxRegression.same_seed
SoftmaxRegression.history_length SoftmaxRegression.history_mean
"""


class SoftmaxRegression(SoftmaxRegression):
    def fit(self, X, y, epochs=100, batch_size=None):
        found = len(np.unique(y))
        if found != self.W.shape[1]:
            self.W, self.b = np.zeros((X.shape[1], found)), np.zeros(found)
        return super().fit(X, y, epochs=epochs, batch_size=batch_size)
