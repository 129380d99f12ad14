"""The class's predict takes argmax over the samples.

caught by:
SoftmaxRegression.learns_three_groups SoftmaxRegression.predict_values
"""


class SoftmaxRegression(SoftmaxRegression):
    def predict(self, X):
        return np.argmax(self.forward(X), axis=0)
