// Keys for the review: each presses the button or follows the link that shows it. Without this file the buttons do.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
  if (event.target.closest("input, textarea, select")) return;
  const asked = document.querySelector(`#review [data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!asked) return;
  event.preventDefault();
  asked.click();
});

// The next pair came in place of the last: whoever reads by ear is told, and the next Tab goes on from there.
document.addEventListener("htmx:afterSettle", () => {
  const heading = document.getElementById("pair-heading");
  if (heading) heading.focus();
});

// What was refused has a page of its own, which says why: the whole page is loaded, as it would be without a script.
document.addEventListener("htmx:responseError", () => location.reload());
