// One tap instead of choosing a district. The position is rounded before it leaves the device; the page works without.

const HUNDREDTHS = 100; // of a degree: about a kilometre

/** @param {HTMLFormElement} form @param {GeolocationPosition} found */
function send(form, found) {
  for (const [name, value] of [["lat", found.coords.latitude], ["lon", found.coords.longitude]]) {
    const field = form.elements.namedItem(String(name));
    if (field instanceof HTMLInputElement) field.value = String(Math.round(Number(value) * HUNDREDTHS) / HUNDREDTHS);
  }
  form.submit();
}

for (const form of document.querySelectorAll("form[data-position]")) {
  const button = form.querySelector("button");
  const status = form.querySelector("[role=status]");
  if (!(form instanceof HTMLFormElement) || !(status instanceof HTMLElement) || !button || !navigator.geolocation) continue;
  form.hidden = false;
  button.addEventListener("click", () => {
    status.textContent = status.dataset.busy ?? "";
    navigator.geolocation.getCurrentPosition(
      (found) => send(form, found),
      () => { status.textContent = status.dataset.failed ?? ""; },
      { enableHighAccuracy: false, timeout: 10_000, maximumAge: 600_000 },
    );
  });
}
