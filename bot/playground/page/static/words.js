// A message's text with its entities; offsets are UTF-16 units, as JavaScript counts.
import { make } from "./make.js";
import { t } from "./texts.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s",
  code: "code", pre: "pre", blockquote: "blockquote", expandable_blockquote: "blockquote",
};
const SCHEMES = /^(https?|tg|mailto):/i; // the rest could be a script
const LINKS = new Set(["bot_command", "mention", "hashtag", "text_mention"]);

export function words(text, entities, onCommand) {
  return slice(text, 0, text.length, [...entities].sort(outerFirst), onCommand);
}

const outerFirst = (a, b) => a.offset - b.offset || b.length - a.length;

function slice(text, from, to, entities, onCommand) {
  const parts = [];
  let done = from;
  while (entities.length && entities[0].offset < to) {
    const entity = entities.shift();
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < done) continue;
    parts.push(text.slice(done, entity.offset));
    const inner = slice(text, entity.offset, end, entities, onCommand);
    parts.push(dressed(entity, text.slice(entity.offset, end), inner, onCommand));
    done = end;
  }
  parts.push(text.slice(done, to));
  return parts;
}

function dressed(entity, said, inner, onCommand) {
  if (entity.type === "text_link" || entity.type === "url") {
    const href = entity.url ?? said;
    return make("a", { href: SCHEMES.test(href) ? href : `https://${href}`, rel: "noopener", target: "_blank" }, ...inner);
  }
  if (entity.type === "bot_command") {
    return make("button", { type: "button", class: "command", onclick: () => onCommand(said) }, said);
  }
  if (entity.type === "spoiler") return spoiler(inner);
  if (LINKS.has(entity.type)) return make("span", { class: "mention" }, ...inner);
  return make(TAGS[entity.type] ?? "span", {}, ...inner);
}

function spoiler(inner) {
  const hidden = make("button", { type: "button", class: "spoiler", "aria-label": t("show_spoiler"),
    onclick: () => hidden.replaceWith(...hidden.childNodes) }, ...inner);
  return hidden;
}
