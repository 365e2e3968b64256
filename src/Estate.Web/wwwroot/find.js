// The / key goes to the search, except where somebody writes; who uses single keys otherwise turns it off on the search page.
(() => {
  const OFF = 'slash-off', line = document.getElementById('slash');
  const isOn = () => localStorage.getItem(OFF) === null;
  addEventListener('keydown', event => {
    if (event.key !== '/' || event.ctrlKey || event.altKey || event.metaKey || !isOn()
      || event.target.closest?.('input, textarea, select, [contenteditable]')) return;
    const field = document.getElementById('find') ?? document.getElementById('search');
    if (!field) return;
    event.preventDefault();
    field.focus();
  });
  if (!line) return;
  const button = line.querySelector('button'), say = () => { button.textContent = isOn() ? line.dataset.on : line.dataset.off; };
  button.addEventListener('click', () => { if (isOn()) localStorage.setItem(OFF, '1'); else localStorage.removeItem(OFF); say(); });
  say();
  line.hidden = false;
})();
