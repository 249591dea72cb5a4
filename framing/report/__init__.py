"""Findings in words, and the report as PDF, HTML and terminal summary."""
