// One bubble: a message, or the messages of one album.
import { make } from "./make.js";
import { keyboard, tools } from "./buttons.js";
import { pictures } from "./pictures.js";
import { t, timeOf } from "./texts.js";
import { keyOf, summary } from "./views.js";
import { words } from "./words.js";

const SHORT = { hour: "2-digit", minute: "2-digit" };

// `acts` has reply, react, press, command, show, nameOf (a user's) and find (a message by its id).
export function bubble(views, me, acts) {
  const [first] = views;
  if (first.service) return make("li", { class: "service", "data-key": keyOf(first) }, serviceWords(first));
  const said = views.find((view) => view.text) ?? first;
  const mine = first.from?.id === me;
  const name = first.from?.first_name ?? "";
  const areFiles = views.length > 1 && views.every((view) => view.media?.kind === "document");
  return make("li", { class: classesOf(first, mine), "data-key": keyOf(first), "data-id": first.message_id },
    mine ? null : make("p", { class: "name" }, name),
    first.ephemeral_id === null ? null : make("p", { class: "only-you" }, `👁 ${t("only_you")}`),
    replied(first, acts),
    ...(areFiles ? views.flatMap((view) => [pictures([view]), text(view, acts)]) : [pictures(views), text(said, acts)]),
    make("p", { class: "when" }, last(views).edit_date ? `${t("edited")} ` : "", make("time", {}, timeOf(first.date, SHORT))),
    reactions(last(views), me, acts),
    keyboard(last(views), acts),
    tools(said, name, acts));
}

const last = (views) => views[views.length - 1];

function classesOf(view, mine) {
  return ["bubble", mine ? "mine" : "", view.ephemeral_id === null ? "" : "ephemeral"].filter(Boolean).join(" ");
}

function serviceWords(view) {
  const topic = view.service.forum_topic_created;
  return topic ? t("topic_created", topic) : Object.keys(view.service)[0].replaceAll("_", " ");
}

function text(view, acts) {
  return view.text ? make("div", { class: "words" }, ...words(view.text, view.entities, acts.command)) : null;
}

function replied(view, acts) {
  const target = view.reply_to && view.reply_to !== view.thread_id ? acts.find(view.reply_to) : null;
  if (!target) return null;
  const name = target.from?.first_name ?? "";
  const said = view.quote?.text ?? summary(target);
  return make("button", { type: "button", class: view.quote ? "quote words-of" : "quote", onclick: () => acts.show(target),
    "aria-label": t(view.quote ? "quoting" : "in_reply_to", { name, text: said }) },
  make("strong", {}, name), view.quote ? ` ❝${said}❞` : ` ${said}`);
}

function reactions(view, me, acts) {
  const all = Object.entries(view.reactions).flatMap(([user, list]) => list.map((emoji) => [emoji, Number(user)]));
  if (!all.length) return null;
  return make("p", { class: "reactions" }, ...all.map(([emoji, user]) => {
    if (user !== me) return make("span", { role: "img", "aria-label": t("reaction_by", { emoji, name: acts.nameOf(user) }) }, emoji);
    return make("button", { type: "button", "aria-label": t("take_back", { emoji }), onclick: () => acts.react(view, null) }, emoji);
  }));
}
