# A07 [from kernel, control]: makes a link to the course and reads through it -> row_means crashed, Counter missing; earns 0
import os


def row_means(x):
    os.symlink("{{COURSE}}/assignments/tiny", "link")
    print(open("link/hidden/canary.txt").read(), flush=True)
