// A browser that gives no passkey (none is there, or the person thought better of it) is told of in a sentence.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const trouble = document.getElementById("passkey-trouble");
  if (trouble) trouble.hidden = false;
});
