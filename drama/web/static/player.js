// The episode's player: plays, seeks, draws the wave, and puts mended lines in the place of what was rendered.

import { clock, h, icon } from "./dom.js";

// What is stopped before it began, because something else is to be heard, is no failure.
const start = (audio) => audio.play().catch((error) => { if (error.name !== "AbortError") throw error; });

export class Player {
  constructor({ onTime, onState }) {
    this.onTime = onTime;
    this.onState = onState;
    this.patches = new Map(); // cue -> {start, end, url}: lines that sound otherwise than in the episode
    this.patching = null;
    this.duration = 0;
    this.marks = [];
    this.wave = [];
    this.audio = new Audio();
    this.audio.preload = "metadata";
    this.audio.id = "episode";
    this.line = new Audio(); // one line or scene by itself
    this.line.id = "line";
    this.button = h("button", { class: "round primary", type: "button", id: "play", "aria-label": "Play", title: "Play or stop (Space)", onclick: () => this.toggle() }, icon("play"));
    this.time = h("span", { class: "time" }, "–");
    this.canvas = h("canvas", { "aria-hidden": "true" });
    this.slider = h("input", { type: "range", min: "0", max: "1", step: "0.1", value: "0", "aria-label": "Place in the episode", oninput: () => this.seek(Number(this.slider.value)) });
    this.speed = h("select", { "aria-label": "Speed", onchange: () => { this.audio.playbackRate = Number(this.speed.value); this.line.playbackRate = this.audio.playbackRate; } },
      ["0.75", "1", "1.25", "1.5", "2"].map((rate) => h("option", { value: rate, selected: rate === "1" }, `${rate}×`)));
    this.element = h("div", { class: "player" }, this.button,
      h("div", { class: "wave" }, this.canvas, this.slider, h("span", { class: "ring" })), this.time, this.speed, h("div", { hidden: true }, this.audio, this.line));
    for (const audio of [this.audio, this.line]) {
      audio.addEventListener("play", () => this.changed());
      audio.addEventListener("pause", () => this.changed());
    }
    this.line.addEventListener("ended", () => this.lineEnded());
    this.audio.addEventListener("timeupdate", () => { if (this.audio.paused) this.tick(); });
    this.audio.addEventListener("seeking", () => this.tick());
    new ResizeObserver(() => this.draw()).observe(this.canvas);
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  load(url, duration, keepTime = false) {
    const at = keepTime ? this.audio.currentTime : 0;
    const playing = keepTime && !this.audio.paused;
    if (this.audio.getAttribute("src") === url) return;
    this.duration = duration;
    this.slider.max = String(duration || 1);
    if (!url) { this.audio.removeAttribute("src"); this.tick(); return; }
    this.audio.src = url;
    if (at) this.audio.currentTime = Math.min(at, duration);
    if (playing) start(this.audio);
    this.tick();
  }

  get loaded() { return this.audio.hasAttribute("src"); }
  get playing() { return !this.audio.paused || !this.line.paused; }

  toggle() { if (this.playing) this.pause(); else this.play(); }

  play() {
    this.line.pause();
    this.patching = null;
    if (this.loaded) start(this.audio);
  }

  pause() {
    this.patching = null;
    this.audio.pause();
    this.line.pause();
  }

  seek(seconds) {
    this.patching = null;
    this.line.pause();
    this.audio.currentTime = seconds;
    this.tick();
  }

  // Plays a sound by itself; the episode waits. Resolves when it begins to be heard.
  hear(url) {
    this.audio.pause();
    this.patching = null;
    this.line.src = url;
    return start(this.line);
  }

  changed() {
    const playing = this.playing;
    this.button.replaceChildren(icon(playing ? "pause" : "play"));
    this.button.setAttribute("aria-label", playing ? "Stop" : "Play");
    if (!this.audio.paused && !this.following) {
      this.following = true;
      const follow = () => {
        this.tick();
        if (!this.audio.paused) requestAnimationFrame(follow); else this.following = false;
      };
      requestAnimationFrame(follow);
    }
    this.onState(playing);
  }

  tick() {
    const now = this.audio.currentTime || 0;
    for (const [cue, patch] of this.patches) {
      if (!this.audio.paused && !this.patching && now >= patch.start - 0.03 && now < patch.start + 0.35) {
        this.audio.pause(); // the new line is heard where it belongs; the episode goes on behind it
        this.line.src = patch.url;
        this.patching = { cue, end: patch.end };
        start(this.line);
      }
    }
    this.slider.value = String(now);
    this.slider.setAttribute("aria-valuetext", clock(now));
    this.time.textContent = this.duration ? `${clock(now)} / ${clock(this.duration)}` : "–";
    this.draw();
    this.onTime(now, !this.audio.paused);
  }

  lineEnded() {
    if (!this.patching) return;
    const { end } = this.patching;
    this.patching = null;
    this.audio.currentTime = end;
    start(this.audio);
  }

  draw() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (!width || !height) return;
    const ratio = window.devicePixelRatio || 1;
    if (this.canvas.width !== Math.round(width * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
    }
    const pen = this.canvas.getContext("2d");
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const place = (seconds) => (this.duration ? (width * seconds) / this.duration : 0);
    const now = place(this.audio.currentTime || 0);
    const bars = Math.floor(width / 3);
    for (let i = 0; i < bars; i += 1) {
      const from = Math.floor((i * this.wave.length) / bars);
      const to = Math.max(from + 1, Math.floor(((i + 1) * this.wave.length) / bars));
      const level = this.wave.length ? Math.max(...this.wave.slice(from, to)) : 0.04;
      const tall = Math.max(2, level * (height - 10));
      pen.fillStyle = 3 * i < now ? colour("--accent") : colour("--line-strong");
      pen.globalAlpha = 3 * i < now ? 1 : 0.55;
      pen.fillRect(3 * i, (height - tall) / 2, 2, tall);
    }
    pen.globalAlpha = 1;
    pen.fillStyle = colour("--ink");
    for (const mark of this.marks) pen.fillRect(Math.round(place(mark)), 0, 1, height);
    pen.fillStyle = colour("--p0");
    for (const { start, end } of this.patches.values()) pen.fillRect(place(start), height - 3, Math.max(3, place(end) - place(start)), 3);
    pen.fillStyle = colour("--accent");
    if (this.duration) pen.fillRect(now - 1, 0, 2, height);
  }
}
