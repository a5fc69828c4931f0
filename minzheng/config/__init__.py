"""Settings, addresses, the command line and the database that the house stands on."""
