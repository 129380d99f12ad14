"""one_hot counts the classes from 1.

caught by:
one_hot.known_labels one_hot.values one_hot.missing_classes one_hot.second_call

carried to:
cross_entropy.known_index loss_and_gradient.known_loss loss_and_gradient.known_gradient
SoftmaxRegression.learns_three_groups cross_entropy.index_values loss_and_gradient.loss_values
loss_and_gradient.gradient_values loss_and_gradient.stable_large SoftmaxRegression.loss_values
SoftmaxRegression.weight_gradient SoftmaxRegression.bias_gradient
SoftmaxRegression.independent_calls SoftmaxRegression.full_batch_steps SoftmaxRegression.converges
SoftmaxRegression.converges_in_batches SoftmaxRegression.absent_class
"""


def one_hot(y, num_classes):
    return np.eye(num_classes)[y - 1]
