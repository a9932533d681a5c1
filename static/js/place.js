// Adds the phone's rough place to the form when the citizen asks for it. Without geolocation the button stays hidden.
const line = document.querySelector("[data-place]");
if (line && "geolocation" in navigator) {
  line.hidden = false;
  const button = line.querySelector("[data-place-ask]");
  const words = button.querySelector("span");
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        document.getElementById("id_latitude").value = coords.latitude.toFixed(3);
        document.getElementById("id_longitude").value = coords.longitude.toFixed(3);
        words.textContent = button.dataset.placeDone;
      },
      () => {
        words.textContent = button.dataset.placeRefused;
        button.disabled = false;
      },
      { maximumAge: 60000, timeout: 10000 },
    );
  });
}
