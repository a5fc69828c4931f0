"""对接: the door for other systems and for files that officers bring."""
