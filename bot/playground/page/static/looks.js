// Light or dark: as the system has it, or as the person chose here.
import { at } from "./make.js";

export function paintByTaste() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const paint = (theme) => { document.documentElement.dataset.theme = theme; };
  paint(localStorage.getItem("theme") ?? (dark.matches ? "dark" : "light"));
  at("theme").onclick = () => {
    const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    localStorage.setItem("theme", theme);
    paint(theme);
  };
}
