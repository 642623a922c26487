"use strict";
// A photo as it may leave the telephone: painted anew, so that neither place nor time nor camera go with it.
const photo = (() => {
  const LARGEST = 1500000, QUALITIES = [0.82, 0.7, 0.55, 0.4];

  async function painted(file, pixels) {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, pixels / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return canvas;
  }

  // Returns a JPEG of at most `pixels` on its longer side. Throws for what is no picture.
  async function clean(file, pixels) {
    const canvas = await painted(file, pixels);
    let made = null;
    for (const quality of QUALITIES) {
      made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
      if (!made) throw new Error("no picture");
      if (made.size <= LARGEST) break;
    }
    return made;
  }
  return { clean };
})();
