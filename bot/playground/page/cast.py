"""Who is there when the page opens: people of several tongues, a group and a forum."""

from dataclasses import dataclass
from typing import Any

from bot.playground.botapi.people import People

Json = dict[str, Any]

_FRIENDS = (
    ("Anna", "en", "speaks_en"),
    ("Иван", "ru", "speaks_ru"),
    ("小美", "zh-hans", "speaks_zh"),
)
_ADMIN = ("Olga", "en", "admin")
_STRANGER = ("Sam", "en", "stranger")
_TOPICS = ("Ideas", "Large prints")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The people and places of a playground.

    Attributes:
        persons: id, name, language, and the key of the page's words about each.
        group: id of the group of the three friends.
        forum: id of the supergroup with topics.
        admin: id of the bot's admin.
        stranger: id of the one whom the bot does not serve.
    """

    persons: tuple[Json, ...]
    group: int
    forum: int
    admin: int
    stranger: int

    @property
    def settings(self) -> dict[str, str]:
        """What the bot is told of them: who may use it, and who is its admin."""
        served = [
            str(person["id"])
            for person in self.persons
            if person["id"] != self.stranger
        ]
        return {
            "ACCESS": "list",
            "ALLOWED_IDS": ",".join([*served, str(self.group), str(self.forum)]),
            "ADMIN_IDS": str(self.admin),
        }


def gather(people: People) -> Cast:
    """Bring them together on a server where nobody is yet."""
    friends = [_person(people, *each) for each in _FRIENDS]
    admin, stranger = _person(people, *_ADMIN), _person(people, *_STRANGER)
    members = [friend["id"] for friend in friends]
    group = people.add_chat("Three friends", members=members)["id"]
    forum = people.add_chat(
        "Picture studio",
        type="supergroup",
        members=[admin["id"], *members],
        is_forum=True,
        bot_role="administrator",  # so that it may whisper there; in the group it is a member
    )["id"]
    for topic in _TOPICS:
        people.add_topic(forum, topic)
    return Cast(
        persons=(*friends, admin, stranger),
        group=group,
        forum=forum,
        admin=admin["id"],
        stranger=stranger["id"],
    )


def _person(people: People, name: str, language: str, about: str) -> Json:
    user = people.add_user(name, language_code=language)
    return {"id": user["id"], "name": name, "language": language, "about": about}
