// A passkey that was not shown (somebody changed their mind, or has none here): say so, in words, on the page.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey-wrong").hidden = false;
});
