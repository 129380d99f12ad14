# E13: the names of classes and functions are markup and formulas -> row_means crashed, Counter failed; earns 0
Evil = type("<script>alert(1)</script>=cmd|' /C calc'!A0\x1b[31m\u202e", (Exception,), {})
Thing = type("=HYPERLINK(\"http://evil.example\")</td><img src=x>\x1b]0;x\x07", (), {})


def row_means(x):
    raise Evil("=1+1")


row_means.__name__ = row_means.__qualname__ = "<b>\u202e`"


class Counter:
    def __init__(self):
        self.total = Thing()

    def add(self, n):
        pass
