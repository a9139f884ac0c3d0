"""Every word the bot says: one module a moment, one pure function a message, no markup anywhere."""
