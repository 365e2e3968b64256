// A click on the plan adds that corner to the last line; without this file corners are typed.
(() => {
  const plan = document.querySelector('.plan svg'), lines = document.getElementById('buildings');
  if (!plan || !lines) return;
  plan.addEventListener('click', event => {
    event.preventDefault();
    const box = plan.getBoundingClientRect();
    const per = (at, from, size) => Math.round((at - from) / size * 1000) / 10;
    const corner = `${per(event.clientX, box.left, box.width)},${per(event.clientY, box.top, box.height)}`;
    lines.value += (lines.value && !/[\s:]$/.test(lines.value) ? ' ' : '') + corner;
    lines.scrollTop = lines.scrollHeight;
  });
})();
