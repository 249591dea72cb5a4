"""The sentence encoder and the trained heads; weights lie in ``models/`` beside the package."""
