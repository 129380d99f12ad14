"""softmax normalises over the whole matrix.

caught by:
softmax.known_batch softmax.batch_values softmax.integer_input softmax.stable_large
softmax.stable_small softmax.stable_mixed_rows

carried to:
predict.known_probabilities loss_and_gradient.known_loss loss_and_gradient.known_gradient
predict.values predict.stable_mixed_rows loss_and_gradient.loss_values
loss_and_gradient.gradient_values loss_and_gradient.gradient_matches_loss
loss_and_gradient.stable_large SoftmaxRegression.forward_values SoftmaxRegression.stable_forward
SoftmaxRegression.predict_proba_values SoftmaxRegression.gradient_matches_loss
SoftmaxRegression.full_batch_steps SoftmaxRegression.converges
SoftmaxRegression.converges_in_batches SoftmaxRegression.absent_class SoftmaxRegression.history_mean
"""


def softmax(z):
    exp = np.exp(z - np.max(z))
    return exp / exp.sum()
