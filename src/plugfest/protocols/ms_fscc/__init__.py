"""[MS-FSCC]: the structures in which file systems are asked and answer."""
