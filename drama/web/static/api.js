// What the page asks the server for. Every change carries the token and the hash of the file it was made on.

const token = document.querySelector("meta[name=drama-token]")?.content || "";

export class Refused extends Error {
  constructor(status, body) {
    super(body.error || `the server answered ${status}`);
    this.status = status;
    this.body = body;
  }
}

const GONE = "drama isn't running any more. Type “drama open” in the terminal again; what was mended is kept.";

// A browser's own words for a server that is gone ("Failed to fetch") tell nobody what to do.
async function asked(path, options) {
  try { return await fetch(path, options); } catch (error) { throw error instanceof TypeError ? new Error(GONE) : error; }
}

async function answered(response) {
  const body = response.headers.get("content-type")?.includes("json") ? await response.json() : {};
  if (!response.ok) throw new Refused(response.status, body);
  return body;
}

export const get = async (path) => answered(await asked(path));

export const post = async (path, content = {}, method = "POST") => answered(await asked(path, {
  method, headers: { "content-type": "application/json", "x-drama-token": token }, body: JSON.stringify(content),
}));

export const send = async (path, blob, name = "") => answered(await asked(path, {
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
