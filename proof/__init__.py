"""`./run proof`: break the system on purpose, many times, and count what was lost, doubled or missed."""
