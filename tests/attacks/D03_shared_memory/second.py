# The one who takes it; see first.py.
import os


def row_means(x):
    with open("/dev/shm/{{NAME}}") as file:
        print(file.read(), flush=True)
    os.unlink("/dev/shm/{{NAME}}")
