"""Judgements about sentences, and scores of documents and outlets, each with its interval."""
