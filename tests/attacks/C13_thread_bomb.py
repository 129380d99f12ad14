# C13 [from kernel]: more threads than it may have -> everything crashed or timed out or missing; earns 0
import threading
import time


def row_means(x):
    while True:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
