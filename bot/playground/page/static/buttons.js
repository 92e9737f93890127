// What can be pressed at a bubble: the bot's own keyboard, and what Telegram offers for each message.
import { make } from "./make.js";
import { selectedIn } from "./quoting.js";
import { t } from "./texts.js";

const EMOJI = ["👍", "❤", "🔥", "😁", "🤔"];

export function keyboard(view, acts) {
  if (!view.buttons.length) return null;
  return make("div", { class: "keyboard", role: "group", "aria-label": t("buttons") }, ...view.buttons.map((row) =>
    make("div", {}, ...row.map((button) => key(view, button, acts)))));
}

function key(view, button, acts) {
  if (button.url) return make("a", { href: button.url, target: "_blank", rel: "noopener" }, button.text);
  return make("button", { type: "button", class: button.style ?? false, "data-press": button.callback_data ?? "",
    onclick: (event) => acts.press(view, button, event.currentTarget) }, button.text);
}

export function tools(view, name, acts) {
  if (view.ephemeral_id !== null) return null; // Telegram offers neither for what only one person sees
  const picker = make("span", { class: "picker", hidden: true }, ...EMOJI.map((emoji) => make("button", { type: "button",
    "aria-label": t("react_with", { emoji }), onclick: () => acts.react(view, emoji) }, emoji)));
  const react = make("button", { type: "button", "aria-label": t("react_to", { name }), "aria-expanded": "false",
    onclick: () => {
      picker.hidden = !picker.hidden;
      react.setAttribute("aria-expanded", String(!picker.hidden));
    } }, "☺");
  const reply = make("button", { type: "button", "aria-label": t("reply_to", { name }),
    onmousedown: (event) => event.preventDefault(), // the words stay selected
    onclick: () => acts.reply(view, selectedIn(reply.closest(".bubble").querySelector(".words"))) }, "↩");
  return make("div", { class: "tools" }, reply, react, picker);
}
