// Notes in every frame how much of a store's picture is on the screen, and when all of it is. Runs before the page's
// own code. The screen is looked at in 96 x 64 places.
(() => {
  const look = new OffscreenCanvas(96, 64).getContext("2d", { willReadFrequently: true });
  look.imageSmoothingEnabled = false;
  window.zarrgoFrames = [];
  performance.setResourceTimingBufferSize(5000);
  const note = () => {
    look.clearRect(0, 0, 96, 64);
    for (const layer of document.querySelectorAll(".picture canvas")) {
      if (layer.width > 0) look.drawImage(layer, 0, 0, 96, 64);
    }
    const pixels = look.getImageData(0, 0, 96, 64).data;
    let drawn = 0;
    for (let i = 3; i < pixels.length; i += 4) if (pixels[i] > 0) drawn += 1;
    const whole = document.querySelector(".map[data-drawn]") !== null;
    const last = window.zarrgoFrames.at(-1);
    if (!last || last.drawn !== drawn || last.whole !== whole) window.zarrgoFrames.push({ at: performance.now(), drawn, whole });
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
})();
