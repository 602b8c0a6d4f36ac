// The screen with the code turns itself when the code does, and every quarter of a minute for who has come since.

const COUNTED = 15; // seconds
const screen = document.querySelector("[data-turns]");
if (screen instanceof HTMLElement) {
  const seconds = Math.min(Number(screen.dataset.turns) || COUNTED, COUNTED);
  setTimeout(() => location.reload(), seconds * 1000);
}
