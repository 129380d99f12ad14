"""An automatic exercise grader; the engine, which knows no course."""
