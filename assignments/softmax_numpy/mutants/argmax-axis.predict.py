"""The class's predict takes argmax over the samples.

caught by:
"""


class SoftmaxRegression(SoftmaxRegression):
    def predict(self, X):
        return np.argmax(self.forward(X), axis=0)
