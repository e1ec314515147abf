"""Running Stockroom: the command line, the embedded server, building the database, real data."""
