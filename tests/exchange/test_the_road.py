"""One sealed copy from a town to the district office, and what became of it back to the town."""

import pytest
from django.db import ProgrammingError, transaction

from shared_apps.exchange import carrier, receipts
from shared_apps.exchange.addressing import NoRecipient, ToItself, UnknownRecipient
from shared_apps.exchange.models import Delivery, Envelope, Receipt
from shared_apps.kernel import storage
from shared_apps.kernel.ids import new_id
from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.relaying import carry_waiting
from tenants.crossing import in_unit
from tenants.current import public_floor
from tenants.models import Unit
from tests.make import exchange as make


def delivery():
    with public_floor():
        return Delivery.objects.get()


def acknowledge(envelope, unit, at):
    with in_unit(unit):
        receipts.acknowledged(envelope.pk, at=at, by_name="李机要", by_post="机要文书")


def test_a_copy_arrives_whole_and_the_sender_hears_of_it(desk, unit, other_unit, relay, noon):
    file = make.file()
    envelope = make.envelope(["ZFB"], at=noon, files=[file])

    relay()

    arrival, news = desk.arrivals[0], desk.news[0]
    assert desk.places == ["zfb", "taihe"]
    assert (arrival.from_unit, arrival.number) == (unit, "太和府〔2026〕12号")
    assert arrival.content["signatory"] == "张镇长"
    assert storage.path(other_unit.schema_name, file.sha256).read_bytes() == make.CONTENT
    assert (news.receipt, news.unit, news.subject_id) == (
        "delivered",
        other_unit,
        envelope.subject_id,
    )
    assert (delivery().state, delivery().attempts) == ("delivered", 1)


def test_the_same_entry_posts_once(desk, unit, other_unit, relay, noon):
    entry = new_id()
    first = make.envelope(["ZFB"], at=noon, source_entry=entry)
    again = make.envelope(["ZFB"], at=noon, source_entry=str(entry))

    relay()

    assert first == again
    assert len(desk.arrivals) == 1


def test_a_delivery_done_twice_has_its_effect_once(desk, unit, other_unit, relay, noon):
    make.envelope(["ZFB"], at=noon)
    with public_floor():
        twin = Dispatch.objects.get()
        twin.pk = new_id()
        twin.save(force_insert=True)

    relay()

    assert (len(desk.arrivals), len(desk.news)) == (1, 1)


def test_units_keep_their_own_name_for_the_file(desk, unit, other_unit, relay, noon):
    file = make.file(content=b"only once on the disk")
    make.envelope(["ZFB"], at=noon, files=[file])
    relay()

    storage.path(unit.schema_name, file.sha256).unlink()
    storage.path(carrier.OFFICE, file.sha256).unlink()

    assert (
        storage.path(other_unit.schema_name, file.sha256).read_bytes() == b"only once on the disk"
    )


@pytest.mark.parametrize(
    ("to", "refusal", "words"),
    [
        (["ZFB", "NOWHERE"], UnknownRecipient, "没有这些收文单位：NOWHERE"),
        (["500117124"], ToItself, "不能向本单位发送"),
        ([], NoRecipient, "至少选择一个"),
    ],
)
def test_an_impossible_address_is_refused_before_anything_is_sealed(
    unit, noon, to, refusal, words
):
    with pytest.raises(refusal, match=words):
        make.envelope(to, at=noon)

    with public_floor():
        assert not Envelope.objects.exists()


def test_recipients_may_be_units_codes_or_schemas_and_count_once(desk, unit, other_unit, noon):
    make.envelope([other_unit, "ZFB", other_unit.schema_name], at=noon)

    with public_floor():
        assert Delivery.objects.count() == 1


def test_a_broken_seal_is_not_handed_over(desk, unit, other_unit, noon):
    make.envelope(["ZFB"], at=noon)
    with public_floor():
        Envelope.objects.update(title="关于另一件事的请示")

    carry_waiting(at=noon)

    with public_floor():
        assert "与封签不符" in Dispatch.objects.get().last_error
    assert (delivery().state, desk.arrivals) == ("in_transit", [])


def test_a_file_changed_on_the_road_is_not_handed_over(desk, unit, other_unit, noon):
    file = make.file(content=b"0123456789")
    make.envelope(["ZFB"], at=noon, files=[file])
    storage.path(carrier.OFFICE, file.sha256).write_bytes(b"9876543210")

    carry_waiting(at=noon)

    assert (delivery().state, desk.arrivals) == ("in_transit", [])


def test_a_receiver_that_fails_leaves_the_copy_in_transit_and_is_tried_again(
    desk, unit, other_unit, noon
):
    make.envelope(["ZFB"], at=noon)
    desk.fails_with = RuntimeError("收文表已满")
    carry_waiting(at=noon)
    assert delivery().state == "in_transit"

    desk.fails_with = None
    assert carry_waiting(at=noon.replace(minute=5)) == 1

    assert (delivery().state, delivery().attempts) == ("delivered", 2)


def test_a_suspended_unit_waits_in_transit_and_nothing_is_lost(
    desk, unit, other_unit, relay, noon
):
    with public_floor():
        Unit.objects.filter(pk=other_unit.pk).update(status="suspended")
    make.envelope(["ZFB"], at=noon)

    assert relay() == 0
    assert delivery().state == "in_transit"

    with public_floor():
        Unit.objects.filter(pk=other_unit.pk).update(status="active")
    relay()
    assert delivery().state == "delivered"


def test_acknowledging_moves_the_copy_and_tells_the_sender_who(
    desk, unit, other_unit, relay, noon
):
    envelope = make.envelope(["ZFB"], at=noon)
    relay()

    acknowledge(envelope, other_unit, noon)
    acknowledge(envelope, other_unit, noon.replace(hour=15))
    relay()

    assert (delivery().state, delivery().acknowledged_at) == ("acknowledged", noon)
    assert [news.receipt for news in desk.news] == ["delivered", "acknowledged"]
    assert (desk.news[1].by_name, desk.news[1].by_post) == ("李机要", "机要文书")


def test_a_return_gives_its_reason(desk, unit, other_unit, relay, noon):
    envelope = make.envelope(["ZFB"], at=noon)
    relay()

    with in_unit(other_unit):
        receipts.returned(envelope.pk, at=noon, by_name="李机要", reason="不属于本机关职权范围")
    relay()

    assert delivery().state == "returned"
    assert desk.news[-1].reason == "不属于本机关职权范围"


def test_a_return_told_before_its_acknowledgement_keeps_both(desk, unit, other_unit, relay, noon):
    envelope = make.envelope(["ZFB"], at=noon)
    relay()

    with in_unit(other_unit):
        receipts.returned(
            envelope.pk, at=noon.replace(hour=15), by_name="李机要", reason="重复行文"
        )
    acknowledge(envelope, other_unit, noon)

    found = delivery()
    assert (found.state, found.acknowledged_at, found.returned_at.hour) == ("returned", noon, 7)


def test_what_has_not_arrived_cannot_be_acknowledged(desk, unit, other_unit, noon):
    envelope = make.envelope(["ZFB"], at=noon)

    with pytest.raises(receipts.OutOfTurn, match="现为“在途”"):
        acknowledge(envelope, other_unit, noon)


def test_a_unit_by_itself_sees_nothing_of_the_post_office(unit):
    for model in (Envelope, Delivery, Receipt, Dispatch):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            model.objects.exists()
