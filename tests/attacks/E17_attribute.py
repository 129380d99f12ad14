# E17 [from kernel]: gives a file outside an attribute, and an owner -> row_means crashed, Counter missing; earns 0
import os


def row_means(x):
    for change in (
        lambda: os.setxattr("{{OUTSIDE}}/victim.txt", "user.attack", b"x"),
        lambda: os.chown("{{OUTSIDE}}/victim.txt", os.getuid(), os.getgid()),
        lambda: os.rename("{{OUTSIDE}}/victim.txt", "{{OUTSIDE}}/{{NAME}}"),
        lambda: os.truncate("{{OUTSIDE}}/victim.txt", 0),
    ):
        try:
            change()
        except OSError as error:
            refused = error
    raise refused
