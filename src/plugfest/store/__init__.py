"""Storage: SQLite behind one door."""
