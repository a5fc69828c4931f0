"""Pages, one file a subject. Each class states the permission that opens it."""
