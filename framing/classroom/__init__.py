"""A lesson for thirty pupils on one laptop, without accounts and without the internet."""
