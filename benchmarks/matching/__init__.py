"""How good the matcher is, beside what others do with the same people, rules and past."""
