# E13: answers are strings of markup, formulas and surrogates -> row_means failed, Counter failed; earns 0
def row_means(x):
    if len(x) == 2:
        return ["=cmd|' /C calc'!A0", "<script>alert(1)</script>\ud800\udfff\x1b[31m"]
    return "\u202e+1\t-1@SUM(1)\r\n![x](http://evil.example)"


class Counter:
    total = "</script><svg onload=alert(1)>\x00\x9b\u2066"

    def add(self, n):
        pass
