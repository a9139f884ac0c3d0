"""The whole loop against a Slack that others wrote: `emulate`, from npm, installed by `make judge`.

Our own fake is as strict as we know how to make it, and wrong wherever we misread Slack. This one was made
by somebody else from the same documentation, so that one misreading is not on both sides. It knows
conversations, group conversations, windows with triggers of three seconds, Home, files, OAuth and scopes;
it does not press, type or tell of events, which `tests.judge.hand` does in its place, signed.
"""
