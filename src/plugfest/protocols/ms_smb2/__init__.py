"""[MS-SMB2]: Server Message Block (SMB) Protocol Versions 2 and 3.

Structures by section (2.2) in header, negotiate, session_setup, tree_connect, create, read_write, ioctl; the
processing rules of the client (3.2) in client, those of the server (3.3) in server.
"""
