"""The tables of the archive. Moments are ISO 8601 text in UTC, so that every database orders them alike."""

from sqlalchemy import Boolean, Column, Date, Float, Index, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

builds = Table(
    "builds",
    metadata,
    Column("edition", String, primary_key=True, comment="the edition's key"),
    Column("begun_at", String, nullable=False),
    comment="Builds that have begun and not ended: a restart takes up the moment at which the work began",
)

editions = Table(
    "editions",
    metadata,
    Column("series", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("made_at", String, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("body", Text, nullable=False, comment="the whole edition as JSON"),
)

announcements = Table(
    "announcements",
    metadata,
    Column("series", String, primary_key=True),
    Column("announcement", String, primary_key=True),
    Column("day", Date, nullable=False, comment="the edition whose ledger holds it"),
    Column("position", Integer, nullable=False),
    Column("source", String, nullable=False),
    Column("paper", String, nullable=False),
    Column("bucket", String, nullable=False),
    Column("body", Text, nullable=True, comment="the announcement as JSON; NULL where only a record told of it"),
    Column("batch", Date, nullable=True, comment="the source's own label of the day"),
    Column("kind", String, nullable=True),
    Index("announcements_of_edition", "series", "day"),
    Index("announcements_of_paper", "paper"),
    Index("announcements_of_batch", "series", "source", "batch"),
)

tellings = Table(
    "tellings",
    metadata,
    Column("series", String, primary_key=True),
    Column("paper", String, primary_key=True),
    Column("day", Date, primary_key=True, comment="the edition that printed the work or told an update of it"),
    Column("version", Integer, nullable=True),
    Column("title", String, nullable=False),
    Column("abstract", Text, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("source", String, primary_key=True),
    Column("answered_at", String, nullable=True),
    Column("batch", Date, nullable=True),
    Column("failures", Integer, nullable=False, comment="in a row, since it last answered whole"),
    Column("failed_at", String, nullable=True),
    Column("fault", Text, nullable=True, comment="the newest fault as JSON"),
)

cursors = Table(
    "cursors",
    metadata,
    Column("series", String, primary_key=True),
    Column("source", String, primary_key=True),
    Column("day", Date, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("request", String, primary_key=True),
    Column("at", String, nullable=False),
    Column("url", String, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    comment="What upstream answered, successes only",
)

addresses = Table(
    "addresses",
    metadata,
    Column("url", String, primary_key=True),
    Column("moved_to", String, nullable=True),
    Column("gone_at", String, nullable=True),
    comment="Addresses of feeds that answered that they have moved, or gone, for good",
)

flags = Table(
    "flags",
    metadata,
    Column("flag", String, primary_key=True, comment="SHA-256 of edition, sentence and reason"),
    Column("series", String, nullable=False),
    Column("day", Date, nullable=False),
    Column("claim", String, nullable=False, comment="the sentence's anchor"),
    Column("said", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", String, nullable=False),
    Column("closed_at", String, nullable=True, comment="when a correction was made of it"),
    comment="What readers hold to be wrong",
)

vectors = Table(
    "vectors",
    metadata,
    Column("model", String, primary_key=True),
    Column("text", String, primary_key=True, comment="SHA-256 of the text"),
    Column("vector", LargeBinary, nullable=False, comment="little-endian float32"),
)

model_answers = Table(
    "model_answers",
    metadata,
    Column("question", String, primary_key=True, comment="SHA-256 of all that bears on the answer"),
    Column("model", String, nullable=False),
    Column("at", String, nullable=False),
    Column("body", Text, nullable=False, comment="the answer as JSON; finished and readable ones only"),
    comment="What language models answered, so that nothing is paid for twice",
)

scores = Table(
    "scores",
    metadata,
    Column("series", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("body", LargeBinary, nullable=False, comment="works that were ranked and not printed, packed JSON"),
)

heads = Table(
    "heads",
    metadata,
    Column("series", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("body", Text, nullable=False, comment="the newest revision in short, as JSON"),
    Index("heads_of_day", "day"),
)

shown = Table(
    "shown",
    metadata,
    Column("series", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("work", String, nullable=False),
    Column("slug", String, nullable=False, comment="the work's name in addresses"),
    Column("topic", String, nullable=False, comment="empty where it was not printed"),
    Column("body", Text, nullable=False, comment="the work as the newest revision shows it, as JSON"),
    Index("shown_work", "work"),
    Index("shown_slug", "slug"),
    Index("shown_topic", "topic", "day"),
    comment="What editions show, in short, for those who read many",
)

marks = Table(
    "marks",
    metadata,
    Column("profile", String, primary_key=True),
    Column("work", String, primary_key=True),
    Column("kind", String, nullable=False, comment="star or mute"),
    Column("at", String, nullable=False),
    comment="What readers starred and muted",
)

notes = Table(
    "notes",
    metadata,
    Column("profile", String, primary_key=True),
    Column("work", String, primary_key=True),
    Column("text", Text, nullable=False),
    Column("at", String, nullable=False),
    comment="What readers wrote about works: plain text",
)

receipts = Table(
    "receipts",
    metadata,
    Column("channel", String, primary_key=True),
    Column("recipient", String, primary_key=True),
    Column("series", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("body", Text, nullable=False, comment="how its way went so far, as JSON"),
    Index("receipts_of_day", "day"),
    comment="What went out, or is on its way",
)

tries = Table(
    "tries",
    metadata,
    Column("series", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("at", String, nullable=False),
    Column("times", Integer, nullable=False),
    comment="How often the schedule began to build an edition, and when last",
)

incidents = Table(
    "incidents",
    metadata,
    Column("key", String, primary_key=True),
    Column("body", Text, nullable=False),
    comment="What is wrong now, and whether the owner was told",
)

runs = Table(
    "runs",
    metadata,
    Column("begun_at", String, primary_key=True),
    Column("is_idle", Boolean, nullable=False, comment="whether nothing was to be done"),
    Column("body", Text, nullable=False),
    comment="What each run of the schedule did; of those that did nothing, the last",
)

claims = Table(
    "claims",
    metadata,
    Column("key", String, primary_key=True, comment="what is claimed: a question, a source, a group of hosts"),
    Column("holder", String, nullable=False, comment="a process and a number; empty where it only rests"),
    Column("until", Float(53), nullable=False, comment="when it lapses: seconds since 1970 by the database's clock"),
    comment="Who is at what, over all machines",
)
