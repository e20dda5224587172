"""Student-side library of the CS231n Lecture 4 kit."""
