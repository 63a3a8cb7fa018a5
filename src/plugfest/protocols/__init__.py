"""One package a document, sans-IO: bytes, time and random values go in; bytes and events come out."""
