"""What each command, button and form does: an `Action` in, a `Message` out. No platform is known here."""
