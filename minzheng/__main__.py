"""`python -m minzheng VERB …`."""

import sys

from minzheng.config.commandline import main

sys.exit(main(sys.argv[1:]))
