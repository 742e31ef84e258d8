"""Who is told what, and how little is kept for those who read slowly."""

import asyncio
import json

from shared_apps.outbox.streams import EVERYTHING, MOST_OF_ONE_PERSON, MOST_WAITING, Hub


def notice(id_, unit="unit_taihe", **more):
    return json.dumps({"topic": "todo", "id": id_, "unit": unit, **more})


def heard(stream):
    return [json.loads(data)["id"] for data in asyncio.run(stream.next(0.01))]


def test_the_same_word_is_kept_once():
    stream = (hub := Hub()).open("unit_taihe", "a")
    for id_ in ("1", "2", "1"):
        hub.fan_out(notice(id_))

    assert heard(stream) == ["1", "2"]
    assert heard(stream) == []


def test_a_slow_reader_is_told_to_read_everything_again():
    stream = (hub := Hub()).open("unit_taihe", "a")
    for number in range(MOST_WAITING + 1):
        hub.fan_out(notice(str(number)))

    assert asyncio.run(stream.next(0.01)) == [EVERYTHING]


def test_only_the_unit_and_the_people_named_are_told():
    hub = Hub()
    a, b, other = (
        hub.open(*who) for who in (("unit_taihe", "a"), ("unit_taihe", "b"), ("unit_zfb", "a"))
    )

    hub.fan_out(notice("1", staff=["b"]))
    hub.fan_out(notice("2"))

    assert (heard(a), heard(b), heard(other)) == (["2"], ["1", "2"], [])


def test_after_an_outage_all_read_everything_again():
    streams = [(hub := Hub()).open("unit_taihe", "a"), hub.open("public", "b")]

    hub.resync()

    assert [asyncio.run(stream.next(0.01)) for stream in streams] == [[EVERYTHING]] * 2


def test_the_oldest_stream_of_one_person_gives_way():
    hub = Hub()
    first = hub.open("unit_taihe", "a")
    for _ in range(MOST_OF_ONE_PERSON):
        hub.open("unit_taihe", "a")

    assert first.closed
    assert len(hub) == MOST_OF_ONE_PERSON


def test_at_the_end_all_are_let_go():
    hub = Hub()
    streams = [hub.open("unit_taihe", name) for name in "abc"]

    hub.close_all()

    assert (len(hub), [stream.closed for stream in streams]) == (0, [True] * 3)
