"""recall_per_class has an element for each class that has samples.

caught by:
recall_per_class.class_without_samples
"""


def recall_per_class(y_true, y_pred, num_classes):
    return np.array([np.mean(y_pred[y_true == k] == k) for k in np.unique(y_true)])
