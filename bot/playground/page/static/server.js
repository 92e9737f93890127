// Everything that goes to the server, and the stream of what comes from it.

export async function get(path) {
  return answered(await fetch(path));
}

export async function post(path, body = {}) {
  const isForm = body instanceof FormData;
  return answered(await fetch(path, {
    method: "POST",
    headers: isForm ? {} : { "Content-Type": "application/json" },
    body: isForm ? body : JSON.stringify(body),
  }));
}

export async function clear(path) {
  return answered(await fetch(path, { method: "DELETE" }));
}

export const act = (verb, body) => post(`/control/people/${verb}`, body);

export const fileUrl = (fileId) => `/control/files/${encodeURIComponent(fileId)}`;

async function answered(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.error ?? response.statusText);
  return body;
}

const AGAIN = 1000; // milliseconds until a lost stream is opened anew

// Calls `take` with each batch; a playground that was started anew gets a fresh page.
export function listen(scene, take) {
  const seen = { events: scene.events, calls: 0 };
  const open = () => {
    const socket = new WebSocket(`ws://${location.host}/page/live?${new URLSearchParams(seen)}`);
    socket.onmessage = ({ data }) => {
      const batch = JSON.parse(data);
      for (const [name, items] of Object.entries(batch)) seen[name] = items.at(-1).seq;
      take(batch);
    };
    socket.onclose = () => setTimeout(again, AGAIN);
  };
  const again = async () => {
    try {
      const now = await get("/page/scene");
      if (now.boot === scene.boot) open();
      else location.reload();
    } catch {
      setTimeout(again, AGAIN);
    }
  };
  open();
}
