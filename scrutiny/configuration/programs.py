"""What other programs read, and what they are told."""

import os

from scrutiny.configuration.environment import env_list, env_secret
from scrutiny.configuration.install import DEBUG, SECURE

# How often each process may be asked by one network address without a token, and by one token.
API_RATE = os.environ.get("API_RATE", "120/min")
API_RATE_WITH_KEY = os.environ.get("API_RATE_WITH_KEY", "600/min")

# Networks besides the public internet to which webhooks may be sent, such as 10.20.0.0/16. On a laptop: this machine.
ON_A_LAPTOP = not SECURE and (DEBUG or not env_secret("DATABASE_URL"))
WEBHOOKS_MAY_REACH = env_list("WEBHOOKS_MAY_REACH", "127.0.0.0/8,::1/128" if ON_A_LAPTOP else "")
