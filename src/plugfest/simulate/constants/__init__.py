"""Constants: value tables of a document with the structure and field they belong to, and what contradicts them."""
