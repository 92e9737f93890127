// The page: who speaks, which chat is open, and who is told what.
import { Chats, aboutOf, isSame, placesOf, titleOf } from "./chats.js";
import { Composer } from "./composer.js";
import { showFirst } from "./first.js";
import { paintByTaste } from "./looks.js";
import { at, make } from "./make.js";
import { Panel } from "./panel.js";
import { showSamples } from "./samples.js";
import { get, listen } from "./server.js";
import { Talk } from "./talk.js";
import { choose, chosen, speak, t } from "./texts.js";

const ACTIONS = new Set(["typing", "upload_photo", "upload_document"]);
const ACTION_SHOWN = 5000; // milliseconds (Bot API, sendChatAction)

const scene = await get("/page/scene");
const composer = new Composer();
const chats = new Chats((place) => open(place));
const talk = new Talk({
  reply: (view, quote) => composer.replyTo(view, quote),
  force: (view) => composer.force(view),
  command: (text) => composer.write(`${text.split("@")[0]} `),
  nameOf: (id) => scene.persons.find((person) => person.id === id)?.name ?? scene.bot.first_name,
  changed: () => showFirst(current, me, talk, composer),
});
const panel = new Panel(scene, () => me, composer);
let me = Number(sessionStorage.getItem("me")) || scene.persons[0].id;
if (!scene.persons.some((person) => person.id === me)) me = scene.persons[0].id;
let current;
let acting;

async function open(place) {
  current = place;
  head();
  chats.show(chats.places, place);
  fold("side", false);
  await Promise.all([talk.open(place, me), composer.open(place, me)]);
}

async function become(person) {
  me = person;
  sessionStorage.setItem("me", me);
  chats.places = placesOf(scene, me);
  current = chats.places.find((place) => isSame(place, current) && place.kind !== "private") ?? chats.places[0];
  relabel();
  await open(current);
  panel.refresh();
}

// All that the page says itself, in the language of now.
function relabel() {
  const { language } = scene.persons.find((person) => person.id === me);
  speak(language);
  at("messages").lang = language;
  at("person").replaceChildren(...scene.persons.map((person) =>
    make("option", { value: person.id }, `${person.name} – ${t(person.about)}`)));
  at("person").value = me;
  head();
  chats.show(chats.places, current);
  showSamples(composer);
  panel.draw();
}

function head() {
  at("title").textContent = titleOf(current);
  subtitle(aboutOf(current));
}

function subtitle(text) {
  at("subtitle").textContent = text;
}

function take({ events = [], calls = [] }) {
  for (const event of events) {
    chats.take(event, me);
    talk.take(event);
    const isHere = event.chat_id === current?.chat;
    if (isHere && event.kind === "chat_action") showAction(event.action);
    else if (isHere && event.from_bot) subtitle(aboutOf(current));
  }
  if (calls.length) panel.take(calls);
}

function showAction(action) {
  subtitle(t(ACTIONS.has(action) ? action : "busy", { name: scene.bot.first_name }));
  clearTimeout(acting);
  acting = setTimeout(() => subtitle(aboutOf(current)), ACTION_SHOWN);
}

function fold(name, isOpen) {
  document.body.classList.toggle(`${name}-open`, isOpen);
  at(`open-${name}`).setAttribute("aria-expanded", String(isOpen));
}

for (const name of ["side", "panel"]) {
  at(`open-${name}`).onclick = () => fold(name, !document.body.classList.contains(`${name}-open`));
}
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const name of ["side", "panel"]) {
    if (at(name).contains(document.activeElement)) at(`open-${name}`).focus();
    fold(name, false);
  }
});

paintByTaste();
at("person").onchange = () => become(Number(at("person").value));
at("language").value = chosen();
at("language").onchange = () => {
  choose(at("language").value);
  relabel();
  talk.draw();
  showFirst(current, me, talk, composer);
};

await become(me);
listen(scene, take);
document.body.dataset.ready = "true";
