"""The shelf tells in short what editions show, and follows them: kept, revised, migrated."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from achim.domain.ids import PaperId
from achim.domain.shelf import Head, head_of, shown_in
from achim.domain.slugs import slug
from achim.render.site.places import Link, edition_page, topic_page, week_page, work_page
from achim.store.codec import to_json
from achim.store.sql import SqlStore
from achim.store.tables import heads
from tests.editions import DAY, corrected_day, day_with_updates, full_day, quiet_day


def test_a_kept_edition_is_on_the_shelf_in_short(store: SqlStore) -> None:
    edition = full_day()
    store.keep(edition, (), ())
    (head,) = store.shelf.heads()
    shown = store.shelf.shown()

    assert head == head_of(edition)
    assert head.printed == len(list(edition.entries))
    assert [each.number for each in shown if each.number] == [entry.number for entry in edition.entries]
    assert {each.work for each in shown if not each.number} == {each.paper for each in edition.listed}
    assert store.shelf.named(slug(shown[0].work)) == shown[0].work
    assert store.shelf.showings([shown[0].work]) == shown[:1]
    assert store.shelf.edition(edition.key) == edition


def test_a_revision_takes_the_place_of_its_predecessor(store: SqlStore) -> None:
    edition = full_day()
    store.keep(edition, (), ())
    before = store.shelf.state()
    store.keep(replace(edition, revision=2, sections=edition.sections[:1]), (), ())

    assert [head.revision for head in store.shelf.heads()] == [2]
    assert {each.topic for each in store.shelf.shown() if each.number} == {edition.sections[0].topic.key}
    assert store.shelf.state() != before


def test_the_shelf_is_asked_by_series_day_and_topic(store: SqlStore) -> None:
    edition = full_day()
    later = replace(edition, key=replace(edition.key, day=DAY + timedelta(days=1)))
    english = full_day("en")
    for each in (edition, later, english):
        store.keep(each, (), ())
    shelf = store.shelf

    assert [head.key for head in shelf.heads([edition.key.series])] == [later.key, edition.key]
    assert [head.key for head in shelf.heads(since=later.key.day)] == [later.key]
    assert [head.key for head in shelf.heads(until=DAY)] == [english.key, edition.key]
    topic = edition.sections[0].topic.key
    assert {each.topic for each in shelf.shown([later.key.series], topic=topic)} == {topic}


def test_the_shelf_knows_which_editions_were_corrected(store: SqlStore) -> None:
    """A revision that corrects nothing, and one from before there were corrections, is none of them."""
    edition, corrected = full_day(), corrected_day()
    later = replace(corrected, key=replace(edition.key, day=DAY + timedelta(days=1)))
    for each in (replace(edition, revision=2), later, full_day("en")):
        store.keep(each, (), ())
    old = replace(edition, key=replace(edition.key, day=DAY - timedelta(days=1)), revision=2)
    store.keep(old, (), ())
    body = json.loads(to_json(Head, head_of(old)))
    del body["corrected_in"]
    with store.engine.begin() as connection:
        connection.execute(update(heads).where(heads.c.day == old.key.day).values(body=json.dumps(body)))

    assert store.shelf.corrected(later.key.day) == (head_of(later),)
    assert store.shelf.corrected(DAY) == ()


def test_a_work_is_shown_once_however_often_an_edition_names_it() -> None:
    edition = day_with_updates()
    first = next(iter(edition.entries)).paper
    twice = replace(edition, updates=(replace(edition.updates[0], paper=first.id), *edition.updates))
    works = [each.work for each in shown_in(twice)]

    assert len(works) == len(set(works))
    assert next(each for each in shown_in(twice) if each.work == first.id).number == 1
    assert shown_in(quiet_day()) == ()


@pytest.mark.parametrize(
    ("work", "name"),
    [
        ("arxiv:2410.17170", "arxiv-2410.17170"),
        ("arxiv:hep-th/9901001", "arxiv-hep-th-9901001"),
        ("doi:10.1000/xyz", "doi-ac5e10bf663f82f86279"),
    ],
)
def test_names_in_addresses_never_change(work: str, name: str) -> None:
    assert slug(PaperId(work)) == name


@given(st.text(max_size=40))
def test_hostile_property_a_work_has_a_name_that_is_a_plain_file_name(text: str) -> None:
    name = slug(PaperId(f"url:{text}"))

    assert name.isascii()
    assert not set(name) & set("/\\%?# ")


def test_places_are_relative_to_the_page_they_are_on() -> None:
    key = full_day().key
    link = Link(edition_page(key))

    assert link.to(work_page(PaperId("arxiv:2410.00001")), "p1") == "../../works/arxiv-2410.00001.html#p1"
    assert link.to(topic_page("news", "other")) == "../../topics/news-other/index.html"
    assert Link("index.html").to(week_page(date(2024, 11, 4))) == "weeks/2024-W45.html"
    with pytest.raises(ValueError, match="no key of a topic"):
        topic_page("papers", "../etc")
