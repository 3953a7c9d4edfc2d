// A passkey that was not used is told of on the page; allauth tells the console alone.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey_failed").hidden = false;
});
