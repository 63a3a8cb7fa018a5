"""[MS-SAMR]: Security Account Manager (SAM) Remote Protocol (Client-to-Server)."""
