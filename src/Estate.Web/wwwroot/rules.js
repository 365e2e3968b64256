// The rule's text is checked while it is typed.
(() => {
  const text = document.getElementById('yaml');
  const place = document.getElementById('mistakes');
  let waiting;
  const check = async () => {
    const answer = await fetch('/api/rules/check', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ yaml: text.value }) });
    if (!answer.ok) return;
    const { mistakes } = await answer.json();
    place.replaceChildren(...mistakes.map(mistake => {
      const line = document.createElement('p');
      line.className = 'problem';
      line.textContent = `${mistake.line}:${mistake.column} ${mistake.message}`;
      return line;
    }));
    if (mistakes.length === 0) place.textContent = text.dataset.fine;
  };
  text.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(check, 400);
  });
  // Typed before this script was here.
  if (text.value !== text.defaultValue) check();
})();
