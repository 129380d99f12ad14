"""recall_per_class divides by how often a class was predicted.

caught by:
recall_per_class.one_of_two_frauds recall_per_class.two_classes recall_per_class.three_classes
recall_per_class.class_never_predicted recall_per_class.class_without_samples
"""

_recall_per_class = recall_per_class


def recall_per_class(y_true, y_pred, num_classes):
    return _recall_per_class(y_pred, y_true, num_classes)
