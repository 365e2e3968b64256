// Without a network the front page and the car park show the last numbers, and say how old they are. Nothing else is kept.
const KEPT = 'estate-3';
const PAGES = ['/', '/parking'];
const PARTS = ['/app.css', '/icon.svg', '/lib/htmx.min.js', '/lib/sse.min.js', '/late.js'];
const AT = 'x-kept-at';

self.addEventListener('install', event => event.waitUntil(caches.open(KEPT).then(kept => kept.addAll(PARTS)).then(() => self.skipWaiting())));
self.addEventListener('activate', event => event.waitUntil(
  caches.keys().then(names => Promise.all(names.filter(name => name !== KEPT).map(name => caches.delete(name)))).then(() => self.clients.claim())));

self.addEventListener('fetch', event => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== location.origin) return;
  if (event.request.mode === 'navigate' && PAGES.includes(url.pathname)) event.respondWith(page(event.request, url.pathname));
  else if (PARTS.includes(url.pathname)) event.respondWith(fetch(event.request).catch(() => caches.match(url.pathname)));
});

async function page(request, path) {
  try {
    const answer = await fetch(request);
    // Of a long list only the beginning.
    if (answer.ok && !['q', 'page', 'zone'].some(name => new URL(request.url).searchParams.has(name))) {
      const headers = new Headers(answer.headers);
      headers.set(AT, String(Date.now()));
      const body = await answer.clone().text();
      // A phone without room for it still shows the page.
      await caches.open(KEPT).then(kept => kept.put(path, new Response(body, { headers }))).catch(() => {});
    }
    return answer;
  } catch (away) {
    const kept = await (await caches.open(KEPT)).match(path);
    if (!kept) throw away;
    const minutes = Math.round((Date.now() - Number(kept.headers.get(AT))) / 60000);
    const html = await kept.text();
    const said = html.includes('<html lang="zh-CN"')
      ? `没有网络。下面是 ${minutes} 分钟前的数字。` : `No network. These are the numbers of ${minutes} minutes ago.`;
    return new Response(html.replace(/<main[^>]*>/, tag => `${tag}<p class="problem" role="alert" id="offline">${said}</p>`), { headers: { 'content-type': 'text/html; charset=utf-8' } });
  }
}

// An alert, also while no page is open.
self.addEventListener('push', event => {
  const said = event.data.json();
  event.waitUntil(self.registration.showNotification(said.title, {
    body: said.body, tag: said.tag, renotify: true, requireInteraction: said.urgent, icon: '/icon.svg', data: said.url,
  }));
});
self.addEventListener('notificationclick', event => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});
