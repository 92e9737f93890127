// The messages of the open chat: kept by id, shown as bubbles, changed in place.
import { bubble } from "./bubble.js";
import { at } from "./make.js";
import { press } from "./pressing.js";
import { act, get } from "./server.js";
import { announce, toast } from "./telling.js";
import { t } from "./texts.js";
import { idOf, isFor, keyOf } from "./views.js";

const NEAR = 120; // pixels from the end that still count as being there

export class Talk {
  constructor(hooks) {
    this.list = at("messages");
    this.hooks = hooks; // reply(view, quote), force(view), command(text), nameOf(user id), changed()
    this.views = new Map();
    this.top = 0;
    this.missed = null; // events, while the messages of a chat are on their way
    this.list.addEventListener("load", () => this.isAtEnd && this.toEnd(), true);
    new ResizeObserver(() => this.isAtEnd && this.toEnd()).observe(this.list); // the composer grew
    // Growing pictures move the end away; only a person who scrolls up leaves it.
    this.list.addEventListener("scroll", () => {
      const { scrollTop } = this.list;
      this.isAtEnd = this.#near() || (this.isAtEnd && scrollTop >= this.top);
      this.top = scrollTop;
    });
  }

  async open(place, me) {
    const missed = [];
    Object.assign(this, { place, me, isAtEnd: true, missed });
    const found = await get(`/control/messages?chat_id=${place.chat}&as_user=${me}`);
    if (this.missed !== missed) return;
    this.missed = null;
    this.views = new Map(found.filter((view) => this.#belongs(view)).map((view) => [idOf(view), view]));
    this.draw();
    missed.forEach((event) => this.take(event));
    this.toEnd();
    this.hooks.changed();
  }

  draw() {
    this.list.replaceChildren(...this.#groups().map((views) => this.#made(views)));
  }

  take(event) {
    if (event.chat_id !== this.place?.chat || !event.message || !this.#belongs(event.message)) return;
    if (this.missed) {
      this.missed.push(event); // what was asked for may be older than this
      return;
    }
    const view = event.message;
    const old = this.views.get(idOf(view));
    const wasAtEnd = this.isAtEnd;
    if (event.kind === "delete") this.views.delete(idOf(view));
    else if (["message", "edit", "reaction"].includes(event.kind)) this.views.set(idOf(view), view);
    else return;
    this.#redraw(keyOf(view));
    if (wasAtEnd) this.toEnd();
    if (event.from_bot && event.kind !== "delete") this.#speak(old, view);
    if (event.kind === "message" && this.#asksMe(view)) this.hooks.force(view);
    this.hooks.changed();
  }

  toEnd() {
    this.isAtEnd = true;
    this.list.scrollTop = this.list.scrollHeight;
  }

  saysAnything(me) {
    return [...this.views.values()].some((view) => view.from?.id === me);
  }

  #near() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR;
  }

  #belongs(view) {
    if (!isFor(view, this.me)) return false;
    return this.place.thread === undefined || (view.thread_id ?? 0) === this.place.thread;
  }

  // A ForceReply that is selective is for whom it names or answers (Bot API, ForceReply).
  #asksMe(view) {
    if (!view.markup?.force_reply) return false;
    const isNamed = view.entities.some((each) => each.user?.id === this.me);
    return !view.markup.selective || isNamed || this.views.get(view.reply_to)?.from?.id === this.me;
  }

  #groups() {
    const groups = new Map();
    for (const view of this.views.values()) {
      groups.set(keyOf(view), [...(groups.get(keyOf(view)) ?? []), view]);
    }
    return [...groups.values()];
  }

  #redraw(key) {
    const views = [...this.views.values()].filter((each) => keyOf(each) === key);
    const old = this.#shown(key);
    if (!views.length) {
      if (old?.contains(document.activeElement)) this.list.focus();
      old?.remove();
      return;
    }
    const made = this.#made(views);
    if (!old) {
      this.list.append(made);
      return;
    }
    const pressed = old.contains(document.activeElement) ? document.activeElement.dataset.press : undefined;
    const hadFocus = old.contains(document.activeElement);
    old.replaceWith(made);
    if (!hadFocus) return;
    const same = pressed && made.querySelector(`[data-press="${CSS.escape(pressed)}"]`);
    (same || made.querySelector("button") || this.list).focus({ preventScroll: true });
  }

  #made(views) {
    return bubble(views, this.me, {
      find: (id) => this.views.get(id),
      nameOf: this.hooks.nameOf,
      show: (view) => this.#show(view),
      reply: this.hooks.reply,
      command: this.hooks.command,
      react: (view, emoji) => this.#try(() => act("react", {
        user_id: this.me, chat_id: view.chat_id, message_id: view.message_id, emoji })),
      press: (view, button, element) => this.#try(() => press(this.me, view, button, element)),
    });
  }

  #shown(key) {
    return this.list.querySelector(`[data-key="${CSS.escape(key)}"]`);
  }

  #show(view) {
    const shown = this.#shown(keyOf(view));
    shown?.scrollIntoView({ block: "center" });
    shown?.animate([{ opacity: 0.3 }, { opacity: 1 }], 600);
  }

  async #try(work) {
    try {
      await work();
    } catch (error) {
      toast(error.message);
    }
  }

  // Progress is not read out at each step: what comes new is, and how it ends.
  #speak(old, view) {
    const isEnd = JSON.stringify(old?.buttons) !== JSON.stringify(view.buttons);
    if (!old || isEnd) announce(`${view.from.first_name}: ${view.text || (view.media ? t("sent_a_picture") : "")}`);
  }
}
