"""What differs between outlets, and what may not be said about it."""
