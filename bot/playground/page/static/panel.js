// Backstage: the bot's state, trouble to make, credits, jobs, and its calls as they happen.
import { Calls } from "./calls.js";
import { Jobs } from "./jobs.js";
import { at, make } from "./make.js";
import { get, post } from "./server.js";
import { toast } from "./telling.js";
import { t } from "./texts.js";
import { troubles } from "./trouble.js";

const PAUSE = 700; // milliseconds between two looks into the database
const OPERATIONS = { GENERATE_PROVIDERS: "/gen", EDIT_PROVIDERS: "/edit", UPSCALE_PROVIDERS: "/upscale" };

export class Panel {
  constructor(scene, person, composer) {
    Object.assign(this, { scene, person, composer, state: scene.state });
    this.calls = new Calls();
    this.jobs = new Jobs();
    this.credits = make("div", {});
  }

  // Anew, in the language of now.
  draw() {
    this.bot = make("strong", { role: "status" });
    this.#tellState();
    at("panel").replaceChildren(
      section(t("the_bot"), make("p", {}, this.bot, `. ${engines(this.scene.engines)}`),
        make("button", { type: "button", class: "danger", onclick: (event) => this.#kill(event.currentTarget) }, t("kill"))),
      section(t("jobs"), this.jobs.made()),
      section(t("trouble"), ...troubles(this.scene, this.composer)),
      section(t("your_credits"), this.credits),
      section(t("calls"), this.calls.made()));
    if (this.seen) this.#show(this.seen);
  }

  take(calls) {
    this.calls.take(calls);
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
    const asked = this.person();
    const seen = await get(`/page/backstage?user_id=${asked}`);
    if (asked !== this.person()) return true;
    this.seen = seen;
    this.#show(seen);
    return seen.bot === "starting" || this.jobs.areUnderWay;
  }

  #show(seen) {
    this.state = seen.bot;
    this.#tellState();
    this.jobs.show(seen.jobs);
    this.credits.replaceChildren(make("p", {}, seen.unlimited ? t("no_quota") : seen.wallets.map((each) => t(`wallet_${each.wallet}`, each)).join("; ")),
      make("ul", { tabindex: "0", "aria-label": t("your_credits") }, ...seen.ledger.map((each) => make("li", {}, this.calls.stamp(each.at), ` ${t(each.kind)} ${each.amount}`))));
  }

  #tellState() {
    const told = t(`bot_${this.state}`);
    if (this.bot.textContent !== told) this.bot.textContent = told;
  }

  async #kill(button) {
    button.disabled = true;
    this.state = "down";
    this.#tellState();
    try {
      await post("/page/kill");
      toast(t("killed"));
    } catch (error) {
      toast(error.message);
    } finally {
      button.disabled = false;
      this.refresh();
    }
  }
}

const section = (title, ...children) => make("section", { "aria-label": title }, make("h2", {}, title), ...children);

const engines = (lists) => Object.entries(lists)
  .map(([name, makers]) => `${OPERATIONS[name]}: ${makers.replaceAll(",", ", ")}`).join(" · ");
