// Shows the panels one after the other. What was shown once is kept: without the gateway the screen goes on with it, and says so.
(() => {
  const PAUSE = 10000, kept = new Map(), away = document.getElementById('away');
  const board = () => document.getElementById('board');
  const show = html => board().replaceWith(new DOMParser().parseFromString(html, 'text/html').getElementById('board'));
  kept.set(location.pathname + location.search, document.documentElement.outerHTML);
  const turn = async () => {
    const next = board().dataset.next;
    try {
      const answer = await fetch(next, { cache: 'no-store', signal: AbortSignal.timeout(PAUSE / 2) });
      if (!answer.ok) throw new Error(String(answer.status));
      const html = await answer.text();
      kept.set(next, html);
      show(html);
      away.hidden = true;
    } catch {
      if (kept.has(next)) show(kept.get(next));
      for (const at of away.querySelectorAll('b')) at.textContent = board().dataset.at;
      away.hidden = false;
    }
  };
  setInterval(turn, PAUSE);
})();
