"""Pictures of one table each."""
