"""oaipmh.arxiv.org/oai: OAI-PMH with the formats arXivRaw and arXiv. Every error has status 200.

https://info.arxiv.org/help/oa/index.html ; shape: recorded answers and https://github.com/arXiv/oaipmh
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from html import escape as html_escape
from urllib.parse import parse_qsl, quote, unquote, urlencode

from tests.upstream.categories import ARCHIVES, NAMES, name_of, oai_set
from tests.upstream.exchange import Asked, Response
from tests.upstream.works import Work

EARLIEST = date(2005, 9, 16)
UPDATED_AFTER = timedelta(hours=2, minutes=30)
"""The archive is updated at about 22:30 Eastern, so long after the listing's turn."""

_OPEN = """<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" 
         xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
         xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">
"""
_LICENSE = "http://creativecommons.org/licenses/by/4.0/"
_REASONS = {
    "badArgument": "The request includes illegal arguments, is missing required arguments, includes a repeated "
    "argument, or values for arguments have an illegal syntax.",
    "badResumptionToken": "The value of the resumptionToken argument is invalid or expired.",
    "badVerb": "Value of the verb argument is not a legal OAI-PMH verb, the verb argument is missing, or the verb "
    "argument is repeated.",
    "cannotDisseminateFormat": "The metadata format identified by the value given for the metadataPrefix argument is "
    "not supported by the item or by the repository.",
    "idDoesNotExist": "The value of the identifier argument is unknown or illegal in this repository.",
    "noRecordsMatch": "The combination of the values of the from, until, set and metadataPrefix arguments results in "
    "an empty list.",
}
_ALLOWED = {
    "Identify": set[str](),
    "ListSets": {"resumptionToken"},
    "ListMetadataFormats": {"identifier"},
    "GetRecord": {"identifier", "metadataPrefix"},
    "ListRecords": {"metadataPrefix", "from", "until", "set", "resumptionToken"},
    "ListIdentifiers": {"metadataPrefix", "from", "until", "set", "resumptionToken"},
}
_FORMATS = ("arXivRaw", "arXiv")


class _Refusal(Exception):
    def __init__(self, code: str, reason: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason


def answer(asked: Asked) -> Response:
    params = dict(asked.query)
    try:
        _check(asked, params)
        inside = _by_verb(asked, params)
    except _Refusal as refusal:
        shown = {} if refusal.code in ("badVerb", "badResumptionToken", "badArgument", "idDoesNotExist") else params
        return _document(asked, shown, _error(refusal))
    return _document(asked, params, inside)


def error(asked: Asked) -> Response:
    """What a request is told that comes with an old token, and any other one that cannot be served."""
    code = "badResumptionToken" if asked.has("resumptionToken") else "badArgument"
    return _document(asked, {}, _error(_Refusal(code, "Token decoding failed or format is invalid.")))


def _error(refusal: _Refusal) -> str:
    reason = f" Reason: {refusal.reason}" if refusal.reason else ""
    return f"    <error code='{refusal.code}'>{_REASONS[refusal.code]}{_text(reason)}</error>"


def _check(asked: Asked, params: dict[str, str]) -> None:
    if len(params) != len(asked.query):
        raise _Refusal("badArgument", "Duplicate parameters not allowed")
    verb = params.get("verb", "")
    if verb not in _ALLOWED:
        raise _Refusal("badVerb", "Invalid verb provided")
    if unknown := set(params) - _ALLOWED[verb] - {"verb"}:
        raise _Refusal("badArgument", f"Unallowed parameter {min(unknown)}")
    if "resumptionToken" in params and len(params) > 2:
        raise _Refusal("badArgument", "No other parameters allowed with resumptionToken")


def _by_verb(asked: Asked, params: dict[str, str]) -> str:
    verb = params["verb"]
    if verb == "Identify":
        return _identify()
    if verb == "ListSets":
        return _list_sets()
    if verb == "ListMetadataFormats":
        return _list_formats()
    return _get_record(asked, params) if verb == "GetRecord" else _list(asked, params)


def _list(asked: Asked, params: dict[str, str]) -> str:
    whole = _resumed(params) if "resumptionToken" in params else params
    verb, prefix, skip = params["verb"], _format(whole), int(whole.get("skip", "0"))
    found = asked.select(_matching(asked, whole))
    if not found:
        raise _Refusal("noRecordsMatch")
    size = asked.oai_page if verb == "ListRecords" else 8 * asked.oai_page
    page = asked.lose(asked.show(found[skip : skip + size]))
    records = "\n".join(_record(work, asked, prefix) if verb == "ListRecords" else _header(work) for work in page)
    token = _token(asked, whole, skip, size, len(found))
    return f"    <{verb}>\n{records}\n{token}    </{verb}>"


def _token(asked: Asked, params: dict[str, str], skip: int, size: int, total: int) -> str:
    """Where more is to come, a token; on the last of several pages an empty one; on an only page none."""
    if skip + size < total:
        token = quote(urlencode({**params, "skip": str(skip + size)}), safe="")
        until = datetime.combine(asked.now.date() + timedelta(days=1), datetime.min.time())
        return f'        <resumptionToken expirationDate="{until:%Y-%m-%dT%H:%M:%SZ}">{token}</resumptionToken>\n'
    return "        <resumptionToken/>\n" if skip else ""


def _resumed(params: dict[str, str]) -> dict[str, str]:
    kept = dict(parse_qsl(unquote(params["resumptionToken"])))
    if kept.get("verb") != params["verb"] or not kept.get("skip", "").isdigit():
        raise _Refusal("badResumptionToken", "Token decoding failed or format is invalid.")
    return kept


def _format(params: dict[str, str]) -> str:
    prefix = params.get("metadataPrefix")
    if prefix is None:
        raise _Refusal("badArgument", "metadataPrefix required.")
    if prefix not in _FORMATS:
        raise _Refusal("cannotDisseminateFormat", "Did not recognize requested format")
    return prefix


def _matching(asked: Asked, params: dict[str, str]) -> list[Work]:
    first = _date(params, "from", EARLIEST)
    last = _date(params, "until", asked.now.date() + timedelta(days=1))
    if last > asked.now.date() + timedelta(days=1):
        raise _Refusal("badArgument", "until date too late")
    works = [work for work in _known(asked).values() if first <= _datestamp(work) <= last]
    wanted = params.get("set")
    if wanted is None:
        return sorted(works, key=_datestamp)
    if wanted not in _sets():
        raise _Refusal("badArgument", "Set does not exist")
    return sorted((work for work in works if _is_in(work, wanted)), key=_datestamp)


def _date(params: dict[str, str], name: str, default: date) -> date:
    if name not in params:
        return default
    try:
        return datetime.strptime(params[name], "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise _Refusal("badArgument", f"{name} date format must be YYYY-MM-DD") from None


def _known(asked: Asked) -> dict[str, Work]:
    return asked.corpus.current(asked.indexed_to - UPDATED_AFTER)


def _datestamp(work: Work) -> date:
    """The day, in UTC, of the record's last change: its last announcement."""
    return work.announced or work.revised_at.date()


def _is_in(work: Work, wanted: str) -> bool:
    sets = {oai_set(code) for code in work.categories}
    return any(own == wanted or own.startswith(f"{wanted}:") for own in sets)


def _sets() -> dict[str, str]:
    """Set and name: groups, archives, categories."""
    sets: dict[str, str] = {}
    for code in (*ARCHIVES, *NAMES):
        full = oai_set(code)
        sets.setdefault(full.partition(":")[0], name_of(full.partition(":")[0]))
        sets[full] = name_of(code)
    return sets


def _get_record(asked: Asked, params: dict[str, str]) -> str:
    prefix = _format(params)
    key = params.get("identifier", "").removeprefix("oai:arXiv.org:")
    work = _known(asked).get(key)
    if work is None:
        raise _Refusal("idDoesNotExist", "Invalid arXiv_id structure")
    return f"    <GetRecord>\n{_record(work, asked, prefix)}\n    </GetRecord>"


def _header(work: Work) -> str:
    sets = "".join(f"            <setSpec>{oai_set(code)}</setSpec>\n" for code in work.categories)
    return (
        f"                <header>\n        <identifier>oai:arXiv.org:{work.arxiv_id}</identifier>\n"
        f"        <datestamp>{_datestamp(work)}</datestamp>\n{sets}    </header>\n"
    )


def _record(work: Work, asked: Asked, prefix: str) -> str:
    inside = _raw(work, asked) if prefix == "arXivRaw" else _arxiv(work)
    space = f"http://arxiv.org/OAI/{prefix}/"
    return (
        f"                    <record>\n{_header(work)}\n            <metadata>\n"
        f'                        <{prefix} xmlns="{space}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="{space} https://oaipmh.arxiv.org/OAI/{prefix}.xsd">\n'
        f"{inside}    </{prefix}>\n\n            </metadata>\n        </record>\n"
    )


def _raw(work: Work, asked: Asked) -> str:
    versions = "".join(_version(number, at, work) for number, at in _history(work, asked))
    return (
        f"        <id>{work.arxiv_id}</id>\n"
        f"        <submitter>{_text((work.authors or ('?',))[0])}</submitter>\n{versions}"
        + _line("title", work.title)
        + _line("authors", ", ".join(work.authors))
        + _line("categories", " ".join(work.categories))
        + _rest(work)
    )


def _history(work: Work, asked: Asked) -> list[tuple[int, datetime]]:
    """Every version with its moment. Those between the first and this one that are not known are spread evenly."""
    known = {known.version: known.revised_at for known in asked.corpus.works if known.arxiv_id == work.arxiv_id}
    known |= {1: work.submitted_at, work.version: work.revised_at}
    step = (work.revised_at - work.submitted_at) / max(work.version - 1, 1)
    return [
        (number, known.get(number, work.submitted_at + step * (number - 1))) for number in range(1, work.version + 1)
    ]


def _version(number: int, at: datetime, work: Work) -> str:
    moment = format_datetime(at.astimezone(UTC), usegmt=True)
    is_withdrawn = number == work.version and "withdrawn" in (work.comment or "")
    size = "0kb" if is_withdrawn else f"{work.number % 9000 + 10}kb"
    kind = "                <source_type>I</source_type>\n" if is_withdrawn else ""
    return (
        f'            <version version="v{number}">\n                <date>{moment}</date>\n'
        f"                <size>{size}</size>\n{kind}            </version>\n"
    )


def _arxiv(work: Work) -> str:
    """``created`` is the day of the current version here, whatever its name says."""
    return (
        f"        <id>{work.arxiv_id}</id>\n        <created>{work.revised_at.date()}</created>\n"
        f"            <updated>{_datestamp(work)}</updated>\n        <authors>\n"
        f"{''.join(_author(name) for name in work.authors)}        </authors>\n"
        + _line("title", work.title)
        + _line("categories", " ".join(work.categories))
        + _rest(work)
    )


def _author(name: str) -> str:
    first, _, key = name.rpartition(" ")
    forenames = f"                        <forenames>{_text(first)}</forenames>\n" if first else ""
    return (
        f"                <author>\n                    <keyname>{_text(key)}</keyname>\n{forenames}"
        "                </author>\n"
    )


def _rest(work: Work) -> str:
    return (
        (_line("comments", work.comment) if work.comment else "")
        + (_line("journal-ref", work.journal_ref) if work.journal_ref else "")
        + (_line("doi", work.doi) if work.doi else "")
        + _line("license", _LICENSE)
        + _line("abstract", work.abstract)
    )


def _line(name: str, text: str) -> str:
    return f"            <{name}>{_text(text)}</{name}>\n"


def _identify() -> str:
    fields: Sequence[tuple[str, str]] = (
        ("repositoryName", "arXiv"),
        ("baseURL", "https://oaipmh.arxiv.org/oai"),
        ("protocolVersion", "2.0"),
        ("adminEmail", "help@arxiv.org"),
        ("earliestDatestamp", str(EARLIEST)),
        ("deletedRecord", "persistent"),
        ("granularity", "YYYY-MM-DD"),
    )
    return "    <Identify>\n" + "".join(_line(name, text) for name, text in fields) + "    </Identify>"


def _list_sets() -> str:
    sets = "".join(
        f"                <set>\n{_line('setSpec', code)}{_line('setName', name)}    </set>\n\n"
        for code, name in _sets().items()
    )
    return f"    <ListSets>\n{sets}    </ListSets>"


def _list_formats() -> str:
    formats = "".join(
        f"                <metadataFormat>\n{_line('metadataPrefix', name)}"
        f"{_line('schema', f'https://oaipmh.arxiv.org/OAI/{name}.xsd')}"
        f"{_line('metadataNamespace', f'http://arxiv.org/OAI/{name}/')}</metadataFormat>\n\n"
        for name in _FORMATS
    )
    return f"    <ListMetadataFormats>\n{formats}    </ListMetadataFormats>"


def _document(asked: Asked, params: dict[str, str], inside: str) -> Response:
    written = "".join(f' {name}="{_text(value)}"' for name, value in params.items())
    text = (
        f"{_OPEN}    <responseDate>{asked.now:%Y-%m-%dT%H:%M:%SZ}</responseDate>\n"
        f"                <request{written}>http://oaipmh.arxiv.org/oai</request>\n\n\n{inside}\n</OAI-PMH>"
    )
    return Response(content_type="text/xml", body=text.encode())


def _text(text: str) -> str:
    legal = "".join(character for character in text if character >= " " or character in "\n\t")
    return html_escape(legal).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")
