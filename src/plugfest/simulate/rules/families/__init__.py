"""Families of wordings: each takes what follows the keyword and gives a predicate, or None where it is not its kind."""
