"""Release, grade and report CS231n assignments; the student's code runs in another process."""
