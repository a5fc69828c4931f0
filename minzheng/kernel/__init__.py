"""What the three chapters share."""
