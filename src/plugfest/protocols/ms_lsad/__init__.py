"""[MS-LSAD]: Local Security Authority (Domain Policy) Remote Protocol."""
