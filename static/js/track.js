// From the receipt's QR code: number and code stand behind the # (never sent to a server) and are filled in here.
const form = document.querySelector("form[data-track]");
const [number, code] = decodeURIComponent(location.hash.slice(1)).split(".");
if (form && number && code) {
  form.elements.number.value = number;
  form.elements.code.value = code;
  history.replaceState(null, "", location.pathname);
}
