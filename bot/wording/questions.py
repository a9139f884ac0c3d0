"""Good questions to ask: about somebody's work, easy to answer in any job, and none of them prying."""

from __future__ import annotations

from hashlib import sha256

QUESTIONS = (
    "What surprised you in your first month here?",
    "What does a good day look like for you?",
    "What should people outside your team know about it?",
    "Which part of your work do people rarely see?",
    "What first drew you to this kind of work?",
    "What are you learning at the moment?",
    "Who in your team makes things run smoothly, and how?",
    "What would you show a visitor first?",
    "What is the best piece of advice a colleague gave you?",
    "Which small change has made your work easier?",
    "What is a question you wish people asked about your job?",
    "When is your team at its busiest, and what is that like?",
    "What do you enjoy most about the people you work with?",
    "Which other team would you like to see inside for a day?",
    "What has changed most in your work since you began?",
    "What does your team do that others could borrow?",
    "What was the last thing at work that made you laugh?",
    "How does your week usually begin?",
    "What helps you when a day gets hectic?",
    "What are you glad you learned early on?",
    "Which words from your work puzzle everybody else?",
    "What would make one part of your day simpler?",
    "What is something your team is proud of?",
    "How did you come to work here?",
    "What do people often get wrong about your job?",
    "What does your team need from other teams?",
    "Who do you turn to when you are stuck?",
    "What is the nicest thing somebody at work did for you?",
    "Which skill do you use more than people would guess?",
    "What would you tell somebody starting in your team next week?",
    "What do you look forward to at work?",
    "What is a typical morning, or night, in your job?",
    "Which place here do you like best for a quiet minute?",
    "What have you tried that did not work, and what did it teach you?",
    "What makes a handover or a meeting go well for you?",
    "If you could swap jobs for a morning, whose would you try?",
    "What is one thing you would like to understand about my work?",
    "Which part of the building do you know best?",
    "What keeps you coming back to this work?",
    "What is your team working on that you wish more people knew about?",
    "How do you know when you have done something well?",
    "What is the most useful thing on your desk or in your pockets?",
    "What used to be hard and now comes easily?",
    "Which change here are you curious about?",
    "What does a quiet day look like, if you ever get one?",
    "Who outside your team has helped you, and how?",
    "What would you like to do more of?",
    "What do patients, visitors or colleagues thank your team for?",
)


def two_questions(seed: int) -> tuple[str, str]:
    """Two different questions, the same two for the same ``seed``."""
    digest = sha256(f"questions:{seed}".encode()).digest()
    first = int.from_bytes(digest[:8]) % len(QUESTIONS)
    step = 1 + int.from_bytes(digest[8:16]) % (len(QUESTIONS) - 1)
    return QUESTIONS[first], QUESTIONS[(first + step) % len(QUESTIONS)]
