"""predict looks for the largest logit of each class.

caught by:
predict.three_samples predict.values predict.single_sample
"""


def predict(X, theta):
    return np.argmax(X @ theta, axis=0)
