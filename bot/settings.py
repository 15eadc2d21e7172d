"""Every setting, read from the environment and `.env`. Built in `main()` only."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, TypeVar
from urllib.parse import quote, unquote, urlsplit

from platformdirs import user_cache_path, user_data_path
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from knowledge import SHIPPED

PASSWORDS = (
    re.compile(r"://[^:/@]*:([^@]+)@"),
    re.compile(r"://[^:/@]*:(.+)@"),
    re.compile(r"[?&]password=([^&]+)"),
)
"""In the URL of a database, whether or not its characters are encoded as they should be."""


BASIC_INFORMATION = "from your Slack app's page Basic Information"


class ConfigurationError(Exception):
    """The bot cannot start as it is set up; the message says what to change."""


class Connection(StrEnum):
    """How Slack reaches the bot."""

    SOCKET_MODE = "Socket Mode"
    HTTP = "HTTP"
    INSTALLED = "HTTP, for all workspaces that install the app"
    NONE = "none"


def cache_folder() -> Path:
    """Tell where to keep what can be made anew: by the platform's custom, or `XDG_CACHE_HOME`."""
    return user_cache_path("mlops-learn", appauthor=False)


def _default_database() -> SecretStr:
    file = user_data_path("mlops-learn", appauthor=False) / "mlops-learn.sqlite3"
    return SecretStr(f"sqlite:///{file}")


def _api_address(url: str) -> str:
    url = url.strip()
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or not url.isascii() or any(char.isspace() for char in url):
        raise PydanticCustomError("address", "should be an address such as https://slack.com/api/")
    return url if url.endswith("/") else f"{url}/"


def _pasted(value: object) -> object:
    """Take away what copying brings along. What cannot be sent was not copied: `xoxb-…`."""
    if not isinstance(value, str):
        return value
    value = value.strip().strip("\"'")
    if not (value.isascii() and value.isprintable()):
        raise PydanticCustomError(
            "pasted", "holds characters that none has; copy it again from your Slack app's pages"
        )
    return value or None


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _ids(value: object) -> object:
    """Split what is a list for people: ids with commas or spaces between them."""
    if not isinstance(value, str):
        return value
    found = frozenset(re.split(r"[,;\s\"']+", value)) - {""}
    for id in found:
        if not re.fullmatch(r"[UW][A-Z0-9]+", id):
            raise PydanticCustomError("id", "should be ids of people such as U024BE7LH")
    return found


def _keys(value: object) -> object:
    """Split a list of keys, the newest first."""
    if not isinstance(value, str):
        return value
    found = [key.strip("\"' ") for key in value.split(",")]
    if any(len(key) < KEY_CHARACTERS for key in found):
        raise PydanticCustomError(
            "key",
            f"should be a random text of {KEY_CHARACTERS} characters or more, such as `openssl rand"
            " -base64 32` makes; or two of them with a comma between, the new one first",
        )
    return tuple(found)


def _channel(value: str | None) -> str | None:
    value = (value or "").strip().strip("\"'")
    if value and not re.fullmatch(r"[CG][A-Z0-9]+", value):
        raise PydanticCustomError(
            "channel", "should be the id of a channel such as C024BE7LR, from the end of its link"
        )
    return value or None


KEY_CHARACTERS = 32

SettingsT = TypeVar("SettingsT", bound="CatalogueSettings")

Secret = Annotated[SecretStr | None, BeforeValidator(_pasted)]


class CatalogueSettings(BaseSettings):
    """What a command needs that only asks the catalogue: others' settings are none of its business.

    Each is the environment variable of the same name, in capitals; an empty one counts as unset.
    """

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    mlops_learn_catalogue: Path = SHIPPED


class Settings(CatalogueSettings):
    """Every setting."""

    slack_bot_token: Secret = None
    slack_app_token: Secret = None
    slack_signing_secret: Secret = None
    slack_client_id: Secret = None
    slack_client_secret: Secret = None
    mlops_learn_secret_key: Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(_keys)] = ()
    slack_api_url: Annotated[str, AfterValidator(_api_address)] = "https://slack.com/api/"
    port: Annotated[int, Field(ge=0, le=65535)] = 3000
    database_url: SecretStr = Field(default_factory=_default_database)
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = (
        "INFO"
    )
    log_format: Literal["text", "json"] = "text"
    mlops_learn_admins: Annotated[frozenset[str], NoDecode, BeforeValidator(_ids)] = frozenset()
    mlops_learn_curators: Annotated[str | None, AfterValidator(_channel)] = None
    mlops_learn_question_days: Annotated[int, Field(ge=1, le=3650)] = 90
    sentry_dsn: Secret = None
    dyno: str | None = None  # set by Heroku and its like, whose disks do not last
    container: str | None = None  # set where one is, as systemd's container interface has it

    @property
    def forgets(self) -> bool:
        """Whether a restart loses what the store holds."""
        return bool(self.dyno) and "database_url" not in self.model_fields_set

    @property
    def serves_many(self) -> bool:
        """Whether it serves all workspaces that install the app, and not that of a token."""
        return bool(self.slack_client_id) and not self.slack_bot_token

    def connection(self) -> Connection:
        """Tell how Slack is connected by what is set.

        Raises:
            ConfigurationError: when something is set, but not enough to work.
        """
        self.refuse_swapped_tokens()
        if not self.slack_bot_token:
            if self.slack_client_id or self.slack_client_secret:
                self._require_for_many()
                return Connection.INSTALLED
            if not (self.slack_app_token or self.slack_signing_secret):
                return Connection.NONE
            raise ConfigurationError(
                "SLACK_BOT_TOKEN is missing: copy the Bot User OAuth Token (xoxb-…) from your"
                " Slack app's page OAuth & Permissions."
            )
        if self.slack_app_token:
            return Connection.SOCKET_MODE
        if self.slack_signing_secret:
            return Connection.HTTP
        raise ConfigurationError(
            "SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN (an xapp-… token, for Socket"
            " Mode) nor SLACK_SIGNING_SECRET (for HTTP): set one of them, from your Slack app's"
            " page Basic Information."
        )

    def _require_for_many(self) -> None:
        """Raises ConfigurationError for what it takes to serve many workspaces and is missing."""
        for name, value, where in (
            ("SLACK_CLIENT_ID", self.slack_client_id, BASIC_INFORMATION),
            ("SLACK_CLIENT_SECRET", self.slack_client_secret, BASIC_INFORMATION),
            ("SLACK_SIGNING_SECRET", self.slack_signing_secret, BASIC_INFORMATION),
            ("DATABASE_URL", "database_url" in self.model_fields_set, "a PostgreSQL that lasts"),
            ("MLOPS_LEARN_SECRET_KEY", self.mlops_learn_secret_key, "openssl rand -base64 32"),
        ):
            if not value:
                raise ConfigurationError(
                    f"{name} is missing ({where}): without SLACK_BOT_TOKEN, which is for one"
                    " workspace, the bot serves all that install the app, and needs it."
                )
        if self.slack_app_token:
            raise ConfigurationError(
                "SLACK_APP_TOKEN is set, but many workspaces are served over HTTP alone: unset it,"
                " or set SLACK_BOT_TOKEN in place of SLACK_CLIENT_ID for one workspace."
            )
        # An id means somebody else, or nobody, in each other workspace.
        for name, ids, instead in (
            ("MLOPS_LEARN_ADMINS", self.mlops_learn_admins, "its own admins may"),
            ("MLOPS_LEARN_CURATORS", self.mlops_learn_curators, "/mlops-learn curators here"),
        ):
            if ids:
                raise ConfigurationError(
                    f"{name} is of one workspace, but many are served: unset it (in each of them:"
                    f" {instead})."
                )

    def refuse_swapped_tokens(self) -> None:
        """Raises ConfigurationError where a token stands in the place of another."""
        for name, secret, wrong, right in (
            ("SLACK_BOT_TOKEN", self.slack_bot_token, "xapp-", "xoxb-"),
            ("SLACK_APP_TOKEN", self.slack_app_token, "xoxb-", "xapp-"),
        ):
            if secret and secret.get_secret_value().startswith(wrong):
                raise ConfigurationError(
                    f"{name} holds a token that starts with {wrong}: it takes the one that starts"
                    f" with {right}."
                )

    def secrets(self) -> tuple[str, ...]:
        """List every value that no log, error or metric may show."""
        found = [
            *(self.slack_bot_token, self.slack_app_token, self.slack_signing_secret),
            *(self.slack_client_secret, *self.mlops_learn_secret_key, self.sentry_dsn),
        ]
        values = [secret.get_secret_value() for secret in found if secret]
        for password in self.database_passwords():
            values += [password, unquote(password), quote(unquote(password), safe="")]
        return tuple(values)

    def database_passwords(self) -> tuple[str, ...]:
        """List what may be meant as the database's password: a character may be ambiguous."""
        url = self.database_url.get_secret_value()
        return tuple(password for pattern in PASSWORDS for password in pattern.findall(url))


def read_settings(kind: type[SettingsT]) -> SettingsT:
    """Read settings.

    Raises:
        ConfigurationError: naming every variable that cannot be used, never its value.
    """
    try:
        return kind()
    except UnicodeDecodeError as error:
        raise ConfigurationError(f".env is not text in UTF-8 ({error}): write it anew.") from None
    except ValidationError as error:
        lines = [
            f"{str(fault['loc'][0]).upper()}: {_cure(fault['loc'][0], fault['type'], fault['msg'])}"
            for fault in error.errors(include_input=False, include_url=False)
        ]
        raise ConfigurationError("\n".join(lines)) from None


def revealed(secret: SecretStr | None) -> str:
    """Give a secret's value; empty where it is not set."""
    return secret.get_secret_value() if secret else ""


RANGES = {"port": "0 to 65535", "mlops_learn_question_days": "1 to 3650"}


def _cure(name: int | str, kind: str, said: str) -> str:
    """Say in our words what pydantic says in its own, where the difference matters."""
    if kind in ("int_parsing", "greater_than_equal", "less_than_equal"):
        return f"should be a number from {RANGES[str(name)]}"
    return said.removeprefix("Input ")
