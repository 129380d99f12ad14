"""recall_per_class divides by the number of all samples.

caught by:
recall_per_class.one_of_two_frauds recall_per_class.two_classes recall_per_class.three_classes
recall_per_class.class_never_predicted recall_per_class.class_without_samples
"""


def recall_per_class(y_true, y_pred, num_classes):
    return np.bincount(y_true[y_true == y_pred], minlength=num_classes) / len(y_true)
