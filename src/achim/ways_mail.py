"""The channel of mail that the settings name."""

import ssl

from achim.channels.folder import Files
from achim.channels.mail import Envelope, MailChannel, Server
from achim.channels.mail_message import Leaving
from achim.domain.delivery import Issue
from achim.domain.mail import MailText
from achim.domain.note import Note
from achim.errors import SettingsError
from achim.ports import Clock
from achim.settings_channels import own_templates, secret_of
from achim.settings_mail import MailSettings, named_address, recipients_of, unsubscribe_key

_PASSWORD = "SMTP_PASSWORD"


def mail_channel(name: str, settings: MailSettings, files: Files, clock: Clock) -> MailChannel:
    """Raises SettingsError where what it needs is missing."""
    from achim.render.mail import TEMPLATES, environment, mail_text

    templates = environment(own_templates(name, settings, TEMPLATES))
    envelope = Envelope(
        sender=named_address(settings.sender),
        reply_to=named_address(settings.reply_to) if settings.reply_to else None,
        leaving=_leaving(name, settings),
    )

    def made(issue: Issue) -> tuple[MailText, bytes | None]:
        mail = mail_text(issue, templates, envelope.domain, can_leave=envelope.leaving is not None)
        pictures = [data for file, data in files(issue).items() if file.endswith(".png")] if mail.chart else []
        return mail, pictures[0] if pictures else None

    return MailChannel(
        name,
        _server(name, settings),
        envelope,
        recipients_of(name, settings),
        made=made,
        clock=clock,
        together=settings.together,
    )


def _leaving(name: str, settings: MailSettings) -> Leaving | None:
    if not settings.unsubscribe:
        return None
    key = unsubscribe_key(name, settings)
    return Leaving(url=settings.unsubscribe, key=key, one_click=settings.unsubscribe_one_click)


def _server(name: str, settings: MailSettings) -> Server:
    password = secret_of(name, settings, _PASSWORD) if settings.user else None
    if settings.user and password is None:
        variable = settings.secret_variable or _PASSWORD
        raise SettingsError(Note.of("error.mail_password", channel=name, user=settings.user, variable=variable))
    return Server(
        host=settings.host,
        port=settings.reached_at,
        context=None if settings.security == "none" else _trust(name, settings),
        is_implicit=settings.security == "tls",
        user=settings.user,
        password=password.get_secret_value() if password else "",
        timeout=settings.timeout,
    )


def _trust(name: str, settings: MailSettings) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=settings.ca_file)
    except OSError as error:
        raise SettingsError(Note.of("error.mail_ca", channel=name, path=settings.ca_file)) from error
