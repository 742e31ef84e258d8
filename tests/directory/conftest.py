from tests.organization.conftest import *  # noqa: F403
