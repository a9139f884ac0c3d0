"""What is remembered, on SQLite or PostgreSQL. The only home of SQLAlchemy."""
