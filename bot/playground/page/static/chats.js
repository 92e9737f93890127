// The list of chats that the speaking person sees; a forum's topics stand one by one.
import { at, make } from "./make.js";
import { t } from "./texts.js";
import { isFor, summary } from "./views.js";

const GENERAL = 0;

export function placesOf(scene, me) {
  const bot = { chat: me, name: scene.bot.first_name, kind: "private" };
  const shared = scene.chats.filter((chat) => chat.type !== "private" && chat.members.includes(me));
  return [bot, ...shared.flatMap((chat) => places(chat))];
}

function places(chat) {
  const place = { chat: chat.id, name: chat.title, of: chat.title, count: chat.members.length, kind: "group" };
  if (!chat.is_forum) return [place];
  const topics = [{ thread_id: GENERAL, name: null }, ...chat.topics];
  return topics.map((topic) => ({ ...place, thread: topic.thread_id, name: topic.name, kind: "topic" }));
}

export const titleOf = (place) => place.name ?? t("general");

export function aboutOf(place) {
  if (place.kind === "private") return t("bot");
  return place.kind === "topic" ? t("topic_of", { chat: place.of }) : t("members", { count: place.count });
}

export const isSame = (one, other) => one.chat === other?.chat && one.thread === other?.thread;

export class Chats {
  constructor(open) {
    this.open = open;
    this.lasts = new Map();
    this.unread = new Map();
  }

  show(places, current) {
    this.places = places;
    this.current = current;
    const focused = [...at("chats").querySelectorAll("button")].indexOf(document.activeElement);
    at("chats").replaceChildren(...places.map((place) => this.#row(place)));
    if (focused >= 0) at("chats").querySelectorAll("button")[focused]?.focus({ preventScroll: true });
  }

  // A message somewhere: the line below its chat's name, and a count where nobody looks.
  take(event, me) {
    if (event.kind !== "message" && event.kind !== "edit") return;
    const { message } = event;
    if (!isFor(message, me)) return;
    const place = this.places?.find((each) => each.chat === event.chat_id
      && (each.thread === undefined || each.thread === (message.thread_id ?? GENERAL)));
    if (!place) return;
    const key = keyOf(place);
    this.lasts.set(key, message);
    const isNews = event.kind === "message" && message.from?.id !== me && !message.service;
    if (isNews && !isSame(place, this.current)) this.unread.set(key, (this.unread.get(key) ?? 0) + 1);
    this.show(this.places, this.current);
  }

  #row(place) {
    const key = keyOf(place);
    const isOpen = isSame(place, this.current);
    if (isOpen) this.unread.delete(key);
    const count = this.unread.get(key);
    return make("li", { class: place.kind },
      make("button", { type: "button", "aria-current": isOpen ? "true" : false, onclick: () => this.open(place) },
        make("span", { class: "face", "aria-hidden": "true" }, [...titleOf(place)][0]),
        make("span", { class: "lines" }, make("strong", {}, titleOf(place)), make("small", {}, this.#last(key) || aboutOf(place))),
        count ? make("span", { class: "count", role: "img", "aria-label": t("new_messages", { count }) }, String(count)) : null));
  }

  #last(key) {
    const message = this.lasts.get(key);
    return message && !message.service ? summary(message) : "";
  }
}

const keyOf = (place) => `${place.chat}/${place.thread}`;
