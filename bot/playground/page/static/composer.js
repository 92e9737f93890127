// Writing: text, pictures by button, drop and paste, one, several or as files, in reply to a message.
import { at, make } from "./make.js";
import { Menu } from "./menu.js";
import { act } from "./server.js";
import { toast } from "./telling.js";

const ALBUM = 10; // pictures at most (Bot API, sendMediaGroup)

export class Composer {
  constructor() {
    this.text = at("text");
    this.tray = at("tray");
    this.files = [];
    this.menu = new Menu((text) => this.write(text));
    this.text.oninput = () => { this.#grow(); this.menu.show(); };
    this.text.onkeydown = (event) => this.#key(event);
    this.text.onblur = () => this.menu.hide();
    this.text.onpaste = (event) => this.#paste(event);
    at("composer").onsubmit = (event) => { event.preventDefault(); this.send(); };
    at("attach").onclick = () => at("files").click();
    at("files").onchange = () => { this.add([...at("files").files]); at("files").value = ""; };
    at("replying").querySelector("button").onclick = () => this.reply(null);
    this.#takeDrops(document.querySelector("main"));
  }

  // Where it goes, and as whom; the menu is that person's.
  async open(place, me) {
    Object.assign(this, { place, me });
    this.reply(null);
    this.menu.commands = await act("menu", { user_id: me, chat_id: place.chat });
  }

  write(text) {
    this.text.value = text;
    this.text.focus();
    this.#grow();
  }

  reply(view) {
    this.replied = view;
    const bar = at("replying");
    bar.hidden = !view;
    bar.querySelector("span").textContent = view ? `Reply to ${view.from?.first_name ?? ""}: ${view.text || "picture"}` : "";
    if (view) this.text.focus();
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
    const place = { chat_id: this.place.chat };
    if (this.place.thread) place.thread_id = this.place.thread;
    if (this.replied) place.reply_to = this.replied.message_id;
    const { files } = this;
    const asFiles = at("as-files").checked;
    this.#empty();
    try {
      if (files.length) await sendFiles(this.me, place, caption, files, asFiles);
      else await act("send_text", { user_id: this.me, text: caption, ...place });
    } catch (error) {
      this.write(caption);
      this.add(files);
      toast(`Not sent: ${error.message}`);
    }
  }

  #empty() {
    this.files = [];
    at("as-files").checked = false;
    this.write("");
    this.menu.hide();
    this.reply(null);
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
    } else if (event.key === "Escape") this.reply(null);
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
      make("button", { type: "button", "aria-label": `Remove ${file.name}`,
        onclick: () => { this.files = this.files.filter((each) => each !== file); this.#drawTray(); } }, "✕"))));
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
