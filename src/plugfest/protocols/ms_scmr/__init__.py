"""[MS-SCMR]: Service Control Manager Remote Protocol."""
