"""Time: what should be true by now, made so. The only home of APScheduler and of the real clock."""
