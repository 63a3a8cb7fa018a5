"""[MS-SMB2]: the Server Message Block Protocol, versions 2 and 3."""
