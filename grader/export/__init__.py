"""What leaves the grader for other systems: one small module for each of them."""
