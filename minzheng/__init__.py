"""民政：each fact once, each rule once, each yuan from a rule, each number opens into its records."""

__version__ = "0.1.0"
