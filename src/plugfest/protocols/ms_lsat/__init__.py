"""[MS-LSAT]: Local Security Authority (Translation Methods) Remote Protocol."""
