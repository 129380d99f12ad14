# E13: messages and output carry terminal sequences -> row_means crashed, Counter missing; earns 0
def row_means(x):
    text = "\x1b]0;owned\x07\x1b[2J\x1b[1;1H7 / 7 passed\x1b]8;;http://evil.example\x07here\x9b31m\r\x08\x00"
    print(text, flush=True)
    raise RuntimeError(text)
