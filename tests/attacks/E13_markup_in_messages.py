# E13: an exception's message is HTML and JavaScript -> row_means crashed, Counter missing; earns 0
def row_means(x):
    raise ValueError(
        "</pre></code><script>alert(document.cookie)</script>"
        "<img src=x onerror=alert(1)>\" onmouseover=\"alert(2)\" x='{{ 7*7 }}{% raw %}"
    )
