// Trouble to make: for Telegram, and for each service what can be made there.
import { make } from "./make.js";
import { clear, post } from "./server.js";
import { toast } from "./telling.js";
import { t } from "./texts.js";

const TELEGRAM = [
  ["telegram_429", { kind: "429", retry_after: 3 }],
  ["telegram_slow", { kind: "slow", seconds: 5 }],
  ["telegram_before", { kind: "dropped_before" }],
  ["telegram_after", { kind: "dropped_after" }],
  ["telegram_5xx", { kind: "502", times: 3 }],
];

const FEW = 3; // groups of switches that are open from the start

export function troubles(scene, composer) {
  const groups = [[t("telegram_trouble"), ...telegram(scene)], ...scene.services.map((service) =>
    [t("service_trouble", service), emulated(service)]), ...inTheBot(scene, composer)];
  return groups.map(([title, ...parts], index) =>
    make("details", { open: index === 0 || groups.length <= FEW }, make("summary", {}, title), ...parts));
}

function telegram(scene) {
  const flood = make("input", { type: "checkbox", onchange: async () => {
    scene.switches = await post("/control/switches", { flood_limits: flood.checked });
  } });
  flood.checked = scene.switches.flood_limits;
  const buttons = TELEGRAM.map(([key, fault]) => once(t(key), () => post("/control/faults", { method: "*", ...fault })));
  return [make("label", {}, flood, ` ${t("flood_limits")}`),
    row(...buttons, once(t("all_well"), () => clear("/control/faults")))];
}

// Engines without a service behind them: what a word in the prompt can do there.
function inTheBot(scene, composer) {
  const engines = new Set(Object.values(scene.engines).flatMap((makers) => makers.split(",")));
  const groups = Object.entries(scene.words).filter(([name]) => engines.has(name)).map(([name, words]) =>
    [t("service_trouble", { name }), make("p", {}, t("word_trouble")), row(...Object.entries(words).map(([key, word]) =>
      make("button", { type: "button", title: word, onclick: () => composer.addWord(word) }, t(key))))]);
  if (engines.has("local")) groups.at(-1).push(make("p", {}, t("local_trouble")));
  return groups;
}

function emulated(service) {
  const switches = [];
  const mend = async () => {
    await order(service.name, null);
    for (const [trouble, button] of switches) press(trouble, button, false);
  };
  const buttons = service.troubles.map((trouble) => {
    const label = t(trouble.name);
    if (!trouble.lasts) return once(label, () => order(service.name, trouble.name), service.name);
    const button = once(label, () => (trouble.is_on ? mend() : start(trouble, button)), service.name);
    switches.push([trouble, button]);
    press(trouble, button, trouble.is_on);
    return button;
  });
  const start = async (trouble, button) => {
    await order(service.name, trouble.name);
    press(trouble, button, true);
  };
  return row(...buttons, once(t("all_well"), mend, service.name));
}

// What lasts can be seen to be on.
function press(trouble, button, isOn) {
  trouble.is_on = isOn;
  button.setAttribute("aria-pressed", String(isOn));
}

const order = (provider, trouble) => post("/page/trouble", { provider, trouble });

const row = (...buttons) => make("div", { class: "buttons" }, ...buttons);

function once(label, act, who) {
  return make("button", { type: "button", onclick: async () => {
    try {
      await act();
      toast(who ? `${who}: ${label}` : label);
    } catch (error) {
      toast(error.message);
    }
  } }, label);
}
