"""Collecting from a host: commands are run, their answers go into a zip that ``ssldiag doctor`` reads."""
