// The bot's calls as they happen: method, time, parameters, answer.
import { make } from "./make.js";
import { t, timeOf } from "./texts.js";

const KEPT = 200; // calls in the list

export class Calls {
  constructor() {
    this.list = make("ol", { class: "calls", tabindex: "0" });
  }

  made() {
    this.list.setAttribute("aria-label", t("calls_newest"));
    for (const each of this.list.querySelectorAll("pre")) each.setAttribute("aria-label", t("params_answer"));
    return this.list;
  }

  take(calls) {
    this.list.prepend(...calls.map((call) => this.#line(call)).reverse());
    while (this.list.children.length > KEPT) this.list.lastChild.remove();
  }

  stamp(seconds) {
    return timeOf(seconds);
  }

  #line(call) {
    const told = call.ok ? call.result : `${call.error_code} ${call.description}`;
    const summary = make("summary", {}, make("b", { class: call.ok ? "ok" : "bad" }, call.method),
      ` ${this.stamp(call.at)} · ${Math.round(call.duration * 1000)} ms`,
      call.ok ? "" : ` · ${call.error_code ?? ""}`, call.fault ? ` · ${call.fault}` : "");
    const detail = make("details", {}, summary);
    // What is inside is made when it is looked at.
    detail.ontoggle = () => detail.childElementCount === 1 && detail.append(
      make("pre", { tabindex: "0", role: "group", "aria-label": t("params_answer") },
        `${JSON.stringify(call.params, null, 1)}\n→ ${JSON.stringify(told, null, 1)}`));
    return make("li", {}, detail);
  }
}
