// The bar above the text: which message is answered, and which part of it is quoted.
import { at } from "./make.js";
import { t } from "./texts.js";
import { summary } from "./views.js";

// The words of a bubble that are selected, and where they begin; null for none.
export function selectedIn(element) {
  const selection = getSelection();
  if (!element || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!element.contains(range.startContainer) || !element.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.setStart(element, 0);
  before.setEnd(range.startContainer, range.startOffset);
  return part(range.toString(), before.toString().length);
}

function part(said, start) {
  const text = said.trim();
  return text ? { text, position: start + said.indexOf(text) } : null;
}

export class Reply {
  constructor() {
    this.bar = at("replying");
    this.box = at("quoting");
    at("no-reply").onclick = () => this.end();
    at("quote").onclick = () => this.#open(this.box.hidden);
    // Not `readonly`, which takes the caret away from those who select by keys.
    this.box.onbeforeinput = (event) => event.preventDefault();
    // Not "select", which is silent while keys stretch the selection.
    document.addEventListener("selectionchange", () => {
      if (document.activeElement !== this.box || this.box.hidden) return;
      const { selectionStart: start, selectionEnd: end, value } = this.box;
      this.quote = part(value.slice(start, end), start);
      this.draw();
    });
  }

  to(view, quote = null) {
    Object.assign(this, { view, quote });
    this.box.value = view.text;
    at("quote").hidden = !view.text;
    this.#open(false);
    this.draw();
  }

  end() {
    Object.assign(this, { view: null, quote: null });
    this.draw();
  }

  draw() {
    this.bar.hidden = !this.view;
    if (!this.view) return;
    const name = this.view.from?.first_name ?? "";
    this.bar.querySelector("span").textContent = this.quote
      ? t("quote_line", { name, text: this.quote.text }) : t("reply_line", { name, text: summary(this.view) });
  }

  // What goes with the message that is sent.
  get place() {
    if (!this.view) return {};
    const place = { reply_to: this.view.message_id };
    return this.quote ? { ...place, quote: this.quote.text, quote_position: this.quote.position } : place;
  }

  #open(isOpen) {
    this.box.hidden = !isOpen;
    at("quote").setAttribute("aria-expanded", String(isOpen));
    if (isOpen) this.box.focus();
  }
}
