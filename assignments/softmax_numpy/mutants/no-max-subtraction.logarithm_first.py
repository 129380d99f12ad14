"""softmax is exp(z - log(sum(exp(z)))) of the logits as they are.

caught by:
softmax.stable_large softmax.stable_small softmax.stable_mixed_rows

carried to:
predict.stable_mixed_rows loss_and_gradient.stable_large SoftmaxRegression.stable_forward
"""


def softmax(z):
    return np.exp(z - np.log(np.exp(z).sum(axis=-1, keepdims=True)))
