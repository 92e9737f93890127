// The page: who speaks, which chat is open, and who is told what.
import { Chats, isSame, placesOf } from "./chats.js";
import { Composer } from "./composer.js";
import { showFirst } from "./first.js";
import { at, make } from "./make.js";
import { Panel } from "./panel.js";
import { get, listen } from "./server.js";
import { isForOthers, Talk } from "./talk.js";

const ACTIONS = {
  typing: "is typing…", upload_photo: "is sending a photo…", upload_document: "is sending a file…",
};
const ACTION_SHOWN = 5000; // milliseconds (Bot API, sendChatAction)

const scene = await get("/page/scene");
const composer = new Composer();
const chats = new Chats((place) => open(place));
const talk = new Talk({
  reply: (view) => composer.reply(view),
  command: (text) => composer.write(`${text.split("@")[0]} `),
  changed: () => showFirst(current, me, talk, composer),
});
const panel = new Panel(scene, () => me);
let me = Number(sessionStorage.getItem("me")) || scene.persons[0].id;
if (!scene.persons.some((person) => person.id === me)) me = scene.persons[0].id;
let current;
let acting;

async function open(place) {
  current = place;
  at("title").textContent = place.title;
  subtitle(place.about);
  chats.show(chats.places, place);
  fold("side", false);
  await Promise.all([talk.open(place, me), composer.open(place, me)]);
}

async function become(person) {
  me = person;
  sessionStorage.setItem("me", me);
  chats.places = placesOf(scene, me);
  const same = chats.places.find((place) => isSame(place, current) && place.kind !== "private");
  await open(same ?? chats.places[0]);
  panel.refresh();
}

function subtitle(text) {
  at("subtitle").textContent = text;
}

function take({ events = [], calls = [] }) {
  for (const event of events) {
    if (isForOthers(event.message, me)) continue;
    chats.take(event);
    talk.take(event);
    const isHere = event.chat_id === current?.chat;
    if (isHere && event.kind === "chat_action") showAction(event.action);
    else if (isHere && event.from_bot) subtitle(current.about);
  }
  if (calls.length) panel.take(calls);
}

function showAction(action) {
  subtitle(`${scene.bot.first_name} ${ACTIONS[action] ?? "is busy…"}`);
  clearTimeout(acting);
  acting = setTimeout(() => subtitle(current.about), ACTION_SHOWN);
}

function fold(name, isOpen) {
  document.body.classList.toggle(`${name}-open`, isOpen);
  at(`open-${name}`).setAttribute("aria-expanded", String(isOpen));
}

for (const name of ["side", "panel"]) {
  at(`open-${name}`).onclick = () => fold(name, !document.body.classList.contains(`${name}-open`));
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") ["side", "panel"].forEach((name) => fold(name, false));
});

const dark = matchMedia("(prefers-color-scheme: dark)");
function paint(theme) {
  document.documentElement.dataset.theme = theme;
}
paint(localStorage.getItem("theme") ?? (dark.matches ? "dark" : "light"));
at("theme").onclick = () => {
  const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  localStorage.setItem("theme", theme);
  paint(theme);
};

at("person").append(...scene.persons.map((person) =>
  make("option", { value: person.id }, `${person.name} – ${person.about}`)));
at("person").value = me;
at("person").onchange = () => become(Number(at("person").value));

await become(me);
listen(scene, take);
document.body.dataset.ready = "true";
