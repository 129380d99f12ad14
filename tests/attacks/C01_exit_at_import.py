# C01: ends its process with success while the file runs -> everything missing or crashed; earns 0
import os

os._exit(0)
