// Help for when there is no network comes after everything else; browsers allow that only over TLS or on this machine.
if ('serviceWorker' in navigator) addEventListener('load', () => navigator.serviceWorker.register('/sw.js'));
