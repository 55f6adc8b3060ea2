'use strict';
// Without this script the page shows the state at which the sliders of each figure start.
for (const figure of document.querySelectorAll('figure')) {
  const sliders = [...figure.querySelectorAll('input[type=range]')];
  const states = figure.querySelectorAll('template');
  const drawing = figure.querySelector('.drawing');
  const reading = figure.querySelector('.reading');
  const show = () => {
    let index = 0;
    for (const slider of sliders) {
      const positions = slider.dataset.positions.split('|');
      index = index * positions.length + Number(slider.value);
      const text = positions[slider.value];
      slider.setAttribute('aria-valuetext', text);
      slider.parentElement.querySelector('output').textContent = text;
    }
    drawing.replaceChildren(states[index].content.cloneNode(true));
    reading.textContent = states[index].dataset.reading;
  };
  for (const slider of sliders) {
    slider.addEventListener('input', show);
  }
  if (sliders.length > 0) {
    show(); // A browser that comes back to the page keeps the positions of the sliders.
  }
  const copy = document.createElement('button');
  copy.textContent = 'Copy as SVG';
  copy.setAttribute('aria-label', 'Copy as SVG: ' + figure.querySelector('h3').textContent);
  copy.addEventListener('click', async () => {
    const style = '<style>' + document.getElementById('drawing').textContent + '</style>';
    const parts = [...drawing.querySelectorAll(':scope > svg')].map(svg => svg.cloneNode(true));
    let width = 0;
    let height = 0;
    for (const part of parts) {
      part.setAttribute('x', width);
      width += Number(part.getAttribute('width')) + 16;
      height = Math.max(height, part.getAttribute('height'));
    }
    // A file has one element that holds all others.
    const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width - 16}" height="${height}">` + style
        + parts.map(part => part.outerHTML).join('') + '</svg>';
    try {
      await navigator.clipboard.writeText(text);
      copy.textContent = 'Copied';
    } catch (refused) {
      copy.textContent = 'The browser refused to copy';
    }
    setTimeout(() => { copy.textContent = 'Copy as SVG'; }, 2000);
  });
  figure.querySelector('details').before(copy);
}
