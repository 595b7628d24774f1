for (const button of document.querySelectorAll("button[data-for]")) {
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.for);
    text.select();
    try { await navigator.clipboard.writeText(text.value + "\n"); } catch { document.execCommand("copy"); }
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
}
const players = document.querySelectorAll("audio");
for (const audio of players) {
  audio.addEventListener("play", () => { for (const other of players) if (other !== audio) other.pause(); });
}
for (const button of document.querySelectorAll("button[data-s]")) {
  button.addEventListener("click", () => { players[0].currentTime = Math.max(0, button.dataset.s - 1); players[0].play(); });
}
