// The messages of the open chat: kept by id, shown as bubbles, changed in place.
import { bubble, idOf, keyOf } from "./bubble.js";
import { at } from "./make.js";
import { act, get } from "./server.js";
import { alertOf, announce, toast } from "./telling.js";

const NEAR = 120; // pixels from the end that still count as being there
const ANSWER = 20; // seconds a pressed button waits

// Is it an ephemeral message between the bot and somebody else?
export const isForOthers = (view, me) => Boolean(view?.receiver_id) && ![view.receiver_id, view.from?.id].includes(me);

export class Talk {
  constructor(hooks) {
    this.list = at("messages");
    this.hooks = hooks; // reply(view), command(text), changed()
    this.views = new Map();
    this.top = 0;
    this.list.addEventListener("load", () => this.isAtEnd && this.toEnd(), true);
    // Growing pictures move the end away; only a person who scrolls up leaves it.
    this.list.addEventListener("scroll", () => {
      const { scrollTop } = this.list;
      this.isAtEnd = this.#near() || (this.isAtEnd && scrollTop >= this.top);
      this.top = scrollTop;
    });
  }

  async open(place, me) {
    this.place = place;
    this.me = me;
    this.isAtEnd = true;
    const found = await get(`/control/messages?chat_id=${place.chat}&as_user=${me}`);
    if (this.place !== place) return;
    this.views = new Map(found.filter((view) => this.#belongs(view)).map((view) => [idOf(view), view]));
    this.list.replaceChildren(...this.#groups().map((views) => this.#made(views)));
    this.toEnd();
    this.hooks.changed();
  }

  take(event) {
    if (event.chat_id !== this.place?.chat || !event.message || !this.#belongs(event.message)) return;
    const view = event.message;
    const old = this.views.get(idOf(view));
    const wasAtEnd = this.isAtEnd;
    if (event.kind === "delete") this.views.delete(idOf(view));
    else if (["message", "edit", "reaction"].includes(event.kind)) this.views.set(idOf(view), view);
    else return;
    this.#redraw(keyOf(view));
    if (wasAtEnd) this.toEnd();
    if (event.from_bot) this.#speak(old, view);
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
    return this.place.thread === undefined || (view.thread_id ?? 0) === this.place.thread;
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
    const old = this.list.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!views.length) {
      old?.remove();
      return;
    }
    const made = this.#made(views);
    if (!old) {
      this.list.append(made);
      return;
    }
    const pressed = old.contains(document.activeElement) ? document.activeElement.dataset.press : undefined;
    old.replaceWith(made);
    if (pressed !== undefined) {
      (made.querySelector(`[data-press="${CSS.escape(pressed)}"]`) ?? made.querySelector("button") ?? this.list).focus();
    }
  }

  #made(views) {
    return bubble(views, this.me, {
      find: (id) => this.views.get(id),
      show: (view) => this.#show(view),
      reply: this.hooks.reply,
      command: this.hooks.command,
      react: (view, emoji) => this.#try(() => act("react", {
        user_id: this.me, chat_id: view.chat_id, message_id: view.message_id, emoji })),
      press: (view, button, element) => this.#try(() => this.#press(view, button, element)),
    });
  }

  #show(view) {
    const shown = this.list.querySelector(`[data-key="${CSS.escape(keyOf(view))}"]`);
    shown?.scrollIntoView({ block: "center" });
    shown?.animate([{ opacity: 0.3 }, { opacity: 1 }], 600);
  }

  async #press(view, button, element) {
    if (button.copy_text) {
      await navigator.clipboard.writeText(button.copy_text.text);
      toast("Copied");
      return;
    }
    element.classList.add("waiting");
    try {
      const query = await act("press", { user_id: this.me, chat_id: view.chat_id,
        message_id: view.message_id, ephemeral_id: view.ephemeral_id, button: button.callback_data });
      const answer = await get(`/control/callback_answer?query_id=${query}&timeout=${ANSWER}`);
      if (answer.show_alert) alertOf(answer.text);
      else if (answer.text) toast(answer.text);
    } finally {
      element.classList.remove("waiting");
    }
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
    if (!old || isEnd) announce(`${view.from.first_name}: ${view.text || (view.media ? "a picture" : "")}`);
  }
}
