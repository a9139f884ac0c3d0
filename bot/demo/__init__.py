"""The demo: a whole trust in the playground, on the real store, matcher, outbox and conversation."""
