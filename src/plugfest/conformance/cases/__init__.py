"""The suites that come with plugfest: one folder a document, one file a topic."""
