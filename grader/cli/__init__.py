"""The commands ``grade`` (students) and ``grader`` (instructors)."""
