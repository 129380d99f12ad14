# C03: ends its process with success when it is called -> everything crashed; earns 0
import os


def row_means(x):
    os._exit(0)


class Counter:
    def __init__(self):
        os._exit(0)
