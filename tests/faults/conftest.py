"""One small city for all that is killed."""

from collections.abc import Iterator

import pytest

from tests.faults.city import FragileCity


@pytest.fixture(scope="package")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FragileCity]:
    place = FragileCity(tmp_path_factory.mktemp("faults"))
    try:
        place.start()
        yield place
    finally:
        place.stop()
