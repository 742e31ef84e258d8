"""A fact of a flow reaches whoever was named for it: signed, again when it fails, never lost."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from shared_apps.outbox.models import Dispatch
from tenant_apps.webhooks.handlers import PAUSES, wake
from tenant_apps.webhooks.models import Call, Webhook
from tenants.current import public_floor
from tests.make import requests as make
from tests.make.organization import token


@pytest.fixture
def office(unit):
    return make.office()


@pytest.fixture
def address(desk, receiver):
    said = desk.post(
        "/api/webhooks",
        {"name": "档案系统", "url": receiver.url, "events": ["workflow.run.started"]},
        format="json",
    )
    assert said.status_code == 201, said.json()
    return said.json()


@pytest.fixture
def file(unit, office, client_at, address):
    """A clerk applies for leave; the first fact is then on its way."""

    def run(**answers):
        make.granted(office.clerk, 5, by=office.manager)
        filed = make.Desk(client_at(unit, token(office.clerk))).file("leave", make.leave())
        assert filed.status_code == 201, filed.json()
        return filed.json()

    return run


def test_a_started_run_is_told_and_its_signature_holds(desk, receiver, address, file, carry):
    filed = file()
    carry(timezone.now())

    (headers, body), *more = receiver.heard
    assert not more
    said = json.loads(body)
    assert said["type"] == "workflow.run.started"
    assert said["data"]["run_id"] == filed["run_id"]
    secret = desk.get(f"/api/webhooks/{address['id']}/secret").json()["secret"]
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    code = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{code}"


def test_what_people_wrote_is_not_sent(receiver, file, carry):
    file()
    carry(timezone.now())

    said = json.loads(receiver.heard[0][1])["data"]
    assert set(said) <= {
        *("subject_id", "subject_kind", "run_id", "seq", "status"),
        *("nodes", "node", "step_name", "at", "by"),
    }


def test_only_the_facts_that_were_asked_for(desk, receiver, address, file, carry):
    desk.patch(
        f"/api/webhooks/{address['id']}", {"events": ["workflow.run.withdrawn"]}, format="json"
    )

    file()
    carry(timezone.now())

    assert receiver.heard == []


def test_a_failure_is_tried_again_later_and_the_address_rests(desk, receiver, file, carry):
    receiver.status = 500
    file()
    now = timezone.now()
    carry(now)
    carry(now + timedelta(seconds=1))
    assert len(receiver.heard) == 1

    receiver.status = 200
    carry(now + timedelta(seconds=PAUSES[0] + 1))

    first, second = receiver.heard
    assert first[0]["webhook-id"] == second[0]["webhook-id"]
    call = Call.objects.get()
    assert (call.state, call.attempts, call.answered) == ("done", 2, 200)
    assert Webhook.objects.get().failures == 0


def test_while_an_address_rests_nothing_else_is_sent_there(desk, receiver, address, file, carry):
    receiver.status = 503
    file()
    now = timezone.now()
    carry(now)
    Call.objects.all().delete()
    receiver.heard.clear()
    Webhook.objects.update(resting_until=now + timedelta(seconds=60))
    call = Call.objects.create(
        webhook_id=address["id"],
        entry_id=address["id"],
        event="workflow.run.started",
        body={},
        created_at=now,
    )
    wake([call.pk], at=now)
    carry(now + timedelta(seconds=1))
    assert receiver.heard == []

    receiver.status = 200
    carry(now + timedelta(seconds=62))
    assert len(receiver.heard) == 1


def test_given_up_after_the_last_pause_and_sent_once_more_on_demand(
    desk, receiver, address, file, carry
):
    receiver.status = 410
    file()
    moment = timezone.now()
    carry(moment)
    for pause in PAUSES:
        moment += timedelta(seconds=pause + 1)
        carry(moment)
    call = Call.objects.get()
    assert (call.state, call.attempts) == ("dead", len(PAUSES) + 1)
    page = desk.get(f"/api/webhooks/{address['id']}/calls?state=dead").json()
    assert [(row["title"], row["error"]) for row in page["results"]] == [("发起", "对方回答 410")]
    assert desk.get("/api/webhooks").json()["results"][0]["dead"] == 1

    receiver.status = 200
    again = desk.post(f"/api/webhooks/calls/{call.pk}/repeat", format="json")
    assert again.status_code == 202
    carry(timezone.now())

    call.refresh_from_db()
    assert call.state == "done"
    ids = {headers["webhook-id"] for headers, _ in receiver.heard}
    assert ids == {str(call.pk)}


def test_a_redirect_is_not_followed(receiver, file, carry):
    receiver.status = 307
    file()
    carry(timezone.now())

    assert Call.objects.get().error == "对方回答 307"
    assert len(receiver.heard) == 1


def test_nobody_listening_is_a_failure_like_any_other(desk, address, file, carry):
    desk.patch(f"/api/webhooks/{address['id']}", {"url": "http://127.0.0.1:9/in"}, format="json")

    file()
    carry(timezone.now())

    call = Call.objects.get()
    assert call.state == "waiting"
    assert call.error.startswith("ConnectionRefusedError")


def test_a_host_that_was_closed_since_is_not_called(receiver, file, carry, settings):
    file()
    settings.HESHU_WEBHOOK_HOSTS = []
    carry(timezone.now())

    assert receiver.heard == []
    assert "尚未开放" in Call.objects.get().error


def test_the_same_fact_carried_twice_is_one_call(receiver, file, carry):
    file()
    with public_floor():
        fact = Dispatch.objects.get(subscriber="webhooks.fan_out.workflow.run.started")
        Dispatch.objects.create(
            unit=fact.unit,
            subscriber=fact.subscriber,
            event=fact.event,
            facts=fact.facts,
            created_at=fact.created_at,
        )
    carry(timezone.now())

    assert Call.objects.count() == 1


def test_a_renewed_secret_signs_the_next_call(desk, receiver, address, carry):
    place = f"/api/webhooks/{address['id']}"
    before = desk.get(f"{place}/secret").json()["secret"]
    after = desk.post(f"{place}/secret", format="json").json()["secret"]
    assert before != after

    desk.post(f"{place}/ping", format="json")
    carry(timezone.now())

    headers, body = receiver.heard[0]
    key = base64.b64decode(after.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    code = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{code}"
