"""Who may ask the live reader, how much, what is counted, and what its log does not tell."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achim.errors import SettingsError, UserError
from achim.settings import load_settings
from achim.settings_serve import ServeSettings, is_loopback
from achim.web.gate import host_name, own_hosts, route_of
from achim.web.limits import Bucket, Limits, neighbourhood
from achim.web.metrics import Metrics
from achim.web.server import refuse_public
from tests.web_world import World, world

SAMPLE = re.compile(r'^[a-z_]+(\{([a-z_]+="[^"\\\n]*",?)+\})? -?[0-9.e+-]+(inf)?$')


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("guard") / "home", hosts=["paper.example.org"]) as made:
        yield made


HOSTS: Mapping[str, int] = {
    "localhost": 200,
    "LOCALHOST:8421": 200,
    "127.0.0.1:1": 200,
    "[::1]:8421": 200,
    "paper.example.org": 200,
    "evil.example": 421,
    "localhost.evil.example": 421,
    "127.0.0.1.nip.example": 421,
    "paper.example.org.": 421,
    "localhost@evil.example": 421,
    "": 421,
    "[::1": 421,
    "0.0.0.0": 421,
}


@pytest.mark.parametrize(("host", "status"), HOSTS.items(), ids=[host or "none" for host in HOSTS])
def test_hostile_a_name_that_was_bound_to_this_machine_is_not_answered(reader: World, host: str, status: int) -> None:
    """DNS rebinding: a page of elsewhere whose name now leads here."""
    for path in ("/", "/healthz", "/api/search?q=x"):
        assert reader.client.get(path, headers={"host": host}).status_code == status


def test_hosts_are_named_without_their_port() -> None:
    assert host_name(" [::1]:80 ") == "[::1]"
    assert "[::1]" in own_hosts()
    assert "paper.example.org" in own_hosts("Paper.Example.org")


@pytest.mark.parametrize(
    "name", ["", " ", "*", "*.example.org", "a.example:80", "http://a.example", "a,b", "a..b", "::1"]
)
def test_fault_a_name_that_is_none_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "achim.toml").write_text(f"[serve]\nhosts = [{name!r}]\n", encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        load_settings(tmp_path / "achim.toml")
    assert "serve.hosts#1" in str(refused.value)
    assert "error.setting.host_name" in str(refused.value)


def test_names_are_taken_as_a_host_header_has_them() -> None:
    told = ServeSettings.model_validate({"hosts": " paper.example.org, 192.0.2.1,[2001:db8::1]"})
    assert told.hosts == ("paper.example.org", "192.0.2.1", "[2001:db8::1]")
    assert ServeSettings.model_validate({"hosts": ""}).hosts == ()


def test_hostile_a_client_that_asks_too_much_is_told_to_wait(tmp_path: Path) -> None:
    with world(tmp_path / "home", rate=3) as live:
        told = [live.client.get("/") for _ in range(5)]
        assert [each.status_code for each in told] == [200, 200, 200, 429, 429]
        assert 1 <= int(told[-1].headers["retry-after"]) <= 21
        assert live.client.get("/healthz").status_code == 200, "whoever watches the server is not held off"


def test_all_together_have_a_bound_too() -> None:
    limits = Limits(10, 15, 0.0)
    let = [limits.wait(f"10.0.0.{number % 5}", 0.0) == 0 for number in range(20)]
    assert sum(let) == 15


@given(st.integers(1, 1_000), st.lists(st.floats(0, 10), max_size=60))
def test_property_nobody_gets_more_than_a_minutes_worth_and_what_has_filled_since(most: int, gaps: list[float]) -> None:
    bucket, now, let = Bucket(most, 0.0), 0.0, 0
    for gap in gaps:
        now += gap
        let += bucket.take(now) == 0
    assert let <= most + now * most / 60 + 1e-6


def test_hostile_many_clients_take_bounded_memory() -> None:
    limits = Limits(1, 0, 0.0)
    for number in range(12_000):
        limits.wait(f"10.{number // 65_536}.{number // 256 % 256}.{number % 256}", 0.0)
    assert limits.wait("10.0.46.223", 0.0) > 0, "the newest are remembered"
    assert limits.wait("10.0.0.0", 0.0) == 0, "and the oldest forgotten"


def test_the_addresses_of_one_customer_are_one_client() -> None:
    assert neighbourhood("2001:db8::1") == neighbourhood("2001:db8::ffff:1%eth0")
    assert neighbourhood("2001:db8::1") != neighbourhood("2001:db8:0:1::1")
    assert neighbourhood("192.0.2.1") != neighbourhood("192.0.2.2")
    assert len(neighbourhood("x" * 1_000)) == 64


def test_hostile_a_body_that_is_too_long_is_refused_everywhere(reader: World) -> None:
    answer = reader.client.post("/", content=b"x" * 100_000)
    assert answer.status_code in (405, 413)


def test_metrics_are_in_prometheus_format_and_count_by_route(tmp_path: Path) -> None:
    with world(tmp_path / "home") as reader:
        for path in ("/", "/search?q=%3Cscript%3E", "/no-such/thing", '/"}{x="'):
            reader.client.get(path)
        reader.client.request("BREW", "/")
        answer = reader.client.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = answer.text.splitlines()
    assert not [line for line in lines if not line.startswith("# ") and not SAMPLE.match(line)]
    assert 'achim_http_requests_total{route="search",method="GET",status="200"} 1' in lines
    assert 'achim_http_requests_total{route="front",method="OTHER",status="405"} 1' in lines
    assert "achim_editions 1" in lines
    assert "achim_works 12" in lines
    assert "achim_claims_under_way 0" in lines
    assert any(line.startswith("achim_newest_edition_age_seconds ") for line in lines)
    assert 'achim_http_request_seconds_count{route="search"} 1' in lines


def test_a_histogram_adds_up() -> None:
    metrics = Metrics()
    for seconds in (0.0005, 0.001, 0.3, 99.0):
        metrics.observe("front", "GET", 200, seconds)
    text = metrics.text({})
    assert '_bucket{route="front",le="0.001"} 2\n' in text
    assert '_bucket{route="front",le="0.5"} 3\n' in text
    assert '_bucket{route="front",le="+Inf"} 4\n' in text
    assert '_count{route="front"} 4\n' in text
    assert '_sum{route="front"} 99.301500\n' in text


def test_hostile_no_reader_makes_series_of_metrics() -> None:
    assert {route_of(f"/{number}/x") for number in range(100)} == {"other"}


def test_the_log_tells_no_query_no_token_and_stays_one_line(reader: World) -> None:
    reader.said.clear()
    reader.client.get("/search?q=my+secret+interest", headers={"cookie": "achim_session=abc"})
    reader.client.get("/a%0d%0ab?token=abc")
    reader.client.get("/" + "x" * 5_000)
    assert len(reader.said) == 3
    for line in reader.said:
        assert line.isprintable()
        assert len(line) < 300
        assert "secret" not in line
        assert "abc" not in line
    assert re.fullmatch(r"GET /search 200 \d+ \d+ms", reader.said[0])


def test_nothing_is_logged_where_the_setting_says_so(tmp_path: Path) -> None:
    with world(tmp_path / "home", access_log=False) as live:
        live.client.get("/")
        assert live.said == []


@pytest.mark.parametrize(
    ("host", "only_here"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False),
     ("192.168.0.2", False), ("paper.example.org", False)],
)  # fmt: skip
def test_other_machines_reach_it_only_on_purpose(host: str, only_here: bool) -> None:
    assert is_loopback(host) is only_here
    if only_here:
        refuse_public(ServeSettings(host=host))
        return
    for told in ({}, {"public": True}, {"hosts": ("paper.example.org",)}):
        with pytest.raises(UserError, match="serve_public"):
            refuse_public(ServeSettings.model_validate({"host": host, **told}))
    refuse_public(ServeSettings(host=host, public=True, hosts=("paper.example.org",)))
