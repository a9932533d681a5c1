// Photos are drawn anew before they are kept: at most 1600 px, about 300 KB, and without what the camera wrote into the
// file (place, time, phone). The deputy says separately whether the place goes along.
const MOST_PX = 1600;
const MOST_BYTES = 300_000;
const QUALITIES = [0.8, 0.7, 0.6, 0.5, 0.4];

export async function shrink(file) {
  const picture = await decode(file);
  const scale = Math.min(1, MOST_PX / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close?.();
  let blob;
  for (const quality of QUALITIES) {
    blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (!blob) throw new Error("no picture");
    if (blob.size <= MOST_BYTES) break;
  }
  return blob.arrayBuffer();
}

async function decode(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    // Older engines know no options; an <img> turns the picture by itself.
    const address = URL.createObjectURL(file);
    try {
      const image = new Image();
      image.src = address;
      await image.decode();
      return image;
    } finally {
      URL.revokeObjectURL(address);
    }
  }
}

export function thumbnail(bytes, words) {
  const image = document.createElement("img");
  const address = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
  image.addEventListener("load", () => URL.revokeObjectURL(address), { once: true });
  image.src = address;
  image.alt = words;
  return image;
}
