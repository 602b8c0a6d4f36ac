// The driver's page: each tap says when it was made, by the clock of the device. Without this the server's clock counts.

for (const form of document.querySelectorAll("form[data-tap]")) {
  form.addEventListener("submit", () => {
    const field = form instanceof HTMLFormElement ? form.elements.namedItem("tapped_at") : null;
    if (field instanceof HTMLInputElement && !field.value) field.value = new Date().toISOString();
  });
}
