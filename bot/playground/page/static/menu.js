// The command menu that opens on "/": arrows, Enter, Tab, Escape.
import { at, make } from "./make.js";
import { t } from "./texts.js";

export class Menu {
  constructor(choose) {
    this.box = at("menu");
    this.text = at("text");
    this.commands = [];
    this.choose = choose;
    this.active = 0;
  }

  show() {
    const typed = this.text.value;
    const isAsked = /^\/[a-z0-9_]*$/i.test(typed);
    this.found = isAsked ? this.commands.filter((each) => `/${each.command}`.startsWith(typed.toLowerCase())) : [];
    this.active = 0;
    this.#draw();
  }

  hide() {
    this.found = [];
    this.#draw();
  }

  // True when the key was for the menu.
  key(event) {
    if (this.box.hidden) return false;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      this.active = (this.active + moves[event.key] + this.found.length) % this.found.length;
      this.#draw();
    } else if (event.key === "Escape") this.hide();
    else if (event.key === "Tab" || (event.key === "Enter" && this.text.value !== `/${this.found[this.active].command}`)) {
      this.#take(this.found[this.active]);
    } else return false;
    event.preventDefault();
    return true;
  }

  // Only the bot gets a command that its menu declares so (Bot API, BotCommand.is_ephemeral).
  isForTheBotAlone(text) {
    const [, name] = /^\/([a-z0-9_]+)(?:@\S+)?(?:\s|$)/i.exec(text) ?? [];
    return this.commands.some((each) => each.command === name?.toLowerCase() && each.is_ephemeral);
  }

  #take(command) {
    this.hide();
    this.choose(`/${command.command} `);
  }

  #draw() {
    this.box.hidden = this.found.length === 0;
    this.box.replaceChildren(...this.found.map((command, index) =>
      make("li", { role: "option", id: `command-${index}`, "aria-selected": String(index === this.active),
        onmousedown: (event) => { event.preventDefault(); this.#take(command); } },
      make("strong", {}, `/${command.command}`), ` ${command.description}`,
      command.is_ephemeral ? make("span", { role: "img", "aria-label": t("only_you"), title: t("only_you") }, " 👁") : null)));
    if (this.box.hidden) this.text.removeAttribute("aria-activedescendant");
    else {
      this.text.setAttribute("aria-activedescendant", `command-${this.active}`);
      this.box.children[this.active].scrollIntoView({ block: "nearest" });
    }
  }
}
