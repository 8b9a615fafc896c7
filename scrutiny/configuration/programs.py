"""What other programs read."""

import os

# How often each process may be asked by one network address without a token, and by one token.
API_RATE = os.environ.get("API_RATE", "120/min")
API_RATE_WITH_KEY = os.environ.get("API_RATE_WITH_KEY", "600/min")
