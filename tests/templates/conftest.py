from tests.exchange.conftest import visit  # noqa: F401
