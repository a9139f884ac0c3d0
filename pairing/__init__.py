"""Who meets whom, and what is owed to whom: pure decisions, no clock, no store, no chat."""
