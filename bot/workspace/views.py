"""Modals and App Homes, and the triggers that open them.

https://docs.slack.dev/surfaces/modals
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.workspace.arguments import Refusal
from bot.workspace.blocks import view_problems
from bot.workspace.elements import with_ids
from bot.workspace.world import App, Json, World, new_id

TRIGGER_SECONDS = 3
STACK = 3
FIELDS = ("title", "submit", "close", "callback_id", "private_metadata", "external_id")

TROUBLE = "The app did not answer. Try again."


@dataclass(frozen=True)
class View:
    """A modal or an App Home as it stands now; `body` is what the app sent."""

    id: str
    person: str
    body: Json
    hash: str
    root: str
    previous: str | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    """What the app, or Slack, found wrong with the inputs, by block id; "" for all of it."""

    @property
    def is_home(self) -> bool:
        return bool(self.body["type"] == "home")

    def to_slack(self, team: str, app: App, state: Json | None = None) -> Json:
        """Render Slack's view object."""
        return {
            "id": self.id,
            "team_id": team,
            "type": self.body["type"],
            "blocks": self.body["blocks"],
            "state": state or {"values": {}},
            "hash": self.hash,
            "clear_on_close": bool(self.body.get("clear_on_close")),
            "notify_on_close": bool(self.body.get("notify_on_close")),
            "previous_view_id": self.previous,
            "root_view_id": self.root,
            "app_id": app.id,
            "app_installed_team_id": team,
            "bot_id": app.bot_id,
            **{name: self.body.get(name, _absent(name)) for name in FIELDS},
        }


class Views:
    """Each person's modals, the top one last, and App Home."""

    def __init__(self, world: World, *, has_home: bool) -> None:
        self._world = world
        self._has_home = has_home
        self._triggers: dict[str, tuple[str, float]] = {}
        self._modals: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}
        self.read()

    def read(self) -> None:
        """Take up what the workspace remembers; modals are closed."""
        self._modals.clear()
        self._homes = {view.person: view for view in self._world.remembered("home", View)}

    def new_trigger(self, person: str) -> str:
        """Make an id that opens one modal for a person, within three seconds."""
        now = self._world.clock()
        old = [key for key, (_, made) in self._triggers.items() if made < now - 3600]
        for key in old:
            del self._triggers[key]
        trigger = f"{self._world.timestamp()}.{secrets.token_hex(8)}"
        self._triggers[trigger] = (person, now)
        return trigger

    def modal(self, person: str) -> View | None:
        """Give the modal that a person has before them."""
        stack = self._modals.get(person)
        return stack[-1] if stack else None

    def home(self, person: str) -> View | None:
        return self._homes.get(person)

    def find(self, view: str) -> View | None:
        """Find an open view by its id, or by the id that the app gave it."""
        stacks = (view for stack in self._modals.values() for view in stack)
        return next(
            (
                v
                for v in (*stacks, *self._homes.values())
                if view in (v.id, v.body.get("external_id"))
            ),
            None,
        )

    def open(self, trigger: str, body: Any) -> View:
        person = self._use(trigger)
        return self._put(person, self._new(person, self._checked(body, "modal")), [])

    def push(self, trigger: str, body: Any) -> View:
        person = self._use(trigger)
        return self._push(person, body)

    def update(self, view: str, body: Any, hash: str | None = None) -> View:
        standing = self.find(view)
        if standing is None:
            raise Refusal("not_found")
        _refuse_conflict(standing, hash)
        checked = self._checked(body, "home" if standing.is_home else "modal")
        return self._replace(replace(standing, body=checked, hash=_hash(), errors={}))

    def publish(self, person: str, body: Any, hash: str | None = None) -> View:
        if not self._has_home:
            raise Refusal("not_enabled")
        checked = self._checked(body, "home")
        if standing := self.home(person):
            _refuse_conflict(standing, hash)
            return self._replace(replace(standing, body=checked, hash=_hash()))
        return self._replace(self._new(person, checked))

    def close(self, view: View) -> None:
        """Take a modal off the stack of its person."""
        stack = self._modals.get(view.person, [])
        self._modals[view.person] = [kept for kept in stack if kept.id != view.id]
        self._world.changed()

    def clear(self, person: str) -> None:
        """Close all modals of a person."""
        self._modals[person] = []
        self._world.changed()

    def refuse(self, view: View, errors: Mapping[str, str]) -> None:
        """Tell, by block id, what was wrong with what stands in the inputs."""
        self._replace(replace(view, errors=errors))

    def submitted(self, view: View, reply: Any, *, acknowledged: bool) -> None:
        """Do what the app answered to a submission: nothing said closes the view."""
        if not acknowledged:
            self.refuse(view, {"": TROUBLE})
            return
        said = reply if isinstance(reply, dict) else {}
        try:
            match said.get("response_action"):
                case "errors":
                    told = said.get("errors")
                    errors = told if isinstance(told, dict) else {"": TROUBLE}
                    texts = {str(block): str(text) for block, text in errors.items()}
                    self.refuse(view, texts)
                case "update":
                    self.update(view.id, said.get("view"))
                case "push":
                    self._push(view.person, said.get("view"))
                case "clear":
                    self.clear(view.person)
                case _:
                    self.close(view)
        except Refusal as refusal:
            self.refuse(view, {"": f"{TROUBLE} ({refusal.explained})"})

    def _use(self, trigger: str) -> str:
        if trigger not in self._triggers:
            raise Refusal("invalid_trigger_id")
        person, made = self._triggers[trigger]
        if not person:
            raise Refusal("exchanged_trigger_id")
        if self._world.clock() - made > TRIGGER_SECONDS:
            raise Refusal("expired_trigger_id")
        self._triggers[trigger] = ("", made)
        return person

    def _checked(self, body: Any, kind: str) -> Json:
        found = view_problems(body, kind)
        if found:
            messages = [f"[ERROR] {problem}" for problem in found]
            raise Refusal("invalid_arguments", response_metadata={"messages": messages})
        checked: Json = body | {"blocks": with_ids(body["blocks"])}
        return checked

    def _new(self, person: str, body: Json) -> View:
        id = new_id("V")
        return View(id=id, person=person, body=body, hash=_hash(), root=id)

    def _push(self, person: str, body: Any) -> View:
        stack = self._modals.get(person, [])
        if len(stack) >= STACK:
            raise Refusal("push_limit_reached")
        pushed = self._new(person, self._checked(body, "modal"))
        if stack:
            pushed = replace(pushed, root=stack[0].id, previous=stack[-1].id)
        return self._put(person, pushed, stack)

    def _put(self, person: str, view: View, below: list[View]) -> View:
        self._modals[person] = [*below, view]
        self._world.changed()
        return view

    def _replace(self, view: View) -> View:
        if view.is_home:
            self._world.remember("home", view.person, view)
            self._homes[view.person] = view
        else:
            stack = self._modals.get(view.person, [])
            self._modals[view.person] = [view if old.id == view.id else old for old in stack]
        self._world.changed()
        return view


def _absent(name: str) -> str | None:
    return "" if name in ("callback_id", "private_metadata", "external_id") else None


def _hash() -> str:
    return f"{secrets.randbelow(10**10)}.{secrets.token_hex(4)}"


def _refuse_conflict(standing: View, hash: str | None) -> None:
    if hash and hash != standing.hash:
        raise Refusal("hash_conflict")
