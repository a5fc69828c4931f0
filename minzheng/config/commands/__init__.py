"""One file a verb: HELP, arguments(parser), run(options) -> exit code."""
