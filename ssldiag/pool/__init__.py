"""The reference of the z/VM SSL server and server pool: a core without I/O, and the processes around it."""
