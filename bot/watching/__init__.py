"""Whether all is well, for whoever looks after the bot: logs, health, metrics. Never about a person."""
