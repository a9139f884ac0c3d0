"""What the bot serves over HTTP: health, and what the platforms need."""
