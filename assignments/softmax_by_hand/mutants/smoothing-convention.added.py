"""alpha / C is added, and 1 is not lowered.

caught by:
label_smoothing.sums_to_one label_smoothing.smooth_target
"""


def smooth_target(smooth_classes, smooth_y, alpha):
    return np.eye(smooth_classes)[smooth_y] + alpha / smooth_classes
