"""Lexicon files to one matcher, hits of framing words, and names of referents."""
