"""[MS-WKST]: Workstation Service Remote Protocol."""
