// Reads a text aloud with the voice that the browser has; without one the button stays away and the text is there.

const button = document.querySelector("[data-listen]");
const voice = window.speechSynthesis;

if (button && voice) {
  const words = button.querySelector("span");
  const [listen, stop] = [words.textContent, button.dataset.stop];
  const rest = () => {
    words.textContent = listen;
  };

  button.addEventListener("click", () => {
    if (voice.speaking) {
      voice.cancel();
      return rest();
    }
    const said = new SpeechSynthesisUtterance(document.getElementById(button.dataset.listen).textContent);
    said.lang = document.documentElement.lang;
    said.rate = 0.95;
    said.addEventListener("end", rest);
    said.addEventListener("error", rest);
    words.textContent = stop;
    voice.speak(said);
  });
  window.addEventListener("pagehide", () => voice.cancel());

  // A browser may find its voices only after a moment; one without any would stay silent.
  const show = () => {
    button.hidden = voice.getVoices().length === 0;
  };
  voice.addEventListener("voiceschanged", show);
  show();
}
