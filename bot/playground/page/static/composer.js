// Writing: text, pictures by button, drop and paste, one, several or as files, in reply to a message.
import { at, make } from "./make.js";
import { Menu } from "./menu.js";
import { Reply } from "./quoting.js";
import { act } from "./server.js";
import { toast } from "./telling.js";
import { t } from "./texts.js";

const ALBUM = 10; // pictures at most (Bot API, sendMediaGroup)

export class Composer {
  constructor() {
    this.text = at("text");
    this.tray = at("tray");
    this.files = [];
    this.reply = new Reply();
    this.menu = new Menu((text) => this.write(text));
    this.text.oninput = () => { this.#grow(); this.menu.show(); };
    this.text.onkeydown = (event) => this.#key(event);
    this.text.onblur = () => this.menu.hide();
    this.text.onpaste = (event) => this.#paste(event);
    at("composer").onsubmit = (event) => { event.preventDefault(); this.send(); };
    at("attach").onclick = () => at("files").click();
    at("files").onchange = () => { this.add([...at("files").files]); at("files").value = ""; };
    this.#takeDrops(document.querySelector("main"));
  }

  // Where it goes, and as whom; the menu is that person's.
  async open(place, me) {
    Object.assign(this, { place, me });
    this.#answer(null);
    this.menu.commands = await act("menu", { user_id: me, chat_id: place.chat });
  }

  write(text) {
    this.text.value = text;
    this.text.focus();
    this.#grow();
  }

  // Behind what stands there already, once.
  addWord(word) {
    const said = this.text.value.trimEnd();
    this.write(said.includes(word) ? said : `${said || "/gen a red fox"} ${word}`);
  }

  replyTo(view, quote) {
    this.#answer(view, quote);
    this.text.focus();
  }

  // The bot asks for an answer: its message is replied to, and its hint stands where one writes.
  force(view) {
    if (this.reply.view || this.text.value) return; // the person is at something else
    this.replyTo(view, null);
    this.text.placeholder = view.markup.input_field_placeholder ?? t("placeholder");
  }

  add(files) {
    const pictures = files.filter((file) => file.size > 0);
    this.files = [...this.files, ...pictures].slice(0, ALBUM);
    if (pictures.some((file) => !file.type.startsWith("image/"))) at("as-files").checked = true;
    this.#drawTray();
    this.text.focus();
  }

  async send() {
    const caption = this.text.value.trim();
    if (!caption && !this.files.length) return;
    const place = { chat_id: this.place.chat, ...this.reply.place };
    if (this.place.thread) place.thread_id = this.place.thread;
    const { files } = this;
    const asFiles = at("as-files").checked;
    if (at("with-spoiler").checked && !asFiles) place.spoiler = true;
    this.#empty();
    try {
      if (files.length) await sendFiles(this.me, place, caption, files, asFiles);
      else {
        const ephemeral = this.menu.isForTheBotAlone(caption);
        await act("send_text", { user_id: this.me, text: caption, ...place, ephemeral });
      }
    } catch (error) {
      this.write(caption);
      this.add(files);
      toast(t("not_sent", { reason: error.message }));
    }
  }

  #answer(view, quote) {
    if (view) this.reply.to(view, quote);
    else this.reply.end();
    this.text.placeholder = t("placeholder");
  }

  #empty() {
    this.files = [];
    at("as-files").checked = false;
    at("with-spoiler").checked = false;
    this.write("");
    this.menu.hide();
    this.#answer(null);
    this.#drawTray();
  }

  #grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 160)}px`;
  }

  #key(event) {
    if (event.isComposing || this.menu.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape") this.#answer(null);
  }

  #paste(event) {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    this.add(files);
  }

  #takeDrops(target) {
    target.ondragover = (event) => { event.preventDefault(); target.classList.add("dropping"); };
    target.ondragleave = (event) => { if (!target.contains(event.relatedTarget)) target.classList.remove("dropping"); };
    target.ondrop = (event) => {
      event.preventDefault();
      target.classList.remove("dropping");
      this.add([...event.dataTransfer.files]);
    };
  }

  #drawTray() {
    for (const old of this.tray.querySelectorAll("img")) URL.revokeObjectURL(old.src);
    this.tray.hidden = !this.files.length;
    this.tray.querySelector("ul").replaceChildren(...this.files.map((file) => make("li", {},
      file.type.startsWith("image/")
        ? make("img", { src: URL.createObjectURL(file), alt: file.name })
        : make("span", {}, file.name),
      make("button", { type: "button", "aria-label": t("remove", { name: file.name }), onclick: () => this.#drop(file) }, "✕"))));
  }

  #drop(file) {
    this.files = this.files.filter((each) => each !== file);
    this.#drawTray();
    this.text.focus();
  }
}

function sendFiles(me, place, caption, files, asFiles) {
  const form = new FormData();
  const said = { user_id: me, caption, ...place };
  let verb = asFiles ? "send_document" : "send_photo";
  if (files.length > 1) {
    verb = "send_album";
    if (asFiles) said.file_names = files.map((file) => file.name);
    for (const file of files) form.append("photos", file);
  } else {
    if (asFiles) said.file_name = files[0].name;
    form.append(asFiles ? "document" : "photo", files[0]);
  }
  form.append("json", JSON.stringify(said));
  return act(verb, form);
}
