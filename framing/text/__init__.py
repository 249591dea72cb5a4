"""Sentences, quotations and reported speech, and what a sentence denies or supposes."""
