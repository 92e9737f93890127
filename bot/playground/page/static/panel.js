// Backstage: the bot's calls as they happen, trouble to make, credits and jobs.
import { at, make } from "./make.js";
import { clear, get, post } from "./server.js";
import { toast } from "./telling.js";

const KEPT = 200; // calls in the list
const PAUSE = 700; // milliseconds between two looks into the database
const ENDED = new Set(["succeeded", "failed", "cancelled"]);
const TROUBLES = [
  ["429", "429 to the next call", { kind: "429", retry_after: 3 }],
  ["slow", "Slow answer to the next call", { kind: "slow", seconds: 5 }],
  ["before", "Drop the next call", { kind: "dropped_before" }],
  ["after", "Lose the next answer", { kind: "dropped_after" }],
  ["5xx", "502 to the next three calls", { kind: "502", times: 3 }],
];

export class Panel {
  constructor(scene, person) {
    this.person = person;
    this.calls = make("ol", { class: "calls", "aria-label": "Bot API calls, newest first", tabindex: "0" });
    this.wallets = make("p", {}, "");
    this.ledger = make("ul", {});
    this.jobs = make("ul", { class: "jobs", "aria-label": "Jobs" });
    this.bot = make("strong", {}, "starting");
    at("panel").append(
      section("The bot", make("p", {}, "It is ", this.bot, ". ", engines(scene.engines)),
        make("button", { type: "button", class: "danger", onclick: (event) => this.#kill(event.currentTarget) },
          "kill -9 and restart the bot")),
      section("Trouble for Telegram", ...troubles(scene)),
      ...scene.services.map(service),
      section("Jobs", this.jobs),
      section("Your credits", this.wallets, this.ledger),
      section("Bot API calls", this.calls));
  }

  take(calls) {
    this.calls.prepend(...calls.map(line).reverse());
    while (this.calls.children.length > KEPT) this.calls.lastChild.remove();
    this.refresh();
  }

  // Soon, and not more often than the database likes.
  refresh() {
    this.timer ??= setTimeout(async () => {
      const isBusy = await this.#look().catch(() => true);
      this.timer = undefined;
      if (isBusy) this.refresh();
    }, PAUSE);
  }

  async #look() {
    const seen = await get(`/page/backstage?user_id=${this.person()}`);
    this.bot.textContent = seen.bot;
    this.wallets.textContent = seen.wallets.map((each) =>
      `${each.wallet}: ${each.used} used today, ${each.left ?? "no limit"}${each.left === null ? "" : " left"}`).join("; ");
    this.ledger.replaceChildren(...seen.ledger.map((each) =>
      make("li", {}, `${stamp(each.at)} ${each.kind} ${each.amount}`)));
    this.jobs.replaceChildren(...seen.jobs.map((job) => make("li", {},
      make("span", { class: `state ${job.state}` }, job.failure ?? job.state),
      ` ${job.what}`, make("small", {}, ` ${job.provider ?? "nobody yet"} · credits: ${job.credits}`))));
    return seen.bot === "starting" || seen.jobs.some((job) => !ENDED.has(job.state));
  }

  async #kill(button) {
    button.disabled = true;
    this.bot.textContent = "dead";
    try {
      await post("/page/kill");
      toast("The bot was killed and is back");
    } catch (error) {
      toast(error.message);
    } finally {
      button.disabled = false;
      this.refresh();
    }
  }
}

const section = (title, ...children) => make("section", { "aria-label": title }, make("h2", {}, title), ...children);

function engines(lists) {
  const words = { GENERATE_PROVIDERS: "/gen", EDIT_PROVIDERS: "/edit", UPSCALE_PROVIDERS: "/upscale" };
  return Object.entries(lists).map(([name, makers]) => `${words[name]}: ${makers.replaceAll(",", ", ")}`).join(" · ");
}

function troubles(scene) {
  const flood = make("input", { type: "checkbox", onchange: () =>
    post("/control/switches", { flood_limits: flood.checked }) });
  flood.checked = scene.switches.flood_limits;
  const buttons = TROUBLES.map(([, label, fault]) => make("button", { type: "button",
    onclick: () => arm(label, post("/control/faults", { method: "*", ...fault })) }, label));
  return [make("label", {}, flood, " flood limits"), make("div", { class: "buttons" }, ...buttons,
    make("button", { type: "button", onclick: () => arm("All is well", clear("/control/faults")) }, "All is well"))];
}

function service({ name, troubles: labels }) {
  const button = (text, label) => make("button", { type: "button",
    onclick: () => arm(`${name}: ${text}`, post("/page/trouble", { provider: name, label })) }, text);
  return section(`Trouble for ${name}`, make("div", { class: "buttons" },
    ...labels.map((label) => button(label, label)), button("All is well", null)));
}

async function arm(label, posted) {
  try {
    await posted;
    toast(label);
  } catch (error) {
    toast(error.message);
  }
}

function line(call) {
  const told = call.ok ? call.result : `${call.error_code} ${call.description}`;
  const summary = make("summary", {}, make("b", { class: call.ok ? "ok" : "bad" }, call.method),
    ` ${stamp(call.at)} · ${Math.round(call.duration * 1000)} ms`,
    call.ok ? "" : ` · ${call.error_code ?? ""}`, call.fault ? ` · ${call.fault}` : "");
  const detail = make("details", {}, summary);
  // What is inside is made when it is looked at.
  detail.ontoggle = () => detail.childElementCount === 1 && detail.append(
    make("pre", { tabindex: "0", "aria-label": "Parameters and answer" },
      `${JSON.stringify(call.params, null, 1)}\n→ ${JSON.stringify(told, null, 1)}`));
  return make("li", {}, detail);
}

const stamp = (seconds) => new Date(seconds * 1000).toLocaleTimeString([], { hour12: false });
