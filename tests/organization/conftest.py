"""People at 太和镇, and a browser that keeps its cookies."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from tenants.models import Unit
from tests.make import organization as make

PASSWORD = "Xiang-Cun-2026"


class Browser(APIClient):
    """Sends the CSRF cookie back as a header, as our front end does."""

    def request(self, **sent: object) -> object:
        if (pair := self.cookies.get("heshu_csrf")) and "HTTP_X_CSRFTOKEN" not in sent:
            sent["HTTP_X_CSRFTOKEN"] = pair.value
        return super().request(**sent)


@pytest.fixture
def browser_at() -> Callable[[Unit | None], Browser]:
    def open_(unit: Unit | None = None) -> Browser:
        host = f"{unit.subdomain if unit else 'city'}.heshu.test"
        return Browser(enforce_csrf_checks=True, HTTP_HOST=host)

    return open_


@pytest.fixture
def browser(unit: Unit, browser_at: Callable[[Unit], Browser]) -> Browser:
    return browser_at(unit)


@pytest.fixture
def clerk(unit: Unit) -> object:
    return make.staff("王晓敏", account="wangxiaomin", password=PASSWORD, duties=("drafter",))


@pytest.fixture
def log_in(browser: Browser) -> Callable[..., object]:
    def post(account: str = "wangxiaomin", password: str = PASSWORD) -> object:
        return browser.post("/api/session", {"account": account, "password": password}, "json")

    return post


@pytest.fixture
def administrators(unit: Unit) -> dict[str, object]:
    return {
        "system": make.staff("陈系统", duties=("system_admin",)),
        "security": make.staff("周安全", duties=("security_admin",)),
        "audit": make.staff("吴审计", duties=("audit_admin",)),
    }


@pytest.fixture
def as_(unit: Unit, client_at: Callable[..., APIClient]) -> Callable[..., APIClient]:
    """A program with this person's token."""
    return lambda person: client_at(unit, make.token(person))


@pytest.fixture
def spoken(statements: Callable[[], object]) -> Callable[[Callable[[], object]], list[str]]:
    """What a call says to the database, without savepoints and the host lookup kept in memory."""

    def of(call: Callable[[], object]) -> list[str]:
        with statements() as sql:
            call()
        said = [one["sql"] for one in sql]
        return [one for one in said if "SAVEPOINT" not in one and "tenants_domain" not in one]

    return of
