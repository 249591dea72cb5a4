"""A lesson on the teacher's own machine: the class reads, marks, compares; nothing leaves it."""
