// Human takes: lines recorded in the browser, tried, trimmed and chosen. An actor's page shows one part alone.

import { ask, clock, h, icon, redrawn, toast } from "./dom.js";
import { get, post, send, storyPath } from "./api.js";
import { tabs } from "./frame.js";

export async function recordView(key) {
  const { people } = await get(storyPath(key, "/cast"));
  const wanted = new URLSearchParams(window.location.search).get("part");
  const name = wanted || people.find((person) => person.name !== "narrator" && person.lines)?.name || "narrator";
  const view = new Recording(storyPath(key, ""), `?name=${encodeURIComponent(name)}`);
  await view.load();
  const choice = h("select", { "aria-label": "Part", onchange: () => { window.location.search = `?part=${encodeURIComponent(choice.value)}`; } },
    people.filter((person) => person.lines).map((person) => h("option", { value: person.name, selected: person.name === name }, person.name)));
  const link = h("button", { type: "button", onclick: async () => {
    const { address } = await post(storyPath(key, "/actor"), { name });
    await ask(`A link for ${name}`, [h("p", null, "It opens this part alone. Give it to the actor; it works as long as the page runs."), h("textarea", { class: "yaml", readonly: true, rows: "3", "aria-label": "Link" }, address)], { action: "Done" });
  } }, "Link for the actor");
  view.element.prepend(h("div", { class: "top" }, h("header", { class: "bar crowded" }, h("a", { class: "button bare", href: "/", "data-link": true, "aria-label": "Back to the collection" }, "‹"),
    h("div", { class: "grow" }, h("h1", null, view.sides.title)), choice, link), tabs(key, "/record")));
  return view;
}

export async function actorView() {
  const view = new Recording("/api/actor", "");
  await view.load();
  view.element.prepend(h("div", { class: "top" }, h("header", { class: "bar" }, h("h1", null, `${view.sides.name} · ${view.sides.title}`))));
  return view;
}

class Recording {
  constructor(path, query) {
    this.path = path;
    this.query = query;
    this.audio = new Audio();
    this.main = h("main", { id: "main", class: "sheet-page narrow" });
    this.element = h("div", null, this.main);
    this.recorder = null;
  }

  close() { this.audio.pause(); this.recorder?.stop(); this.stream?.getTracks().forEach((track) => track.stop()); }

  async load() {
    this.sides = await get(`${this.path}/sides${this.query}`);
    document.title = `${this.sides.name}: ${this.sides.title} · drama`;
    const done = this.sides.scenes.flatMap((scene) => scene.lines).filter((line) => line.chosen).length;
    redrawn(this.main, () => this.main.replaceChildren(h("p", { class: "quiet" }, `${this.sides.counts}; ${done} recorded. A recorded line stands in for the computer’s voice at the next render.`),
      ...this.sides.scenes.map((scene) => h("section", { class: "stack" }, h("h2", null, scene.title), scene.lines.map((line) => this.card(line)))), h("div", { hidden: true }, this.audio)));
  }

  play(url) { this.audio.src = url; this.audio.play().catch((error) => { if (error.name !== "AbortError") toast("It can't be played."); }); }

  card(line) {
    const record = h("button", { type: "button", class: "record", onclick: () => this.record(line, record) }, "● Record");
    const file = h("input", { type: "file", accept: "audio/*", capture: true, hidden: true, onchange: () => this.upload(line, file.files[0]) });
    return h("article", { class: "card line-card", "data-cue": line.cue },
      line.before && h("p", { class: "small quiet" }, h("b", null, line.before), " ", h("span", { class: "prose" }, line.lead)),
      h("p", { class: "said" }, h("span", { class: "quiet small" }, `${line.cue} `), line.how.length > 0 && h("i", { class: "quiet" }, `(${line.how.join(", ")}) `), line.text),
      h("div", { class: "row" }, record, h("button", { type: "button", class: "tiny", onclick: () => file.click() }, "A file"), file,
        h("button", { type: "button", class: "tiny", onclick: () => this.play(`${this.path}/lines/${line.cue}.wav`) }, icon("play"), line.chosen ? "As it will be heard" : "The computer’s voice")),
      line.tries.length > 0 && h("ul", { class: "stack" }, line.tries.map((one) => h("li", { class: "row" },
        h("button", { type: "button", class: "tiny", "aria-label": `Hear try ${one.id}`, onclick: () => this.play(`${this.path}/takes/${line.cue}/${one.id}`) }, icon("play"), `Try ${one.id}`),
        h("span", { class: "quiet small" }, one.seconds ? clock(one.seconds) : ""),
        line.chosen === one.id ? h("span", { class: "tag good" }, "chosen") : null,
        h("button", { type: "button", class: "tiny", onclick: () => this.choose(line, one) }, line.chosen === one.id ? "Trim again" : "Choose")))),
      line.chosen ? h("div", null, h("button", { type: "button", class: "bare tiny", onclick: () => this.drop(line) }, "Back to the computer’s voice")) : null);
  }

  async record(line, button) {
    if (this.recorder) { this.recorder.stop(); return; }
    if (!navigator.mediaDevices?.getUserMedia) { toast("This browser gives a microphone only to https or to this machine itself: record a file and choose it."); return; }
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
    } catch { toast("The microphone can't be used: allow it in the browser."); return; }
    const kind = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"].find((one) => MediaRecorder.isTypeSupported(one)) || "";
    const pieces = [];
    this.recorder = new MediaRecorder(this.stream, kind ? { mimeType: kind } : {});
    this.recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
    this.recorder.addEventListener("stop", async () => {
      this.stream.getTracks().forEach((track) => track.stop());
      this.recorder = null;
      button.classList.remove("recording");
      button.textContent = "● Record";
      await this.upload(line, new Blob(pieces, { type: (kind || "audio/webm").split(";")[0] }));
    });
    this.recorder.start();
    button.classList.add("recording");
    button.textContent = "■ Stop";
  }

  async upload(line, blob) {
    if (!blob) return;
    try {
      const { id } = await send(`${this.path}/takes/${line.cue}`, blob, blob.name || "");
      await this.load();
      const again = this.sides.scenes.flatMap((scene) => scene.lines).find((one) => one.cue === line.cue);
      this.play(`${this.path}/takes/${line.cue}/${id}`);
      toast(`Try ${id} of line ${line.cue} is kept.`, { label: "Choose it", act: () => this.chosen(again, id, 0, 0) });
    } catch (error) { toast(error.message, { seconds: 10 }); }
  }

  async choose(line, one) {
    const answer = await ask(`Try ${one.id} for line ${line.cue}`, [h("p", { class: "prose" }, line.text), h("p", { class: "quiet small" }, "Silence at both ends goes by itself. Cut off more where something else is heard:"),
      h("div", { class: "trim" }, h("label", null, "Seconds off the beginning", h("input", { type: "text", inputmode: "decimal", name: "start", value: "0", pattern: "[0-9]*[.,]?[0-9]*" })),
        h("label", null, "Seconds off the end", h("input", { type: "text", inputmode: "decimal", name: "end", value: "0", pattern: "[0-9]*[.,]?[0-9]*" })))], { action: "Use it" });
    const number = (text) => Number(text.replace(",", ".")) || 0;
    if (answer) await this.chosen(line, one.id, number(answer.start), number(answer.end));
  }

  async chosen(line, id, start_s, end_s) {
    try { await post(`${this.path}/takes/${line.cue}/choose`, { id, start_s, end_s }); await this.load(); toast(`Line ${line.cue} is yours.`); } catch (error) { toast(error.message, { seconds: 10 }); }
  }

  async drop(line) { try { await post(`${this.path}/takes/${line.cue}/choose`, { id: 0 }); await this.load(); } catch (error) { toast(error.message); } }
}
