"""Rules from sentences: what the definition of a field demands of it, as predicates that run."""
