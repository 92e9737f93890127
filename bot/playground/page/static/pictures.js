// Photos, albums and files in a bubble, and the photo that fills the screen.
import { at, make, weight } from "./make.js";
import { fileUrl } from "./server.js";
import { t } from "./texts.js";

const TALLEST = 420; // pixels of a photo in a bubble
const ENOUGH = 700; // pixels of width that a bubble shows at most, twice over
const shown = new Set(); // spoilers that were tapped, by their file

export function pictures(views) {
  const all = views.filter((view) => view.media);
  if (!all.length) return null;
  const isGrid = all.length > 1 && all.every((view) => view.media.kind === "photo");
  return make("div", { class: isGrid ? "grid" : "media" }, ...all.map((view) =>
    (view.media.kind === "document" ? file(view.media) : photo(view))));
}

function photo(view) {
  const { media } = view;
  const small = (media.sizes ?? []).find((size) => size.width >= ENOUGH) ?? media;
  const alt = view.text ? t("photo_of", { text: view.text }).slice(0, 120) : t("photo");
  const isHidden = view.spoiler && !shown.has(media.file_id);
  const image = make("img", { src: fileUrl(small.file_id), alt: isHidden ? "" : alt,
    style: `width:${Math.min(media.width, (TALLEST * media.width) / media.height)}px;aspect-ratio:${media.width}/${media.height}` });
  const button = make("button", { type: "button", class: isHidden ? "photo covered" : "photo",
    "aria-label": isHidden ? t("show_spoiler") : t("open_photo", { text: alt }),
    onclick: () => (button.classList.contains("covered") ? uncover(button, image, media, alt) : look(media, alt)) }, image);
  return button;
}

function uncover(button, image, media, alt) {
  shown.add(media.file_id);
  button.classList.remove("covered");
  button.setAttribute("aria-label", t("open_photo", { text: alt }));
  image.alt = alt;
}

function look(media, alt) {
  const image = at("viewer").querySelector("img");
  Object.assign(image, { src: fileUrl(media.file_id), alt });
  at("viewer").showModal();
}

function file(media) {
  const thumbnail = media.thumbnail_file_id
    ? make("img", { src: fileUrl(media.thumbnail_file_id), alt: "", width: 56, height: 56 })
    : make("span", { class: "paper", "aria-hidden": "true" }, "📄");
  const size = `${media.width ? `${media.width}×${media.height}, ` : ""}${weight(media.size)}`;
  const name = media.file_name ?? t("file");
  return make("a", { class: "file", href: fileUrl(media.file_id), download: name, "aria-label": t("download", { name, size }) },
    thumbnail, make("span", {}, make("strong", {}, name), make("small", {}, size)));
}
