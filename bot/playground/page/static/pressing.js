// A press of one of the bot's buttons, and its answer as a toast or an alert.
import { act, get } from "./server.js";
import { alertOf, toast } from "./telling.js";
import { t } from "./texts.js";

const PATIENCE = 20; // seconds a pressed button waits

export async function press(me, view, button, element) {
  if (button.copy_text) {
    await navigator.clipboard.writeText(button.copy_text.text);
    toast(t("copied"));
    return;
  }
  element.classList.add("waiting");
  element.setAttribute("aria-busy", "true");
  try {
    const query = await act("press", { user_id: me, chat_id: view.chat_id, message_id: view.message_id,
      ephemeral_id: view.ephemeral_id, button: button.callback_data });
    const answer = await get(`/control/callback_answer?query_id=${query}&timeout=${PATIENCE}`);
    if (answer.show_alert) alertOf(answer.text);
    else if (answer.text) toast(answer.text);
  } finally {
    element.classList.remove("waiting");
    element.removeAttribute("aria-busy");
  }
}
