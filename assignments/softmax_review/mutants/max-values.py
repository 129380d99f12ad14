"""predict returns the greatest logit.

caught by:
predict.three_samples predict.values predict.single_sample
"""


def predict(X, theta):
    return np.max(X @ theta, axis=1)
