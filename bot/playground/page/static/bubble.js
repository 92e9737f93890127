// One bubble: a message, or the messages of one album.
import { clock, make, weight } from "./make.js";
import { fileUrl } from "./server.js";
import { words } from "./words.js";

const TALLEST = 420; // pixels of a photo in a bubble
const EMOJI = ["👍", "❤", "🔥", "😁", "🤔"];

// `acts` has reply, react, press, command and find (a message by its id).
export function bubble(views, me, acts) {
  const [first] = views;
  if (first.service) return make("li", { class: "service", "data-key": keyOf(first) }, serviceWords(first));
  const said = views.find((view) => view.text) ?? first;
  const mine = first.from?.id === me;
  return make("li", { class: mine ? "bubble mine" : "bubble", "data-key": keyOf(first), "data-id": first.message_id },
    mine ? null : make("p", { class: "name" }, first.from?.first_name ?? ""),
    quote(first, acts),
    pictures(views),
    said.text ? make("div", { class: "words" }, ...words(said.text, said.entities, acts.command)) : null,
    make("p", { class: "when" }, first.receiver_id ? "only you see this " : "", last(views).edit_date ? "edited " : "",
      make("time", {}, clock(first.date))),
    reactions(last(views), me, acts),
    keyboard(last(views), acts),
    first.receiver_id ? null : tools(last(views), first.from?.first_name ?? "", acts));
}

// An ephemeral message has a number of its own, and 0 where others have theirs.
export const idOf = (view) => (view.ephemeral_id ? `e${view.ephemeral_id}` : view.message_id);

export const keyOf = (view) => (view.media_group_id ? `g${view.media_group_id}` : `m${idOf(view)}`);

const last = (views) => views[views.length - 1];

function serviceWords(view) {
  const topic = view.service.forum_topic_created;
  return topic ? `Topic “${topic.name}” was opened` : Object.keys(view.service)[0].replaceAll("_", " ");
}

function quote(view, acts) {
  const quoted = view.reply_to && view.reply_to !== view.thread_id ? acts.find(view.reply_to) : null;
  if (!quoted) return null;
  const text = quoted.text || (quoted.media?.kind === "document" ? "File" : "Photo");
  return make("button", { type: "button", class: "quote", onclick: () => acts.show(quoted),
    "aria-label": `In reply to ${quoted.from?.first_name ?? ""}: ${text}` },
  make("strong", {}, quoted.from?.first_name ?? ""), ` ${text}`);
}

function pictures(views) {
  const shown = views.filter((view) => view.media);
  if (!shown.length) return null;
  const isGrid = shown.length > 1 && shown.every((view) => view.media.kind === "photo");
  return make("div", { class: isGrid ? "grid" : "media" }, ...shown.map(picture));
}

function picture(view) {
  const { media } = view;
  const href = fileUrl(media.file_id);
  if (media.kind === "document") return file(media, href);
  const small = (media.sizes ?? []).find((size) => size.width >= 700) ?? media;
  return make("a", { href, target: "_blank", class: "photo" },
    make("img", { src: fileUrl(small.file_id), alt: view.text ? `Photo: ${view.text}`.slice(0, 120) : "Photo",
      style: `width:${Math.min(media.width, (TALLEST * media.width) / media.height)}px;aspect-ratio:${media.width}/${media.height}` }));
}

function file(media, href) {
  const thumbnail = media.thumbnail_file_id
    ? make("img", { src: fileUrl(media.thumbnail_file_id), alt: "", width: 56, height: 56 })
    : make("span", { class: "paper", "aria-hidden": "true" }, "📄");
  const size = media.width ? `${media.width}×${media.height}, ` : "";
  return make("a", { class: "file", href, download: media.file_name ?? "file" }, thumbnail,
    make("span", {}, make("strong", {}, media.file_name ?? "file"), make("small", {}, `${size}${weight(media.size)}`)));
}

function reactions(view, me, acts) {
  const all = Object.entries(view.reactions).flatMap(([user, list]) => list.map((emoji) => [emoji, Number(user) === me]));
  if (!all.length) return null;
  return make("p", { class: "reactions" }, ...all.map(([emoji, own]) =>
    make("button", { type: "button", disabled: !own, "aria-label": own ? `Take ${emoji} back` : emoji,
      onclick: () => acts.react(view, null) }, emoji)));
}

function keyboard(view, acts) {
  if (!view.buttons.length) return null;
  return make("div", { class: "keyboard", role: "group", "aria-label": "Buttons" }, ...view.buttons.map((row) =>
    make("div", {}, ...row.map((button) => (button.url
      ? make("a", { href: button.url, target: "_blank", rel: "noopener" }, button.text)
      : make("button", { type: "button", "data-press": button.callback_data ?? "",
        onclick: (event) => acts.press(view, button, event.currentTarget) }, button.text))))));
}

function tools(view, who, acts) {
  const picker = make("span", { class: "picker", hidden: true }, ...EMOJI.map((emoji) =>
    make("button", { type: "button", "aria-label": `React with ${emoji}`, onclick: () => acts.react(view, emoji) }, emoji)));
  const react = make("button", { type: "button", "aria-label": `React to ${who}`,
    onclick: () => { picker.hidden = !picker.hidden; } }, "☺");
  const reply = make("button", { type: "button", "aria-label": `Reply to ${who}`, onclick: () => acts.reply(view) }, "↩");
  return make("div", { class: "tools" }, reply, react, picker);
}
