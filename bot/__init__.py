"""Talking: the words, the conversations, their delivery, and the places where they are read."""
