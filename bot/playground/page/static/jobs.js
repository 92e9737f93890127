// The newest jobs, each with the states that it went through while one looked.
import { make } from "./make.js";
import { t } from "./texts.js";

const ENDED = new Set(["succeeded", "failed", "cancelled"]);

export class Jobs {
  constructor() {
    this.trails = new Map();
    this.areUnderWay = false;
  }

  made() {
    this.list = make("ul", { class: "jobs", tabindex: "0", "aria-label": t("jobs") });
    return this.list;
  }

  show(jobs) {
    this.areUnderWay = jobs.some((job) => !ENDED.has(job.state));
    for (const job of jobs) {
      const trail = this.trails.get(job.id) ?? [];
      if (trail.at(-1) !== job.state) trail.push(job.state);
      this.trails.set(job.id, trail);
    }
    this.list.replaceChildren(...jobs.map((job) => this.#line(job)));
  }

  #line(job) {
    const before = this.trails.get(job.id).slice(0, -1);
    return make("li", {},
      before.length ? make("small", { class: "trail" }, `${before.join(" → ")} → `) : null,
      make("span", { class: `state ${job.state}` }, job.failure ?? job.state),
      ` ${job.what}`,
      make("small", {}, ` ${job.provider ?? t("nobody_yet")} · ${t("credits", { count: job.credits })}`));
  }
}
