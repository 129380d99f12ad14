# E17 [from kernel, control]: deletes a file where everybody may -> row_means crashed, Counter missing; earns 0
import os


def row_means(x):
    os.unlink("{{OUTSIDE}}/victim.txt")
