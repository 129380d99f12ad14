"""predict uses last week's sigmoid.

caught by:
predict.known_probabilities predict.values predict.stable_mixed_rows

carried to:
loss_and_gradient.known_loss loss_and_gradient.known_gradient loss_and_gradient.loss_values
loss_and_gradient.gradient_values loss_and_gradient.gradient_matches_loss
loss_and_gradient.stable_large
"""


def predict(X, theta):
    return 1 / (1 + np.exp(-(X @ theta)))
