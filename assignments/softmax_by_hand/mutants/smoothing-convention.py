"""alpha / (C - 1) for the other classes.

caught by:
label_smoothing.smooth_target
"""


def smooth_target(smooth_classes, smooth_y, alpha):
    target = np.full(smooth_classes, alpha / (smooth_classes - 1))
    target[smooth_y] = 1 - alpha
    return target
