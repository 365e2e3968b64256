// What keeps a page live comes once it is seen: its numbers are there without it.
addEventListener('load', () => {
  for (const source of ['/lib/htmx.min.js', '/lib/sse.min.js']) {
    const script = document.createElement('script');
    script.src = source;
    script.async = false;
    document.head.append(script);
  }
  // Help for when there is no network; browsers allow that only over TLS or on this machine.
  if ('serviceWorker' in navigator) navigator.serviceWorker.register('/sw.js');
});
