"""Settings of the tests: the real ones with fixed keys and cheap passwords."""

import os
import tempfile
from pathlib import Path

os.environ["MINZHENG_SECRET_KEY"] = "a-fixed-secret-that-signs-only-test-sessions"
os.environ["MINZHENG_SEALING_KEY"] = "00112233445566778899aabbccddeeff"
os.environ["MINZHENG_INDEX_KEY"] = "0123456789abcdef" * 4

from minzheng.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(tempfile.gettempdir()) / f"minzheng-test-files-{os.getpid()}"
