"""Files to documents; which articles tell one event; what in them is not the article."""
