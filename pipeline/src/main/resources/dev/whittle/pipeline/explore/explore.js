'use strict';
// Without this script the page shows the state at which the sliders of each figure start.
for (const figure of document.querySelectorAll('figure')) {
  const sliders = [...figure.querySelectorAll(':scope > .slider input')];
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
  const say = words => {
    copy.textContent = words;
    copy.setAttribute('aria-label', words + ': ' + figure.querySelector('h3').textContent);
  };
  say('Copy as SVG');
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
      say('Copied');
    } catch (refused) {
      say('The browser refused to copy');
    }
    setTimeout(() => say('Copy as SVG'), 2000);
  });
  figure.querySelector('details').before(copy);
}

// Networks that run in the page. Their weights are whole millionths, inputs whole twentieths.
const text = value => (Math.round(100 * value) / 100 + 0).toFixed(2).replace('-', '−');
const functions = { relu: v => Math.max(0, v), tanh: Math.tanh };
for (const element of document.querySelectorAll('.network')) {
  const network = JSON.parse(element.dataset.network);
  const inputs = [...element.querySelectorAll('input')];
  const [a, b, c, d] = network.pixels.map(p => p / 100);
  const ring = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
  ring.setAttribute('class', 'line ink');
  ring.setAttribute('r', '6');
  element.parentElement.querySelector('.drawing svg').append(ring);
  const show = () => {
    const x = inputs.map(input => Number(input.value) / 20);
    inputs.forEach((input, i) => {
      input.setAttribute('aria-valuetext', text(x[i]));
      input.parentElement.querySelector('output').textContent = text(x[i]);
    });
    ring.setAttribute('cx', a + b * x[0]);
    ring.setAttribute('cy', c + d * x[1]);
    const lines = [];
    let values = x;
    for (const layer of network.layers) {
      values = layer.f
          ? values.map(functions[layer.f])
          // Weights stand input by input: w[j·outputs + o].
          : layer.b.map((bias, o) =>
              values.reduce((sum, v, j) => sum + v * layer.w[j * layer.b.length + o], bias) / 1e6);
      if (layer.name) {
        lines.push(layer.name + ': ' + values.map(text).join(', '));
      }
    }
    element.querySelector('.values').textContent = lines.join('; ') + '.';
  };
  inputs.forEach(input => input.addEventListener('input', show));
  show();
}
