// The keys of a story's page. A number is given when it is let go; held down, the line is heard in that voice.

import { h } from "./dom.js";

const KEYS = [
  ["Space", "play, stop"], ["↑ ↓", "line before, after"], ["Enter", "hear the line"], ["J K", "next decision, the one before"],
  ["1 – 9", "give the line to that person of the scene; hold to hear it first"], ["0", "it is the narrator's"],
  ["/", "find anybody"], ["N", "somebody new"], ["T", "several lines, for those who take turns"], ["X", "why it is theirs"], ["E", "the words as they are spoken"],
  ["W", "how a word is said"], ["H", "how it is said: whispered, shouted …"], ["R", "another take"], ["L", "lock it: it is right"],
  ["S", "a sound at this place"], ["A", "give all lines that hang on it, too"], ["P", "play the scene"], ["U", "undo"], ["?", "this help"],
];
const HOLD_MS = 350;

export const keyTable = () => h("div", { class: "keys" }, KEYS.flatMap(([key, what]) => [h("kbd", null, key), h("span", null, what)]));

export function shortcuts(view) {
  let held = null;
  const busy = (event) => event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")
    || event.target.closest?.("input:not([type=range]), textarea, select");
  const actions = {
    " ": () => view.player.toggle(),
    ArrowDown: () => view.choose(view.play.step(1)), ArrowUp: () => view.choose(view.play.step(-1)),
    Enter: () => view.hearFrom(view.cue),
    j: () => view.decision(1), k: () => view.decision(-1),
    0: () => view.give(""), "/": () => view.find(), n: () => view.newPerson(), t: () => view.inTurn(), x: () => view.explain(), e: () => view.editWords(),
    w: () => view.pronounce(), h: () => view.directions(), r: () => view.retake(), l: () => view.lock(), s: () => view.soundHere(),
    a: () => view.panel.giveFollowing(), p: () => view.hearScene(), u: () => view.undo(), "?": () => view.help(),
  };
  const down = (event) => {
    if (busy(event)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if ((key === " " || key === "Enter") && event.target.closest?.("button, a, input")) return;
    if (key.startsWith("Arrow") && event.target.closest?.("input")) return;
    if (/^[1-9]$/.test(key)) {
      event.preventDefault();
      if (event.repeat || held) return;
      const person = view.people()[Number(key) - 1];
      if (!person || !view.cue) return;
      held = { key, person, tried: false };
      held.timer = window.setTimeout(() => { held.tried = true; view.hearLine(view.cue.n, `&to=${encodeURIComponent(person.name)}`); }, HOLD_MS);
      return;
    }
    const act = actions[key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  const up = (event) => {
    if (!held || event.key !== held.key) return;
    window.clearTimeout(held.timer);
    const { person, tried } = held;
    held = null;
    if (!tried) view.give(person.name);
  };
  return { down, up };
}
