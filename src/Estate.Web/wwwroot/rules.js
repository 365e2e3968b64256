// The rule's text is checked while it is typed; a trial's days become a chart.
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
  for (const chartPlace of document.querySelectorAll('[data-days]')) {
    const days = JSON.parse(chartPlace.dataset.days);
    const bars = (name, column) => ({ type: 'bar', name, data: days.map(day => day[column]) });
    const series = [bars(chartPlace.dataset.now, 1)];
    if (days.length > 0 && days[0].length > 2) series.push(bars(chartPlace.dataset.before, 2));
    const chart = echarts.init(chartPlace);
    chart.setOption({
      animation: false,
      grid: { left: 45, right: 15, top: 35, bottom: 30 },
      legend: {},
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: days.map(day => day[0]) },
      yAxis: { type: 'value', min: 0, minInterval: 1 },
      series,
    });
    chartPlace.dataset.drawn = String(days.length);
    addEventListener('resize', () => chart.resize());
  }
})();
