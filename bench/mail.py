"""A thousand recipients by mail, five in a hundred faulty, beside smtplib that sends the same bytes to the same server.

    python -m bench.mail

The server is another process on loopback that asks for STARTTLS and a password and keeps no content. Of the faulty,
20 are put off once, 10 each time, 20 do not exist. Each is tried three times at most, without waits between.
"""

import json
import random
import resource
import smtplib
import ssl
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from achim.app import picture_of
from achim.channels.mail import Envelope, MailChannel, MailSender, Server
from achim.channels.mail_message import Leaving
from achim.domain.delivery import Issue, Parcel
from achim.domain.mail import MailText
from achim.errors import DeliveryFault
from achim.render.chart import png
from achim.render.mail import environment, mail_text
from tests.editions import full_day
from tests.mail_server import PASSWORD, USER, Postbox, authority, mail_server
from tests.moving_clock import MovingClock

SEED, RECIPIENTS, TOGETHER, TRIES, ROUNDS = 2026, 1000, 4, 3, 1
SENDER = "paper@example.org"
FAULTY = {"later-once": 20, "later": 10, "nobody": 20}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        ours_end, server_end = get_context("spawn").Pipe()
        process = get_context("spawn").Process(target=_serve, args=(server_end, folder))
        process.start()
        try:
            port, ca_file = ours_end.recv()
            print(json.dumps(_measured(port, ssl.create_default_context(cafile=ca_file)), indent=1))
        finally:
            ours_end.send(None)
            process.join()


def _serve(end: Connection, folder: str) -> None:
    own = authority(Path(folder))
    with mail_server(Postbox(keep=False), own.context) as port:
        end.send((port, str(own.file)))
        end.recv()


def recipients(number: int) -> list[str]:
    """The same for the same round; a server that puts off once remembers whom."""
    faulty = [f"{kind}+{number}x{each}@example.org" for kind, count in FAULTY.items() for each in range(count)]
    good = [f"reader{number}x{each}@example.org" for each in range(RECIPIENTS - len(faulty))]
    mixed = faulty + good
    random.Random(SEED + number).shuffle(mixed)
    return mixed


def _measured(port: int, context: ssl.SSLContext) -> dict[str, object]:
    server = Server(host="localhost", port=port, context=context, user=USER, password=PASSWORD)
    issue, channel = Issue(edition=full_day(), site="https://example.org"), _channel(server)
    before = _peak_mb()
    rounds = [_round(number, channel, issue, server) for number in range(ROUNDS)]
    (parcel,) = channel.parcels(issue, "a@example.org")
    return {
        "seed": SEED,
        "recipients": RECIPIENTS,
        "together": TOGETHER,
        "bytes of a message": len(parcel.body),
        "became": rounds[0]["became"],
        "achim s": statistics.median(each["achim"] for each in rounds),
        "smtplib s": statistics.median(each["smtplib"] for each in rounds),
        "making the messages s": statistics.median(each["making"] for each in rounds),
        "memory MB at most": _peak_mb(),
        "memory MB before": before,
    }


def _channel(server: Server) -> MailChannel:
    templates = environment({})

    def made(issue: Issue) -> tuple[MailText, bytes]:
        return mail_text(issue, templates, "example.org", can_leave=True), png(picture_of(issue.edition))

    return MailChannel(
        "mail",
        server,
        Envelope(sender=("Paper", SENDER), leaving=Leaving(url="https://example.org/leave?{token}", key=b"k" * 16)),
        ("a@example.org",),
        made=made,
        clock=MovingClock(datetime(2024, 11, 4, tzinfo=UTC)),
    )


def _round(number: int, channel: MailChannel, issue: Issue, server: Server) -> dict[str, float]:
    begun = time.perf_counter()
    for recipient in recipients(number):
        channel.parcels(issue, recipient)
    making = time.perf_counter() - begun
    became, achim = _timed(lambda: _by_achim(recipients(2 * number), channel, issue))
    _, plain = _timed(lambda: _by_smtplib(recipients(2 * number + 1), channel, issue, server))
    return {"achim": achim, "smtplib": plain, "making": round(making, 2), "became": became}  # pyright: ignore[reportReturnType]


def _timed(work: Callable[[], Counter[str]]) -> tuple[Counter[str], float]:
    begun = time.perf_counter()
    done = work()
    return done, round(time.perf_counter() - begun, 2)


def _shared(names: Sequence[str], work: Callable[[Sequence[str]], Counter[str]]) -> Counter[str]:
    with ThreadPoolExecutor(TOGETHER) as pool:
        return sum(pool.map(work, [names[each::TOGETHER] for each in range(TOGETHER)]), Counter[str]())


def _by_achim(names: Sequence[str], channel: MailChannel, issue: Issue) -> Counter[str]:
    def work(own: Sequence[str]) -> Counter[str]:
        with channel.open() as sender:
            return Counter(_tried(sender, parcel) for name in own for parcel in channel.parcels(issue, name))

    return _shared(names, work)


def _tried(sender: MailSender, parcel: Parcel) -> str:
    for number in range(TRIES):
        try:
            sender.send(parcel)
        except DeliveryFault as fault:
            if not fault.again:
                return "refused"
        else:
            return "delivered after a retry" if number else "delivered"
    return "given up"


def _by_smtplib(names: Sequence[str], channel: MailChannel, issue: Issue, server: Server) -> Counter[str]:
    def work(own: Sequence[str]) -> Counter[str]:
        told = Counter[str]()
        with smtplib.SMTP(server.host, server.port) as smtp:
            smtp.starttls(context=server.context)
            smtp.login(server.user, server.password)
            for name in own:
                (parcel,) = channel.parcels(issue, name)
                told[_plainly(smtp, name, parcel.body)] += 1
        return told

    return _shared(names, work)


def _plainly(smtp: smtplib.SMTP, name: str, body: bytes) -> str:
    for _ in range(TRIES):
        try:
            smtp.sendmail(SENDER, [name], body)
        except smtplib.SMTPRecipientsRefused as error:
            if error.recipients[name][0] >= 500:
                return "refused"
        else:
            return "delivered"
    return "given up"


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
