"""The abstract data model of a document: variables, who reads and writes them, timers, and names that go astray."""
