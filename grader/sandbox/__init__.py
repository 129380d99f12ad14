"""The boundary between student code and everything that decides about it."""
