"""recall_per_class divides by 0 where a class has no sample.

caught by:
recall_per_class.class_without_samples
"""


def recall_per_class(y_true, y_pred, num_classes):
    found = np.bincount(y_true[y_true == y_pred], minlength=num_classes)
    with np.errstate(all="ignore"):
        return found / np.bincount(y_true, minlength=num_classes)
