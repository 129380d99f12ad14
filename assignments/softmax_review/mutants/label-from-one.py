"""one_hot counts classes from 1.

caught by:
one_hot.three_labels one_hot.values one_hot.absent_classes loss_and_gradient.zero_parameters
loss_and_gradient.loss_of_two_classes loss_and_gradient.loss_of_three_classes
loss_and_gradient.gradient_of_two_classes loss_and_gradient.gradient_of_three_classes
loss_and_gradient.absent_class train_numpy.learns_three_groups train_numpy.two_classes
train_numpy.three_classes train_numpy.train_accuracy train_numpy.validation_curves
fraud_report.twelve_transactions fraud_report.two_classes fraud_report.three_classes
fraud_report.theta classify_texts.six_sentences classify_texts.new_sentences
classify_texts.learns_its_texts classify_texts.unknown_words
"""

_one_hot = one_hot


def one_hot(y, num_classes):
    return _one_hot(np.asarray(y) - 1, num_classes)
