"""What stands between student code and the machine. The sandboxed child imports this package."""
