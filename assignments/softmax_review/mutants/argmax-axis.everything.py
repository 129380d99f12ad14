"""predict looks for the largest logit of the whole batch.

caught by:
predict.three_samples predict.values predict.single_sample
"""


def predict(X, theta):
    return np.argmax(X @ theta)
