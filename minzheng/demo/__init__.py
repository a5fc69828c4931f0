"""A synthetic district-year (开福区 2022), played through the real operations. Nobody in it exists."""
