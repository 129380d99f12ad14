# A03 [from kernel, control]: runs the model solution that lies on the disk -> everything missing or crashed; earns 0
with open("{{COURSE}}/reference/tiny/tiny.py") as file:
    exec(file.read())
    print("LOOT" * 2, row_means)
