"""predict_classes takes argmax over the samples.

caught by:
"""


def predict_classes(X, theta):
    return np.argmax(predict(X, theta), axis=0)
