from collections.abc import Iterator

import pytest

from shared_apps.exchange import receiving
from tests.make import exchange as make


@pytest.fixture
def desk() -> Iterator[make.Desk]:
    made = make.desk()
    yield made
    for register in (receiving._receivers, receiving._listeners, receiving._deciders):
        register.pop(make.KIND, None)
