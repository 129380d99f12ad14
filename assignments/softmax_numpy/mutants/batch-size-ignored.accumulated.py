"""fit goes through the mini-batches, and moves the parameters once at the end of the epoch.

caught by:
SoftmaxRegression.steps_in_batches
"""


class SoftmaxRegression(SoftmaxRegression):
    def fit(self, X, y, epochs=100, batch_size=None):
        for _ in range(epochs):
            losses, steps, weights = [], [], []
            for batch in self._batches(len(X), batch_size):
                y_hat = self.forward(X[batch])
                losses.append(self.compute_loss(y_hat, y[batch]))
                steps.append(self.backward(X[batch], y_hat, y[batch]))
                weights.append(len(batch))
            self.W = self.W - self.lr * np.average([dW for dW, _ in steps], axis=0, weights=weights)
            self.b = self.b - self.lr * np.average([db for _, db in steps], axis=0, weights=weights)
            self.history.append(sum(losses) / len(losses))
        return self
