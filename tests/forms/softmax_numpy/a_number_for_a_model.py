# expect: SoftmaxRegression=failed|crashed *=missing
import numpy as np


def SoftmaxRegression(*args, **kwargs):
    return np.float64(0)
