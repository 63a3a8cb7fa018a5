"""[MS-SRVS]: the Server Service Remote Protocol."""
