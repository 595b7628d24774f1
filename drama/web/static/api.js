// What the page asks the server for. Every change carries the token and the hash of the file it was made on.

const token = document.querySelector("meta[name=drama-token]")?.content || "";

export class Refused extends Error {
  constructor(status, body) {
    super(body.error || `the server answered ${status}`);
    this.status = status;
    this.body = body;
  }
}

async function answered(response) {
  const body = response.headers.get("content-type")?.includes("json") ? await response.json() : {};
  if (!response.ok) throw new Refused(response.status, body);
  return body;
}

export const get = async (path) => answered(await fetch(path));

export const post = async (path, content = {}, method = "POST") => answered(await fetch(path, {
  method, headers: { "content-type": "application/json", "x-drama-token": token }, body: JSON.stringify(content),
}));

export const send = async (path, blob, name = "") => answered(await fetch(path, {
  method: "POST",
  headers: { "content-type": blob.type || "application/octet-stream", "x-drama-token": token, "x-name": encodeURIComponent(name) },
  body: blob,
}));

export const remove = (path) => post(path, {}, "DELETE");

// Server-sent events; the browser connects again by itself.
const listeners = new Map();
let source = null;

export function listen(kind, heard) {
  if (!source) {
    source = new EventSource("/api/events");
    window.addEventListener("pagehide", () => source.close());
  }
  const handler = (event) => heard(JSON.parse(event.data));
  source.addEventListener(kind, handler);
  if (!listeners.has(kind)) listeners.set(kind, new Set());
  listeners.get(kind).add(handler);
  return () => source.removeEventListener(kind, handler);
}

export const storyPath = (key, rest = "") => `/api/stories/${encodeURIComponent(key)}${rest}`;
