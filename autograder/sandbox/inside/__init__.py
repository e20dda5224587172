"""The student's side of the wall: imports only what a notebook may import, and holds no secret."""
