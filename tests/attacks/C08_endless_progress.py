# C08: reports progress for ever while the file runs -> everything missing or crashed; earns 0
exec("""
import sys, time
frame = sys._getframe()
while "channel" not in frame.f_locals and "started" not in frame.f_locals:
    frame = frame.f_back
started = frame.f_locals["started"]
while True:
    try:
        while True:
            started(0, 0)
            time.sleep(0.05)
    except BaseException:
        pass
""")
