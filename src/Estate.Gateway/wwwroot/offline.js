// Installs the page's helper for when there is no network; browsers allow that only over TLS or on this machine.
if ('serviceWorker' in navigator) navigator.serviceWorker.register('/sw.js');
