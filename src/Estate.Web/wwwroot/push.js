// Turns notifications on in this browser: asks for the permission, then tells the gateway where the browser listens.
(() => {
  const button = document.getElementById('push');
  if (!button) return;
  const part = (address, name) => btoa(String.fromCharCode(...new Uint8Array(address.getKey(name))))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  button.addEventListener('click', async () => {
    try {
      if (await Notification.requestPermission() !== 'granted') throw new Error('denied');
      const worker = await navigator.serviceWorker.ready;
      const address = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: button.dataset.key });
      const answer = await fetch(button.dataset.to, {
        method: 'POST', headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ endpoint: address.endpoint, p256dh: part(address, 'p256dh'), auth: part(address, 'auth') }),
      });
      button.textContent = answer.ok ? button.dataset.on : button.dataset.off;
    } catch {
      button.textContent = button.dataset.off;
    }
  });
})();
