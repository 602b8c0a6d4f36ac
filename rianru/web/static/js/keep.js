// Keeping a work without leaving the page: <form data-keep>, whose buttons say what to do. Without this they post as ever.

/** @param {SubmitEvent} event */
async function kept(event) {
  const form = event.target, button = event.submitter;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-keep]") || !(button instanceof HTMLButtonElement)) return;
  event.preventDefault();
  const sent = new FormData(form);
  sent.append(button.name, button.value);
  try {
    const answer = await fetch(form.action, { method: "POST", body: sent, headers: { "X-Part": "button" } });
    if (answer.redirected) return location.assign(answer.url);
    if (!answer.ok) throw new Error(String(answer.status));
    const made = document.createElement("template");
    made.innerHTML = await answer.text();
    const fresh = made.content.querySelector("button");
    const named = button.getAttribute("aria-labelledby"), name = button.querySelector(".sr");
    if (!fresh) throw new Error("no button");
    if (named) {
      fresh.id = button.id;
      fresh.setAttribute("aria-labelledby", named);
      fresh.querySelector(".sr")?.remove();
    } else if (name) fresh.querySelector(".sr")?.replaceWith(name);
    button.replaceWith(fresh);
    fresh.focus();
  } catch {
    form.removeAttribute("data-keep");
    form.requestSubmit(button);
  }
}

document.addEventListener("submit", kept);
