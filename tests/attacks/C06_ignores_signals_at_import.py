# C06: ignores every signal and never gets past the import -> everything missing or crashed; earns 0
exec("""
import signal
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
""")
