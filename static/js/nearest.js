// Nearest stations first: asks the phone where it is when the visitor presses the button, and says it to a kilometre only.
const line = document.querySelector("[data-nearest]");
if (line && "geolocation" in navigator) {
  line.hidden = false;
  const button = line.querySelector("[data-nearest-ask]");
  const words = button.querySelector("span");
  button.addEventListener("click", () => {
    button.disabled = true;
    words.textContent = button.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const address = new URL(window.location.href);
        address.searchParams.set("near", `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`);
        address.searchParams.delete("cursor");
        window.location.assign(address);
      },
      () => {
        words.textContent = button.dataset.refused;
        button.disabled = false;
      },
      { maximumAge: 60000, timeout: 10000 },
    );
  });
}
