# E19 [from kernel]: runs a program of its own making, by the loader too -> row_means crashed, Counter missing; earns 0
import os


def row_means(x):
    with open("program", "w") as file:
        file.write("#!/bin/sh\necho LOOT''LOOT\n")
    try:
        os.chmod("program", 0o755)
    except OSError:
        pass
    for argv in (["./program"], ["/lib64/ld-linux-x86-64.so.2", "/bin/echo", "LOOT" * 2]):
        try:
            os.posix_spawn(argv[0], argv, {})
        except OSError as error:
            refused = error
    raise refused
