/** Pixels a side of a picture as it is sent. */
const side = 256;

/**
 * The largest square in the middle of an image file, made small: a JPEG that has of the file its pixels and nothing else,
 * turned as the file says they are to be seen. Rejects where this browser cannot draw the file.
 */
export async function squarePicture(file: Blob): Promise<Blob> {
  const image = await createImageBitmap(file);
  try {
    const canvas = document.createElement("canvas");
    canvas.width = side;
    canvas.height = side;
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("this browser has no canvas");
    // A JPEG has nothing to see through.
    context.fillStyle = "white";
    context.fillRect(0, 0, side, side);
    context.imageSmoothingQuality = "high";
    const part = Math.min(image.width, image.height);
    const [left, top] = [(image.width - part) / 2, (image.height - part) / 2];
    context.drawImage(image, left, top, part, part, 0, 0, side, side);
    return await new Promise((resolve, reject) =>
      canvas.toBlob(
        (blob) => (blob === null ? reject(new Error("the canvas could not be read")) : resolve(blob)),
        "image/jpeg",
        0.9,
      ),
    );
  } finally {
    image.close();
  }
}
