"""From documents to what runs: the IDL of a document becomes NDR codecs, and what stands against it findings."""
