// The list of chats that the speaking person sees; a forum's topics stand one by one.
import { at, make } from "./make.js";

const GENERAL = 0;

export function placesOf(scene, me) {
  const bot = { chat: me, title: scene.bot.first_name, about: "private chat", kind: "private" };
  const shared = scene.chats.filter((chat) => chat.type !== "private" && chat.members.includes(me));
  return [bot, ...shared.flatMap((chat) => places(chat))];
}

function places(chat) {
  const about = `${chat.members.length} members`;
  if (!chat.is_forum) return [{ chat: chat.id, title: chat.title, about, kind: "group" }];
  const topics = [{ thread_id: GENERAL, name: "General" }, ...chat.topics];
  return topics.map((topic) => ({
    chat: chat.id, thread: topic.thread_id, title: topic.name, about: `${chat.title}, topic`, kind: "topic",
  }));
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
    at("chats").replaceChildren(...places.map((place) => this.#row(place)));
  }

  // A message somewhere: the line below its chat's name, and a count where nobody looks.
  take(event) {
    if (event.kind !== "message" && event.kind !== "edit") return;
    const place = this.places?.find((each) => each.chat === event.chat_id
      && (each.thread === undefined || each.thread === (event.message.thread_id ?? GENERAL)));
    if (!place) return;
    const key = `${place.chat}/${place.thread}`;
    const { message } = event;
    this.lasts.set(key, message.text || (message.media ? "Picture" : ""));
    if (event.kind === "message" && !isSame(place, this.current)) this.unread.set(key, (this.unread.get(key) ?? 0) + 1);
    this.show(this.places, this.current);
  }

  #row(place) {
    const key = `${place.chat}/${place.thread}`;
    const isOpen = isSame(place, this.current);
    if (isOpen) this.unread.delete(key);
    const count = this.unread.get(key);
    return make("li", { class: place.kind },
      make("button", { type: "button", "aria-current": isOpen ? "true" : false, onclick: () => this.open(place) },
        make("span", { class: "face", "aria-hidden": "true" }, [...place.title][0]),
        make("span", { class: "lines" }, make("strong", {}, place.title),
          make("small", {}, this.lasts.get(key) || place.about)),
        count ? make("span", { class: "count", "aria-label": `${count} new` }, String(count)) : null));
  }
}
