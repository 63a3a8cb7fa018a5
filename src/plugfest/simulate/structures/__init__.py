"""Structures from the text alone: packet layouts, field definitions and sentences become declarations with codecs."""
