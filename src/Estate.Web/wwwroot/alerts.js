// Sound and a notice when a new urgent alert appears. Both need one tap first, as browsers ask for it.
(() => {
  const list = document.getElementById('list'), button = document.getElementById('sound');
  if (!list || !button) return;
  const urgent = () => Number(list.querySelector('[data-urgent]')?.dataset.urgent ?? 0);
  let known = urgent(), audio = null;
  const beep = () => {
    if (!audio) return;
    for (let i = 0; i < 3; i++) {
      const tone = audio.createOscillator(), volume = audio.createGain();
      tone.frequency.value = 880;
      volume.gain.value = 0.2;
      tone.connect(volume).connect(audio.destination);
      tone.start(audio.currentTime + i * 0.4);
      tone.stop(audio.currentTime + i * 0.4 + 0.2);
    }
  };
  button.addEventListener('click', async () => {
    audio ??= new AudioContext();
    await audio.resume();
    if ('Notification' in window) await Notification.requestPermission();
    button.textContent = button.dataset.on;
    beep();
  });
  document.body.addEventListener('htmx:sseMessage', () => {
    const now = urgent();
    document.title = document.title.replace(/^\(\d+\) /, '');
    if (now > 0) document.title = `(${now}) ${document.title}`;
    if (now > known) {
      document.body.dataset.alarmed = String(now);
      document.getElementById('news').textContent = `${list.dataset.notice}: ${list.querySelector('.what')?.textContent ?? ''}`;
      beep();
      if ('Notification' in window && Notification.permission === 'granted')
        new Notification(list.dataset.notice, { body: list.querySelector('.what')?.textContent ?? '', tag: 'alert' });
    }
    known = now;
  });
})();
